import { execFileSync } from "node:child_process";
import { readlinkSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { serveChannels } from "../kit/conda/channel.ts";
import { engineKilledTimes } from "../kit/conda/engine-killed.ts";
import { foreign } from "../kit/conda/orchard.ts";
import { generationPlan, inPlacePlan } from "../kit/conda/plan.ts";
import { condaProject, prefixSaid } from "../kit/conda/project.ts";
import { solvedChange, titlesOf } from "../kit/conda/solved.ts";
import { tree } from "../kit/tree.ts";

/** How often each change loses its engine; `BURROW_KILLS=50` is the long campaign. */
const KILLS = Number(process.env["BURROW_KILLS"] ?? 3);

test(
  "a generation whose engine is killed, and burrow not, is made all the same, and that is said",
  { timeout: KILLS * 60_000 },
  async () => {
    const { main } = await serveChannels();
    const here = condaProject({});
    const first = await solvedChange(main, ["python 3.11.*", "pie"]);
    here.write("plan.json", generationPlan(here.root, 1, first));
    expect((await here.run("up", "plan.json", "--json")).json.status).toBe("done");
    const second = await solvedChange(main, ["python 3.12.*", "pear", "many <1.1"]);
    here.write("plan.json", generationPlan(here.root, 2, second));
    const was = tree(here.root);
    const kills = await engineKilledTimes(KILLS, here, "plan.json", ({ json }) => {
      expect([json.status, readlinkSync(here.at(".burrow/envs/shop"))]).toEqual([
        "done",
        "../generations/shop/2",
      ]);
      const titles = titlesOf(second);
      expect(prefixSaid(here.at(".burrow/envs/shop"))).toMatchObject({
        packages: titles,
        history: titles,
        wrong: [],
      });
      // To be made again from the beginning.
      for (const gone of ["2", "2.json", "2.files.json"])
        rmSync(here.at(".burrow/generations/shop", gone), { recursive: true });
      rmSync(here.at(".burrow/envs/shop"));
      execFileSync("ln", ["-s", "../generations/shop/1", here.at(".burrow/envs/shop")]);
      expect(tree(here.root)).toEqual(was);
    });
    expect([kills.hit, kills.done]).toEqual([expect.toSatisfy((hit) => hit > KILLS / 4), kills.hit]);
  },
);

test(
  "a prefix of others whose engine is killed, and burrow not, is as it was or as it was to be, its history too",
  { timeout: KILLS * 60_000 },
  async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const FIRST = ["python 3.11.*", "pie", "where"];
    const prefix = await foreign(here, channels, FIRST);
    const mode = { mode: "freed", prefix: absolute(prefix), free: ["python"] } as const;
    const change = await solvedChange(channels.main, ["python 3.12.*", "pie", "pear"], mode);
    here.write("plan.json", inPlacePlan(here.root, prefix, { ...change, removed: ["where"] }));
    const whole = () => tree(prefix, { except: [".burrow"] });
    let was = whole();
    const kills = await engineKilledTimes(KILLS, here, "plan.json", async ({ json }) => {
      const said = prefixSaid(prefix);
      expect([said.wrong, said.history]).toEqual([[], said.packages]);
      expect((await here.run("recover", prefix, "--json")).json.status).toBe("nothing");
      if (json.status !== "done") {
        expect([json.status, json.failure.detail]).toEqual([
          "rolled-back",
          "py-rattler did not answer: SIGKILL ended it",
        ]);
        return expect(whole()).toEqual(was);
      }
      expect(said.packages).toEqual(expect.arrayContaining(["pear-1.1-py_0", "python-3.12.1-h0_py312"]));
      expect(said.packages).not.toContain("where-2.0-0");
      rmSync(prefix, { recursive: true });
      await foreign(here, channels, FIRST);
      was = whole();
      return undefined;
    });
    expect([kills.hit, kills.done + kills.rolledBack]).toEqual([
      expect.toSatisfy((hit) => hit > KILLS / 4),
      kills.hit,
    ]);
  },
);
