import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { serveChannels } from "../kit/conda/channel.ts";
import { engineKilledTimes, killEngine } from "../kit/conda/engine-killed.ts";
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
  "a prefix of others whose engine is killed, and burrow not, is put back, changed all the same, its history too, and that is said",
  { timeout: KILLS * 60_000 },
  async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const FIRST = ["python 3.11.*", "pie", "where"];
    const prefix = await foreign(here, channels, FIRST);
    const mode = { mode: "freed", prefix: absolute(prefix), free: ["python"] } as const;
    const change = await solvedChange(channels.main, ["python 3.12.*", "pie", "pear"], mode);
    here.write("plan.json", inPlacePlan(here.root, prefix, { ...change, removed: ["where"] }));
    const kills = await engineKilledTimes(KILLS, here, "plan.json", async ({ json }) => {
      const said = prefixSaid(prefix);
      expect([json.status, said.wrong, said.history]).toEqual(["done", [], said.packages]);
      expect((await here.run("recover", prefix, "--json")).json.status).toBe("nothing");
      expect(said.packages).toEqual(expect.arrayContaining(["pear-1.1-py_0", "python-3.12.1-h0_py312"]));
      expect(said.packages).not.toContain("where-2.0-0");
      rmSync(prefix, { recursive: true });
      await foreign(here, channels, FIRST);
    });
    expect([kills.hit, kills.done]).toEqual([expect.toSatisfy((hit) => hit > KILLS / 4), kills.hit]);
  },
);

describe("killed each time that it links into a prefix of others", () => {
  test.each([
    [1, "done", ["pear-1.1-py_0", "python-3.12.1-h0_py312"]],
    [2, "rolled-back", ["pie-1.0-py_0", "python-3.11.7-h0_py311"]],
  ] as const)("%d: %s", async (times, status, packages) => {
    const channels = await serveChannels();
    const here = condaProject({});
    const prefix = await foreign(here, channels, ["python 3.11.*", "pie"]);
    const mode = { mode: "freed", prefix: absolute(prefix), free: ["python"] } as const;
    const change = await solvedChange(channels.main, ["python 3.12.*", "pie", "pear"], mode);
    here.write("plan.json", inPlacePlan(here.root, prefix, change));
    const was = tree(prefix, { except: [".burrow"] });

    const started = here.start("up", "plan.json", "--json");
    const killed = new Set<string>();
    for (let time = 0; time < times; time += 1) {
      let now: string | undefined;
      const isTime = () => {
        now = linking(prefix).find((journal) => !killed.has(journal));
        return now !== undefined;
      };
      expect(await killEngine(started, isTime)).toBe(true);
      killed.add(now ?? "");
    }

    const { json } = await started.ended;
    expect([json.status, json.warnings.map(({ code }: { code: string }) => code)]).toEqual([
      status,
      ["engine-crashed"],
    ]);
    expect(prefixSaid(prefix)).toMatchObject({ packages: expect.arrayContaining([...packages]), wrong: [] });
    if (status === "rolled-back") expect(tree(prefix, { except: [".burrow"] })).toEqual(was);
  });
});

/** The journals of changes whose engine is linking now. */
function linking(prefix: string): readonly string[] {
  const folder = join(prefix, ".burrow/journal");
  const journals = existsSync(folder) ? readdirSync(folder) : [];
  return journals.filter((name) => {
    if (!name.endsWith(".jsonl")) return false;
    const text = readFileSync(join(folder, name), "utf8");
    return text.includes('"kind":"change-packages"') && !text.includes('"undone"');
  });
}
