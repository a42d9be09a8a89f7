import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChangeRequest, CondaEngine } from "../../src/engines/conda/conda-engine.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import type { CondaQuestion } from "../../src/model/resolve.ts";
import { channelOnDisk, HOST_SUBDIR, OTHER_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { realRattler, sharedRattler } from "../kit/conda/engine.ts";
import { condaQuestion } from "../kit/conda/question.ts";
import { really, scratchFolder } from "../kit/real-engine.ts";
import { somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";

/** The one place where the engine is asked to solve; tests name only what differs. */
async function solve(engine: CondaEngine, given: Partial<CondaQuestion>) {
  return really(engine.solve(condaQuestion(given)));
}

/** The pins of a question that has a solution. */
async function pinsOf(engine: CondaEngine, given: Partial<CondaQuestion>): Promise<readonly Pin[]> {
  const resolution = await solve(engine, given);
  if (resolution.kind !== "resolved") throw new Error(JSON.stringify(resolution));
  return resolution.pins;
}

function titles(pins: readonly Pin[]): readonly string[] {
  return pins.map(({ name, version }) => `${name} ${version}`);
}

/** Links what the specs ask for into a new prefix. */
async function made(engine: CondaEngine, channel: string, specs: readonly string[]): Promise<AbsolutePath> {
  const prefix = absolute(join(scratchFolder(), "prefix"));
  const pins = await pinsOf(engine, { channels: [channel], specs });
  expect(await change(engine, { prefix, pins, specs })).toMatchObject({ ok: true });
  return prefix;
}

async function change(engine: CondaEngine, given: Pick<ChangeRequest, "prefix"> & Partial<ChangeRequest>) {
  return really(
    engine.change({
      pins: [],
      removed: [],
      specs: [],
      variables: {},
      scripts: false,
      distrustCache: false,
      create: false,
      command: "burrow up",
      ...given,
    }),
  );
}

describe("py-rattler solves", () => {
  test("an empty prefix: all of it, with the archive's address, hashes and requirements", async () => {
    const { main } = await serveChannels();
    const pins = await pinsOf(sharedRattler(), { channels: [main], specs: ["pie", "python 3.11.*"] });
    expect(titles(pins)).toEqual(["apple 2.0", "pie 1.0", "python 3.11.7", "tz 2024a"]);
    expect(pins[1]).toMatchObject({
      url: expect.stringMatching(/\/main\/noarch\/pie-1\.0-py_0\.(?:conda|tar\.bz2)$/u),
      hashes: [expect.stringMatching(/^sha256:/u), expect.stringMatching(/^md5:/u)],
      conda: { build: "py_0", subdir: "noarch", depends: ["python", "apple <3"] },
    });
  });

  test("channels in their order, the first that has a name for all its versions", async () => {
    const { main, extra } = await serveChannels();
    const engine = sharedRattler();
    const specs = ["apple", "python 3.11.*"];
    expect(titles(await pinsOf(engine, { channels: [extra, main], specs }))).toContain("apple 9.0");
    expect(titles(await pinsOf(engine, { channels: [main, extra], specs }))).toContain("apple 3.0");
  });

  test("what is impossible, in the solver's words and by its name where there is one", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const asked = (specs: readonly string[]) => solve(engine, { channels: [main], specs });
    expect(await asked(["no-such-thing >=1"])).toEqual({
      kind: "impossible",
      cause: "unknown-name",
      requirement: "no-such-thing",
      text: "No candidates were found for no-such-thing >=1",
    });
    expect(await asked(["apple >=7"])).toMatchObject({ cause: "no-version", requirement: "apple" });
    expect(await asked(["lost"])).toMatchObject({
      cause: "unsatisfiable",
      text: expect.stringContaining("lost 1.0 would require nowhere >=1, for which no candidates were found"),
    });
    expect(await asked(["cherry", "plum"])).toMatchObject({
      cause: "unsatisfiable",
      text: expect.stringMatching(/cherry 1\.0 would require libstone 1\.\*/u),
    });
    expect(await asked(["sieve", "apple >=2"])).toMatchObject({ cause: "unsatisfiable" });
    expect(await asked(["fast"])).toMatchObject({ text: expect.stringContaining("__cuda >=12") });
  });

  test("a channel that is not there, or does not answer, proves nothing of a package", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    for (const channel of [`${main}-gone`, "http://127.0.0.1:9/main", "file:///nowhere/at/all"])
      expect(await solve(engine, { channels: [channel], specs: ["apple"] })).toMatchObject({
        kind: "unreachable",
        text: expect.stringContaining(channel.replace("file://", "")),
      });
  });

  test("frozen keeps what is installed or says that it cannot; freed changes what it may", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const prefix = await made(engine, main, ["python 3.11.*", "pie"]);
    const channels = [main];
    const frozen = { mode: "frozen", prefix, channels } as const;
    const specs = ["python 3.11.*", "pie", "tart"];
    expect(titles(await pinsOf(engine, { ...frozen, specs }))).toEqual(["pear 1.1", "tart 1.0"]);
    expect(await solve(engine, { ...frozen, specs: ["apple >=3", "python"] })).toMatchObject({
      kind: "conflict",
      text: expect.stringContaining("apple 2.0 is locked"),
    });
    const freed = { mode: "freed", prefix, channels, free: ["python"] } as const;
    expect(titles(await pinsOf(engine, { ...freed, specs: ["python 3.12.*", "pie"] }))).toEqual([
      "python 3.12.1",
    ]);
  });

  test("a lock for two platforms, of which this machine is one", async () => {
    const { main } = await serveChannels();
    const question = condaQuestion({ channels: [main], specs: ["python 3.11.*", "libstone <2"] });
    const solutions = await really(sharedRattler().solveFor(question, [HOST_SUBDIR, OTHER_SUBDIR]));
    if (solutions.kind !== "resolved") throw new Error(solutions.text);
    for (const subdir of [HOST_SUBDIR, OTHER_SUBDIR])
      expect(titles(solutions.pins[subdir] ?? [])).toEqual(["libstone 1.0", "python 3.11.7", "tz 2024a"]);
  });
});

