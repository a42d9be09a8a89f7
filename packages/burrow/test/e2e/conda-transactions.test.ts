import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import { channelOnDisk, type Channels, HOST_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { emptyCache, sharedRattler } from "../kit/conda/engine.ts";
import { killedTimes } from "../kit/conda/killed.ts";
import { generationPlan, inPlacePlan, type PackageChange } from "../kit/conda/plan.ts";
import { foreign } from "../kit/conda/orchard.ts";
import { condaProject, prefixSaid } from "../kit/conda/project.ts";
import { condaQuestion } from "../kit/conda/question.ts";
import type { Project } from "../kit/e2e.ts";
import { really } from "../kit/real-engine.ts";
import { needs } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";

/** How often each change is killed; `BURROW_KILLS=50` is the long campaign. */
const KILLS = Number(process.env["BURROW_KILLS"] ?? 3);

/** What an empty prefix needs to hold the specs. */
async function pinsOf(channel: string, specs: readonly string[]): Promise<readonly Pin[]> {
  const resolution = await really(sharedRattler().solve(condaQuestion({ channels: [channel], specs })));
  if (resolution.kind !== "resolved") throw new Error(resolution.text);
  return resolution.pins;
}

/** A change that makes an empty prefix hold the specs. */
async function holding(channel: string, specs: readonly string[]): Promise<PackageChange> {
  return { pins: await pinsOf(channel, specs), specs };
}

/** Applies a saved plan. */
async function applied(here: Project, plan: string) {
  here.write("plan.json", plan);
  return here.run("up", "plan.json", "--json");
}

/** All of a prefix but what a finished transaction may leave there. */
const whole = (prefix: string) => tree(prefix, { except: [".burrow"] });

const titlesOf = (pins: readonly Pin[]) =>
  pins.map(({ name, version, conda }) => `${name}-${version}-${conda?.build}`);

describe("a generation", () => {
  test("is linked, proven and exchanged; rattler's own reader and its history agree; the next one upgrades Python", async () => {
    const { main } = await serveChannels();
    const here = condaProject({});
    const first = await holding(main, ["python 3.11.*", "pie", "pear"]);

    const made = await applied(here, generationPlan(here.root, 1, first));
    expect([made.status, made.json.status], made.stderr).toEqual([0, "done"]);
    expect(readlinkSync(here.at(".burrow/envs/shop"))).toBe("../generations/shop/1");
    const prefix = here.at(".burrow/generations/shop/1");
    const titles = titlesOf(first.pins);
    const requested = ["pear", "pie", "python 3.11.*"];
    expect(prefixSaid(prefix)).toEqual({ packages: titles, history: titles, requested, wrong: [] });
    expect(execFileSync(here.at(".burrow/envs/shop/bin/pear"), { encoding: "utf8" })).toBe("a pear\n");

    const second = await holding(main, ["python 3.12.*", "pie"]);
    expect((await applied(here, generationPlan(here.root, 2, second))).status).toBe(0);
    const python = here.at(".burrow/envs/shop/bin/python");
    expect(
      execFileSync(python, ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" }),
    ).toBe("3 12\n");
    expect(prefixSaid(prefix).packages).toEqual(titles); // the former one is as it was
  });

  test("with an archive that is not what its hash says: taken back, named", async () => {
    const channels = await serveChannels();
    const cache = emptyCache();
    const here = condaProject({}, { cache });
    const change = await holding(channels.main, ["cherry", "where"]);
    channels.spoil("where-2.0");
    here.write("plan.json", generationPlan(here.root, 1, change));
    const was = tree(here.root);
    const { status, json } = await here.run("up", "plan.json", "--json");
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure.detail).toMatch(/hash mismatch.*where-2\.0-0/u);
    expect(tree(here.root)).toEqual(was);
  });

  test("the same on disk, where the engine itself does not look", async () => {
    const archive = readdirSync(join(channelOnDisk().slice("file://".length), HOST_SUBDIR)).find((name) =>
      name.startsWith("where-2.0"),
    );
    const channel = channelOnDisk([`${HOST_SUBDIR}/${archive}`]);
    const here = condaProject({}, { cache: emptyCache() });
    const { status, json } = await applied(
      here,
      generationPlan(here.root, 1, await holding(channel, ["cherry", "where"])),
    );
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure.detail).toContain(`hash mismatch of ${archive}`);
    expect(existsSync(here.at(".burrow/generations"))).toBe(false);
  });

  test("out of a cache that somebody edited: the cache is filled anew, and that is said", async () => {
    const { main } = await serveChannels();
    const cache = emptyCache();
    const here = condaProject({}, { cache });
    const change = await holding(main, ["libstone <2"]);
    await applied(here, generationPlan(here.root, 1, change));
    const file = (number: number) => here.at(`.burrow/generations/shop/${number}/lib/stone.txt`);
    writeFileSync(file(1), "poison"); // a hard link to the cache
    const { json, stderr } = await applied(here, generationPlan(here.root, 2, change));
    expect(json.status, stderr).toBe("done");
    expect(readFileSync(file(2), "utf8")).toBe("1.0");
    expect(json.warnings).toEqual([
      expect.objectContaining({
        code: "cache-damaged",
        text: expect.stringContaining("1 of 1 files of libstone 1.0"),
      }),
    ]);
  });

  test("out of a cache whose programs may not be executed any more: they may be again, and that is said", async () => {
    const { main } = await serveChannels();
    const here = condaProject({}, { cache: emptyCache() });
    const change = await holding(main, ["python 3.11.*"]);
    await applied(here, generationPlan(here.root, 1, change));
    const python = (number: number) =>
      realpathSync(here.at(`.burrow/generations/shop/${number}/bin/python3.11`));
    chmodSync(python(1), 0o644); // a hard link to the cache
    const { json, stderr } = await applied(here, generationPlan(here.root, 2, change));
    expect(json.status, stderr).toBe("done");
    expect(statSync(python(2)).mode & 0o777).toBe(0o755);
    expect(statSync(python(1)).mode & 0o777).toBe(0o644);
    expect(json.warnings).toEqual([
      expect.objectContaining({ code: "programs-freed", text: expect.stringContaining("python3.11") }),
    ]);
  });

  test("files that two packages hold are named; scripts of packages run only when the plan allows it", async () => {
    const { main } = await serveChannels();
    const here = condaProject({});
    const change = await holding(main, ["left", "right", "linker"]);
    const { json } = await applied(here, generationPlan(here.root, 1, change));
    expect(json.warnings.map(({ code, text }: { code: string; text: string }) => [code, text])).toEqual([
      ["package-file-lost", "share/both is in two packages, and the one of right is not at its place"],
      ["scripts-skipped", expect.stringContaining("linker")],
    ]);
    expect(existsSync(here.at(".burrow/envs/shop/linked.txt"))).toBe(false);
    await applied(here, generationPlan(here.root, 2, { ...change, scripts: true }));
    expect(readFileSync(here.at(".burrow/envs/shop/linked.txt"), "utf8")).toBe("linker\n");
  });

  test(
    "wherever it is killed, there is the former one or the new one",
    { timeout: KILLS * 60_000 },
    async () => {
      const { main } = await serveChannels();
      const here = condaProject({});
      const first = await holding(main, ["python 3.11.*", "pie"]);
      await applied(here, generationPlan(here.root, 1, first));
      const second = await holding(main, ["python 3.12.*", "pear", "many <1.1"]);
      here.write("plan.json", generationPlan(here.root, 2, second));
      const was = tree(here.root);
      const killed = await killedTimes(KILLS, here, "plan.json", () => {
        const now = readlinkSync(here.at(".burrow/envs/shop"));
        if (now.endsWith("/1")) return expect(tree(here.root)).toEqual(was);
        expect(prefixSaid(here.at(".burrow/envs/shop"))).toMatchObject({
          packages: titlesOf(second.pins),
          history: titlesOf(second.pins),
          wrong: [],
        });
        // To be killed again from the beginning.
        for (const gone of ["2", "2.json", "2.files.json"])
          rmSync(here.at(".burrow/generations/shop", gone), { recursive: true });
        rmSync(here.at(".burrow/envs/shop"));
        execFileSync("ln", ["-s", "../generations/shop/1", here.at(".burrow/envs/shop")]);
        return undefined;
      });
      expect(killed).toBeGreaterThan(KILLS / 4);
    },
  );
});

