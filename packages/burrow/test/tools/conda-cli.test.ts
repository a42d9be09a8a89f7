import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliEngine } from "../../src/engines/conda/cli/cli-engine.ts";
import { CONDA_CLIS, firstCli } from "../../src/engines/conda/cli/find-cli.ts";
import type { ChangeRequest, CondaEngine } from "../../src/engines/conda/conda-engine.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import type { CondaQuestion } from "../../src/model/resolve.ts";
import { HOST_SUBDIR, OTHER_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { condaQuestion } from "../kit/conda/question.ts";
import { really, scratchFolder } from "../kit/real-engine.ts";

/** The tool that `CONDA` names, as burrow finds it, with a home and a cache that nothing else fills. */
async function tool(): Promise<CondaEngine> {
  const program = absolute(process.env["CONDA"] ?? "");
  const name = CONDA_CLIS.find((one) => one === basename(program));
  if (name === undefined) throw new Error(`CONDA=${program} is none of ${CONDA_CLIS.join(", ")}`);
  const home = scratchFolder();
  const packages = join(home, "packages");
  mkdirSync(packages);
  const env = { ...process.env, HOME: home, CONDA_PKGS_DIRS: packages, NO_PROXY: "127.0.0.1" };
  const found = await really(firstCli([{ name, program }], env));
  if (found === undefined) throw new Error(`${program} does not say its version`);
  return cliEngine({ ...found, env, offline: false });
}

/** The pins of a question that has a solution. */
async function pinsOf(engine: CondaEngine, given: Partial<CondaQuestion>): Promise<readonly Pin[]> {
  const resolution = await really(engine.solve(condaQuestion(given)));
  if (resolution.kind !== "resolved") throw new Error(JSON.stringify(resolution));
  return resolution.pins;
}

function titles(pins: readonly Pin[]): readonly string[] {
  return pins.map(({ name, version }) => `${name} ${version}`).toSorted();
}

async function change(engine: CondaEngine, given: Pick<ChangeRequest, "prefix"> & Partial<ChangeRequest>) {
  const rest = { pins: [], removed: [], specs: [], variables: {}, create: false, distrustCache: false };
  return really(engine.change({ ...rest, scripts: true, command: "burrow up", ...given }));
}

function newPrefix(): AbsolutePath {
  return absolute(join(scratchFolder(), "prefix"));
}

/** What the records of a prefix say is there. */
function held(prefix: string): readonly string[] {
  return readdirSync(join(prefix, "conda-meta"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(prefix, "conda-meta", name), "utf8")))
    .map(({ name, version }: Pin) => `${name} ${version}`)
    .toSorted();
}

const DONE = { ok: true, clobbered: [], scripts: [] };