describe("py-rattler links", () => {
  test("a prefix in which code runs, with its commands, its own path in texts, and its history", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const prefix = absolute(join(scratchFolder(), "prefix"));
    const specs = ["python 3.11.*", "pear", "where", "grove"];
    const pins = await pinsOf(engine, { channels: [main], specs });
    expect(await change(engine, { prefix, pins, specs, variables: { COLOUR: "green" } })).toEqual({
      ok: true,
      clobbered: [],
      scripts: [],
    });
    const run = (program: string, ...args: readonly string[]) =>
      execFileSync(join(prefix, "bin", program), args, { encoding: "utf8" }).trim();
    expect(run("pear")).toBe("a pear");
    expect(run("where")).toBe(prefix);
    expect(run("python", "-c", "import sys, grove; print(sys.prefix, grove.built_for)")).toBe(
      `${prefix} 3.11`,
    );
    expect(JSON.parse(readFileSync(join(prefix, "conda-meta/state"), "utf8"))).toEqual({
      version: 1,
      env_vars: { COLOUR: "green" },
    });
    expect(readFileSync(join(prefix, "conda-meta/history"), "utf8").split("\n").slice(1)).toEqual([
      "# cmd: burrow up",
      `+${main}/${HOST_SUBDIR}::grove-1.0-py311_0`,
      `+${main}/noarch::pear-1.1-py_0`,
      `+${main}/${HOST_SUBDIR}::python-3.11.7-h0_py311`,
      `+${main}/noarch::tz-2024a-0`,
      `+${main}/${HOST_SUBDIR}::where-2.0-0`,
      "# update specs: ['python 3.11.*', 'pear', 'where', 'grove']",
      "",
    ]);
  });

  test("an upgrade of Python itself, with a removal, in one transaction; what was fetched needs no network", async () => {
    const channels = await serveChannels();
    const engine = realRattler();
    const prefix = await made(engine, channels.main, ["python 3.11.*", "pie", "where"]);
    const specs = ["python 3.12.*", "pie"];
    const asked = { mode: "freed", prefix, channels: [channels.main], specs, free: ["python"] } as const;
    const pins = await pinsOf(engine, asked);
    const was = tree(prefix);
    expect(await really(engine.fetch({ prefix, pins, scratch: absolute(`${prefix}-scratch`) }))).toEqual({
      ok: true,
    });
    expect(tree(prefix)).toEqual(was);
    const before = channels.asked.length;
    expect(await change(engine, { prefix, pins, specs, removed: ["where"] })).toMatchObject({ ok: true });
    expect(channels.asked.slice(before)).toEqual([]);
    const python = join(prefix, "bin/python");
    const code = "import sys, apple; print(*sys.version_info[:2], apple.__version__)";
    expect(execFileSync(python, ["-c", code], { encoding: "utf8" })).toBe("3 12 2.0\n");
    expect(existsSync(join(prefix, "bin/where"))).toBe(false);
    expect(existsSync(join(prefix, "lib/python3.11"))).toBe(false);
    expect(readFileSync(join(prefix, "conda-meta/history"), "utf8")).toContain("# remove specs: ['where']");
  });

  test("from a lock that tells hashes and addresses alone, with the same records in conda-meta", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const specs = ["python 3.11.*", "tart"];
    const whole = await made(engine, main, specs);
    const bare = (await pinsOf(engine, { channels: [main], specs })).map(
      ({ conda, bytes: _bytes, ...pin }) => ({
        ...pin,
        ...(conda && {
          conda: { build: conda.build, subdir: conda.subdir, channel: conda.channel },
        }),
      }),
    );
    const prefix = absolute(join(scratchFolder(), "prefix"));
    expect(await change(engine, { prefix, pins: bare, specs })).toMatchObject({ ok: true });
    const record = (of: string, name: string) => {
      const {
        size: _size,
        paths_data: _paths,
        ...rest
      } = JSON.parse(readFileSync(join(of, "conda-meta", name), "utf8"));
      return rest;
    };
    const names = readdirSync(join(whole, "conda-meta")).filter((name) => name.endsWith(".json"));
    for (const name of names) expect(record(prefix, name), name).toEqual(record(whole, name));
  });

  test("files that two packages hold are named, and post-link scripts run only when allowed", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const specs = ["left", "right", "linker"];
    const pins = await pinsOf(engine, { channels: [main], specs });
    const prefix = absolute(join(scratchFolder(), "prefix"));
    const changed = await change(engine, { prefix, pins, specs });
    expect(changed).toEqual({
      ok: true,
      clobbered: [{ path: "share/both", package: "right" }],
      scripts: ["linker"],
    });
    expect(existsSync(join(prefix, "linked.txt"))).toBe(false);
    const another = absolute(join(scratchFolder(), "prefix"));
    await change(engine, { prefix: another, pins, specs, scripts: true });
    expect(readFileSync(join(another, "linked.txt"), "utf8")).toBe("linker\n");
  });
});