describe("a generation beside others", () => {
  test("two at once: one is built, and nothing of the other is left", async () => {
    const { main } = await serveChannels();
    const here = condaProject({});
    const change = await holding(main, ["python 3.11.*", "pie"]);
    here.write("plan.json", generationPlan(here.root, 1, change));
    const both = await Promise.all([1, 2].map(() => here.run("up", "plan.json", "--json")));
    const codes = both.map(({ status, json }) => [status, json.status ?? json.error.code]);
    expect(codes).toContainEqual([0, "done"]);
    expect(codes.filter(([status]) => status === 4)).toHaveLength(1);
    const said = prefixSaid(here.at(".burrow/envs/shop"));
    const titles = titlesOf(change.pins);
    expect([said.packages, said.history, said.wrong]).toEqual([titles, titles, []]);
    expect(readdirSync(here.at(".burrow/generations/shop"))).toEqual(["1", "1.files.json", "1.json"]);
  });

  test("on a disk that fills up, the former one stays and is whole", async (context) => {
    needs(context, "root");
    const { main } = await serveChannels();
    const here = condaProject({});
    mkdirSync(here.at(".burrow"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=20m", "tmpfs", here.at(".burrow")]);
    onTestFinished(() => {
      execFileSync("umount", ["-l", here.at(".burrow")]);
    });
    const small = await holding(main, ["libstone <2"]);
    const made = await applied(here, generationPlan(here.root, 1, small));
    expect(made.json.status, made.stderr).toBe("done");
    here.write("plan.json", generationPlan(here.root, 2, await holding(main, ["python 3.12.*", "libstone"])));
    const was = tree(here.root);
    const { status, json } = await here.run("up", "plan.json", "--json");
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure.detail).toMatch(/no space left|not enough room/iu);
    expect(tree(here.root)).toEqual(was);
    expect(prefixSaid(here.at(".burrow/envs/shop"))).toMatchObject({
      packages: titlesOf(small.pins),
      wrong: [],
    });
  });
});

describe("a prefix that others made, in place", () => {
  const FIRST = ["python 3.11.*", "pie", "where"];
  const NEXT = ["python 3.12.*", "pie", "pear"];

  /** What turns the first prefix into the next. */
  async function upgrade(prefix: string, { main }: Channels): Promise<PackageChange> {
    const asked = { mode: "freed", prefix: absolute(prefix), channels: [main], free: ["python"] } as const;
    const resolution = await really(sharedRattler().solve(condaQuestion({ ...asked, specs: NEXT })));
    if (resolution.kind !== "resolved") throw new Error(resolution.text);
    return { pins: resolution.pins, removed: ["where"], specs: NEXT, variables: { COLOUR: "green" } };
  }

  test("is upgraded, Python included, with its history; what it cannot be is taken back to the letter", async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const prefix = await foreign(here, channels, FIRST);
    const change = await upgrade(prefix, channels);
    const was = whole(prefix);

    const wrong = { ...change, pins: change.pins.map((pin) => ({ ...pin, version: `${pin.version}.1` })) };
    const failed = await applied(here, inPlacePlan(here.root, prefix, wrong));
    expect([failed.status, failed.json.status]).toEqual([4, "rolled-back"]);
    expect(failed.json.failure.detail).toContain("holds version 1.1 and not 1.1.1");
    expect(whole(prefix)).toEqual(was);

    const { status, stderr } = await applied(here, inPlacePlan(here.root, prefix, change));
    expect(status, stderr).toBe(0);
    const said = prefixSaid(prefix);
    expect(said).toEqual({
      packages: expect.arrayContaining(["apple-2.0-py_0", "pear-1.1-py_0", "python-3.12.1-h0_py312"]),
      history: said.packages,
      requested: ["pear", "pie", "python 3.12.*"],
      wrong: [],
    });
    expect(existsSync(join(prefix, "bin/where"))).toBe(false);
    const history = readFileSync(join(prefix, "conda-meta/history"), "utf8");
    expect(history.match(/^# cmd: .*$/gmu)).toEqual(["# cmd: make", "# cmd: burrow up plan.json --json"]);
    expect(JSON.parse(readFileSync(join(prefix, "conda-meta/state"), "utf8")).env_vars).toEqual({
      COLOUR: "green",
    });
  });

  test("wherever it is killed, it is as it was or as it was to be", { timeout: KILLS * 60_000 }, async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const prefix = await foreign(here, channels, FIRST);
    const change = await upgrade(prefix, channels);
    here.write("plan.json", inPlacePlan(here.root, prefix, change));
    let was = whole(prefix);
    const killed = await killedTimes(KILLS, here, "plan.json", async () => {
      await here.run("recover", prefix);
      const said = prefixSaid(prefix);
      expect(said.wrong).toEqual([]);
      expect(said.history).toEqual(said.packages);
      if (!said.packages.includes("pear-1.1-py_0")) return expect(whole(prefix)).toEqual(was);
      expect(said.packages).not.toContain("where-2.0-0");
      rmSync(prefix, { recursive: true });
      await foreign(here, channels, FIRST);
      was = whole(prefix);
      return undefined;
    });
    expect(killed).toBeGreaterThan(KILLS / 4);
  });

  test("a file that comes twice is named", async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const prefix = await foreign(here, channels, ["left"]);
    const change = await holding(channels.main, ["right"]);
    const { json } = await applied(here, inPlacePlan(here.root, prefix, change));
    expect([json.status, json.warnings.map(({ text }: { text: string }) => text)]).toEqual([
      "done",
      [
        expect.stringMatching(
          /^share\/both is in two packages, and the one of (?:left|right) is not at its place$/u,
        ),
      ],
    ]);
  });

  test("two at once: one changes it, the other waits for nobody and changes nothing", async () => {
    const channels = await serveChannels();
    const here = condaProject({});
    const prefix = await foreign(here, channels, FIRST);
    here.write("plan.json", inPlacePlan(here.root, prefix, await upgrade(prefix, channels)));
    const both = await Promise.all([1, 2].map(() => here.run("up", "plan.json", "--json")));
    const codes = both.map(({ status, json }) => [status, json.status ?? json.error.code]);
    expect(codes).toContainEqual([0, "done"]);
    expect(codes.every(([status]) => status === 0 || status === 4)).toBe(true);
    const said = prefixSaid(prefix);
    expect([said.wrong, said.history]).toEqual([[], said.packages]);
  });

  test("on a disk that fills up, it is as it was", async (context) => {
    needs(context, "root");
    const channels = await serveChannels();
    const here = condaProject({});
    const volume = mkdtempSync(join(tmpdir(), "burrow-full-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=120m", "tmpfs", volume]);
    onTestFinished(() => {
      execFileSync("umount", ["-l", volume]);
      rmSync(volume, { recursive: true, force: true });
    });
    const specs = ["python 3.11.*", "where"];
    const prefix = await foreign(here, channels, specs, join(volume, "forge"));
    const asked = {
      mode: "freed",
      prefix: absolute(prefix),
      channels: [channels.main],
      free: ["python"],
    } as const;
    const next = ["python 3.12.*", "where", "many"];
    const resolution = await really(sharedRattler().solve(condaQuestion({ ...asked, specs: next })));
    if (resolution.kind !== "resolved") throw new Error(resolution.text);
    const room = Number(
      execFileSync("df", ["--output=avail", "-k", volume], { encoding: "utf8" }).split("\n")[1],
    );
    writeFileSync(join(volume, "ballast"), Buffer.alloc((room - 12_000) * 1024));
    const was = whole(prefix);
    const { status, json } = await applied(
      here,
      inPlacePlan(here.root, prefix, { pins: resolution.pins, specs: next }),
    );
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure.detail).toMatch(/no space left|there is not enough room|free/iu);
    expect(whole(prefix)).toEqual(was);
  });
});