describe("it solves", () => {
  test("an empty prefix: all of it, with the archive's address, hashes and requirements", async () => {
    const { main } = await serveChannels();
    const pins = await pinsOf(await tool(), { channels: [main], specs: ["pie", "python 3.11.*"] });
    expect(titles(pins)).toEqual(["apple 2.0", "pie 1.0", "python 3.11.7", "tz 2024a"]);
    const pie = pins.find(({ name }) => name === "pie");
    expect(pie).toMatchObject({
      url: expect.stringMatching(/\/main\/noarch\/pie-1\.0-py_0\.(?:conda|tar\.bz2)$/u),
      hashes: [expect.stringMatching(/^sha256:/u), expect.stringMatching(/^md5:/u)],
      conda: { build: "py_0", subdir: "noarch" },
    });
    expect(pie?.conda?.depends?.toSorted()).toEqual(["apple <3", "python"]);
  });

  test("channels in their order", async () => {
    const { main, extra } = await serveChannels();
    const engine = await tool();
    const specs = ["apple", "python 3.11.*"];
    expect(titles(await pinsOf(engine, { channels: [extra, main], specs }))).toContain("apple 9.0");
    expect(titles(await pinsOf(engine, { channels: [main, extra], specs }))).toContain("apple 3.0");
  });

  test("what is impossible, by its name where a person wrote it", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    const asked = (specs: readonly string[]) =>
      really(engine.solve(condaQuestion({ channels: [main], specs })));
    expect(await asked(["no-such-thing >=1"])).toMatchObject({
      kind: "impossible",
      cause: "unknown-name",
      requirement: "no-such-thing",
    });
    expect(await asked(["apple >=7"])).toMatchObject({ cause: "no-version", requirement: "apple" });
    for (const specs of [["lost"], ["cherry", "plum"], ["sieve", "apple >=2"], ["fast"]])
      expect(await asked(specs), specs.join()).toMatchObject({
        kind: "impossible",
        cause: "unsatisfiable",
        text: expect.stringMatching(/\w/u),
      });
    expect(await asked(["lost"])).toMatchObject({ text: expect.stringContaining("nowhere") });
  });

  test("a channel that is not there, or does not answer, proves nothing of a package", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    for (const channel of [`${main}-gone`, "http://127.0.0.1:9/main", "file:///nowhere/at/all"])
      expect(
        await really(engine.solve(condaQuestion({ channels: [channel], specs: ["apple"] }))),
      ).toMatchObject({ kind: "unreachable", text: expect.stringContaining(channel.replace("file://", "")) });
  });

  test("a lock for two platforms, of which this machine is one", async () => {
    const { main } = await serveChannels();
    const question = condaQuestion({ channels: [main], specs: ["python 3.11.*", "libstone <2"] });
    const solutions = await really((await tool()).solveFor(question, [HOST_SUBDIR, OTHER_SUBDIR]));
    if (solutions.kind !== "resolved") throw new Error(solutions.text);
    for (const subdir of [HOST_SUBDIR, OTHER_SUBDIR])
      expect(titles(solutions.pins[subdir] ?? [])).toEqual(["libstone 1.0", "python 3.11.7", "tz 2024a"]);
  });
});