describe("what is not what its hash says is refused by name (P22)", () => {
  test("served", async () => {
    const channels = await serveChannels();
    const engine = realRattler();
    const pins = await pinsOf(engine, { channels: [channels.main], specs: ["cherry"] });
    channels.spoil("cherry-1.0");
    const prefix = absolute(join(scratchFolder(), "prefix"));
    const refused = {
      ok: false,
      cause: "checksum",
      detail: expect.stringMatching(/hash mismatch.*cherry-1\.0-0/u),
    };
    expect(await change(engine, { prefix, pins })).toEqual(refused);
    expect(await really(engine.fetch({ prefix, pins, scratch: absolute(`${prefix}-s`) }))).toMatchObject({
      ok: false,
    });
  });

  test("on disk, where the engine itself does not look", async () => {
    const listed = (name: string) => name.startsWith("cherry-1.0");
    const plain = channelOnDisk();
    const names = readdirSync(join(plain.slice("file://".length), HOST_SUBDIR));
    const archive = names.find(listed) ?? "";
    const spoiled = channelOnDisk([`${HOST_SUBDIR}/${archive}`]);
    const engine = realRattler();
    const pins = await pinsOf(engine, { channels: [spoiled], specs: ["cherry"] });
    const prefix = absolute(join(scratchFolder(), "prefix"));
    expect(await change(engine, { prefix, pins })).toEqual({
      ok: false,
      cause: "checksum",
      detail: expect.stringContaining(`hash mismatch of ${archive}`),
    });
    expect(existsSync(prefix)).toBe(false);
  });

  test("a pin without a hash", async () => {
    const { main } = await serveChannels();
    const engine = sharedRattler();
    const [pin] = await pinsOf(engine, { channels: [main], specs: ["libstone"] });
    const pins = pin === undefined ? [] : [{ ...pin, hashes: [] }];
    const prefix = absolute(join(scratchFolder(), "prefix"));
    expect(await change(engine, { prefix, pins })).toMatchObject({ ok: false, cause: "checksum" });
  });
});

describe("the engine crashes", () => {
  /** A Python that ends by a signal the first `times` times that it is started, having left nothing. */
  function crashing(times: number): string {
    const folder = scratchFolder();
    const program = join(folder, "python");
    const counter = join(folder, "count");
    writeFileSync(counter, "");
    writeFileSync(
      program,
      `#!/bin/sh\nprintf x >> ${counter}\n[ "$(wc -c < ${counter})" -gt ${times} ] || kill -SEGV $$\nexec ${somePython()} "$@"\n`,
      { mode: 0o755 },
    );
    return program;
  }

  test("once while it solves or fetches: asked once more, and that is said; twice: said", async () => {
    const { main } = await serveChannels();
    const asked = { channels: [main], specs: ["libstone"] };
    const told: string[] = [];
    const solving = realRattler(crashing(1)).solve(condaQuestion(asked));
    const solved = await really(solving, undefined, (detail) => told.push(detail));
    if (solved.kind !== "resolved") throw new Error(solved.text);
    const { pins } = solved;
    expect(titles(pins)).toEqual(["libstone 2.0"]);
    const folder = scratchFolder();
    const fetching = realRattler(crashing(1)).fetch({ prefix: folder, pins, scratch: folder });
    expect(await really(fetching, undefined, (detail) => told.push(detail))).toEqual({ ok: true });
    const crash = "py-rattler did not answer: SIGSEGV ended it";
    expect(told).toEqual([crash, crash]);
    expect(await solve(realRattler(crashing(2)), asked)).toEqual({
      kind: "unreachable",
      text: crash,
    });
  });

  test("while it links: nothing is tried again in what may be half done", async () => {
    const { main } = await serveChannels();
    const pins = await pinsOf(sharedRattler(), { channels: [main], specs: ["libstone"] });
    const prefix = absolute(join(scratchFolder(), "prefix"));
    expect(await change(realRattler(crashing(1)), { prefix, pins })).toMatchObject({ cause: "crashed" });
    expect(existsSync(prefix)).toBe(false);
  });
});