describe("it links", () => {
  test("a prefix in which code runs, with its commands, its own path in texts, and its variables; fetched before, it needs no network", async () => {
    const channels = await serveChannels();
    const engine = await tool();
    const prefix = newPrefix();
    const specs = ["python 3.11.*", "pear", "where", "grove", "linker"];
    const pins = await pinsOf(engine, { channels: [channels.main], specs });
    const scratch = absolute(join(scratchFolder(), "scratch"));
    expect(await really(engine.fetch({ prefix, pins, scratch }))).toEqual({ ok: true });
    expect(existsSync(prefix)).toBe(false);
    const before = channels.asked.length;
    expect(
      await change(engine, { prefix, pins, specs, create: true, variables: { COLOUR: "green" } }),
    ).toEqual(DONE);
    expect(channels.asked.slice(before)).toEqual([]);

    const run = (program: string, ...args: readonly string[]) =>
      execFileSync(join(prefix, "bin", program), args, { encoding: "utf8" }).trim();
    expect(run("pear")).toBe("a pear");
    expect(run("where")).toBe(prefix);
    expect(run("python", "-c", "import sys, grove; print(sys.prefix, grove.built_for)")).toBe(
      `${prefix} 3.11`,
    );
    expect(readFileSync(join(prefix, "linked.txt"), "utf8")).toBe("linker\n");
    const state = () => JSON.parse(readFileSync(join(prefix, "conda-meta/state"), "utf8")).env_vars;
    expect(state()).toEqual({ COLOUR: "green" });
    expect(await change(engine, { prefix, variables: { SIZE: "large" } })).toEqual(DONE);
    expect(state()).toMatchObject({ SIZE: "large" });
    expect(Object.keys(state())).not.toContain("green");
  });

  test("what is missing, what conflicts, a newer Python with a removal, each as asked", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    const prefix = newPrefix();
    const channels = [main];
    const first = await pinsOf(engine, { channels, specs: ["python 3.11.*", "pie", "where"] });
    expect(await change(engine, { prefix, pins: first, create: true })).toEqual(DONE);
    const installed = first.map(({ name, version, conda, url }) => ({
      name,
      version,
      build: conda?.build ?? "",
      buildNumber: conda?.buildNumber ?? 0,
      subdir: conda?.subdir ?? "",
      channel: conda?.channel ?? "",
      depends: conda?.depends ?? [],
      constrains: conda?.constrains ?? [],
      url: url ?? "",
      requested: false,
    })) as unknown as CondaQuestion["installed"];

    const frozen = { mode: "frozen", prefix, channels, installed } as const;
    const added = await pinsOf(engine, { ...frozen, specs: ["python 3.11.*", "pie", "tart"] });
    expect(titles(added)).toEqual(["pear 1.1", "tart 1.0"]);
    const unfit = await really(engine.solve(condaQuestion({ ...frozen, specs: ["apple >=3", "python"] })));
    expect(unfit).toMatchObject({ kind: "conflict", text: expect.stringMatching(/\w/u) });
    const freed = { mode: "freed", prefix, channels, installed, free: ["python"] } as const;
    const newer = await pinsOf(engine, { ...freed, specs: ["python 3.12.*", "pie"] });
    expect(titles(newer)).toContain("python 3.12.1");

    expect(await change(engine, { prefix, pins: added })).toEqual(DONE);
    expect(await change(engine, { prefix, pins: newer, removed: ["where"] })).toEqual(DONE);
    expect(held(prefix)).toEqual([
      ...["apple 2.0", "pear 1.1", "pie 1.0", "python 3.12.1", "tart 1.0", "tz 2024a"],
    ]);
    expect(existsSync(join(prefix, "bin/where"))).toBe(false);
    const code = "import sys, apple, pear; print(*sys.version_info[:2], apple.__version__)";
    expect(execFileSync(join(prefix, "bin/python"), ["-c", code], { encoding: "utf8" })).toBe("3 12 2.0\n");
  });

  test("what is not there cannot be removed, and nothing is linked where packages' scripts may not run", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    const prefix = newPrefix();
    const pins = await pinsOf(engine, { channels: [main], specs: ["libstone"] });
    expect(await change(engine, { prefix, pins, create: true, scripts: false })).toMatchObject({ ok: false });
    expect(existsSync(prefix)).toBe(false);
    expect(await change(engine, { prefix, pins, create: true })).toEqual(DONE);
    expect(await change(engine, { prefix, removed: ["plum"] })).toMatchObject({
      ok: false,
      detail: expect.stringContaining("plum"),
    });
    expect(held(prefix)).toEqual(["libstone 2.0"]);
  });

  test("what is there already is linked anew when it is asked for", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    const prefix = newPrefix();
    const pins = await pinsOf(engine, { channels: [main], specs: ["libstone"] });
    expect(await change(engine, { prefix, pins, create: true })).toEqual(DONE);
    rmSync(join(prefix, "lib/stone.txt"));
    expect(await change(engine, { prefix, pins })).toEqual(DONE);
    expect(readFileSync(join(prefix, "lib/stone.txt"), "utf8")).toBe("2.0");
  });

  test("with a cache of its own where the usual one is distrusted", async () => {
    const channels = await serveChannels();
    const engine = await tool();
    const pins = await pinsOf(engine, { channels: [channels.main], specs: ["libstone"] });
    await change(engine, { prefix: newPrefix(), pins, create: true });
    const before = channels.asked.length;
    const prefix = newPrefix();
    expect(await change(engine, { prefix, pins, create: true, distrustCache: true })).toEqual(DONE);
    expect(channels.asked.slice(before)).toHaveLength(1);
    expect(readFileSync(join(prefix, "lib/stone.txt"), "utf8")).toBe("2.0");
  });
});

describe("what is not what its hash says is refused by name (P22)", () => {
  test("served", async () => {
    const channels = await serveChannels();
    const engine = await tool();
    const pins = await pinsOf(engine, { channels: [channels.main], specs: ["cherry"] });
    channels.spoil("cherry-1.0");
    const prefix = newPrefix();
    const refused = { ok: false, cause: "checksum", detail: expect.stringContaining("cherry-1.0-0") };
    expect(await change(engine, { prefix, pins, create: true })).toEqual(refused);
    const scratch = absolute(join(scratchFolder(), "scratch"));
    expect(await really(engine.fetch({ prefix, pins, scratch }))).toMatchObject({
      ok: false,
      detail: expect.stringContaining("cherry-1.0-0"),
    });
  });

  test("a pin without a hash", async () => {
    const { main } = await serveChannels();
    const engine = await tool();
    const pins = (await pinsOf(engine, { channels: [main], specs: ["libstone"] })).map((pin) => ({
      ...pin,
      hashes: [],
    }));
    expect(await change(engine, { prefix: newPrefix(), pins, create: true })).toMatchObject({
      cause: "checksum",
    });
  });
});
