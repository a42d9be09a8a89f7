import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cliEngine } from "../../../src/engines/conda/cli/cli-engine.ts";
import { readCliAnswer, saidNothing } from "../../../src/engines/conda/cli/cli-answer.ts";
import type { Command, Output } from "../../../src/machine/command.ts";
import { absolute } from "../../../src/model/path.ts";
import type { CondaQuestion } from "../../../src/model/resolve.ts";
import { condaQuestion } from "../../kit/conda/question.ts";

/** What conda 26.7.1 really printed, by the name of the case. */
const RECORDED = JSON.parse(
  readFileSync(new URL("recorded/conda-26.7.1.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Output>>;

function recording(name: string): Output {
  const found = RECORDED[name];
  if (found === undefined) throw new Error(`there is no recording of ${name}`);
  return found;
}

function said(name: string) {
  return readCliAnswer(recording(name));
}

const conda = (scripts = false) => {
  const engine = cliEngine({
    name: "conda",
    version: "26.7.1",
    program: absolute("/opt/conda/bin/conda"),
    env: { PATH: "/usr/bin", PYTHONPATH: "/somewhere", CONDARC: "/home/me/.condarc" },
    offline: false,
  });
  const prefix = absolute("/home/me/envs/a");
  const change = {
    prefix,
    removed: [],
    specs: [],
    variables: {},
    distrustCache: false,
    create: false,
    command: "burrow up",
    scripts,
  };
  return { engine, prefix, change };
};

/** Leads a talk with these outputs; gives what was asked and what it means. */
function led<Meaning>(talk: Generator<Command, Meaning, Output>, ...outputs: readonly Output[]) {
  const commands: Command[] = [];
  let turn = talk.next();
  for (const output of outputs) {
    if (turn.done === true) break;
    commands.push(turn.value);
    turn = talk.next(output);
  }
  if (turn.done !== true) throw new Error(`asked once more: ${JSON.stringify(turn.value.args)}`);
  return { commands, meaning: turn.value };
}

/** What it says is in a prefix: `name version build` each. */
function there(...titles: readonly string[]): Output {
  const listed = titles.map((title) => {
    const [name, version, build_string] = title.split(" ");
    return { name, version, build_string };
  });
  return { status: 0, stdout: JSON.stringify(listed, undefined, 2), stderr: "", files: {} };
}

describe("what conda answered", () => {
  test("a dry run, with the hashes of what it would fetch", () => {
    expect(said("dry")).toEqual({
      ok: true,
      removed: [],
      pins: [
        {
          name: "probe-text",
          version: "2.0",
          hashes: [
            "sha256:e43ad548357f88263da31f1552cf213fe0644284613a13b79311a659858c0201",
            "md5:629313a36fecd10c8089a8a7ffb93662",
          ],
          url: "file:///home/me/chan/main/linux-64/probe-text-2.0-0.conda",
          bytes: 1698,
          conda: {
            build: "0",
            buildNumber: 0,
            subdir: "linux-64",
            channel: "file:///home/me/chan/main/linux-64",
            depends: [],
            constrains: [],
          },
        },
      ],
    });
  });

  test("an installation, a removal, and going back to a revision", () => {
    const installed = said("install");
    expect(installed).toMatchObject({ ok: true, removed: [] });
    expect(installed.ok && installed.pins.map(({ name }) => name)).toEqual([
      "shared-lib",
      "six",
      "wants-one",
    ]);
    expect(said("remove")).toEqual({ ok: true, pins: [], removed: ["probe-text"] });
    expect(said("rollback")).toEqual({ ok: true, pins: [], removed: ["wants-one", "six", "shared-lib"] });
  });

  test.each([
    ["missing", { kind: "unknown-name", subject: "no-such-thing" }],
    ["unsat", { kind: "unsatisfiable" }],
    ["badhash", { kind: "checksum" }],
    ["wrong-hash", { kind: "checksum", text: expect.stringContaining("cherry-1.0-0.conda") }],
    ["gone", { kind: "unreachable", text: expect.stringContaining("nothing-1.0-0.conda") }],
    ["rattler-unsat", { kind: "unsatisfiable", text: expect.stringContaining("apple <2") }],
    [
      "classic-unsat",
      {
        kind: "unsatisfiable",
        text: "Conda could not find a compatible set of packages to satisfy the requested specifications.",
      },
    ],
    [
      "no-version",
      {
        kind: "unknown-name",
        subject: "apple",
        text: "The following packages are not available from current channels apple[version='>=7']",
      },
    ],
  ] as const)("%s", (name, failure) => {
    expect(said(name)).toMatchObject({ ok: false, ...failure });
  });

  test("nothing at all, with status 0, of a list of archives; a document on the other stream when nothing was left to do", () => {
    expect(saidNothing(recording("archives"))).toBe(true);
    expect(saidNothing({ ...recording("archives"), status: 1 })).toBe(false);
    expect(saidNothing(recording("exit-zero"))).toBe(false);
    expect(said("exit-zero")).toEqual({ ok: true, pins: [], removed: [] });
  });

  test("a status of 0 without a document is no success", () => {
    expect(readCliAnswer({ status: 0, stdout: "", stderr: "", files: {} })).toEqual({
      ok: false,
      kind: "failed",
      text: "it ended with status 0",
    });
    expect(
      readCliAnswer({ status: undefined, signal: "SIGKILL", stdout: "{", stderr: "", files: {} }),
    ).toMatchObject({ ok: false, text: "SIGKILL ended it" });
  });
});

describe("what conda is asked", () => {
  test("to solve: every channel said, none beside them, with a cache of its own and nothing of the shell", () => {
    const { engine } = conda();
    const question = condaQuestion({ channels: ["one", "two"], specs: ["probe-text"] });
    const { commands, meaning } = led(engine.solve(question), recording("dry"));
    expect(meaning).toMatchObject({ kind: "resolved", removed: [] });
    expect(commands).toEqual([
      {
        program: "/opt/conda/bin/conda",
        args: [
          ...["create", "--dry-run", "--json", "--yes", "--prefix", { scratch: "prefix" }],
          ...["--channel", "one", "--channel", "two", "--override-channels", "--", "probe-text"],
        ],
        env: {
          PATH: "/usr/bin",
          CONDARC: "/home/me/.condarc",
          NO_COLOR: "1",
          PYTHONIOENCODING: "utf-8",
          CONDA_JSON: "true",
          CONDA_ADD_PIP_AS_PYTHON_DEPENDENCY: "false",
          CONDA_REGISTER_ENVS: "false",
          MAMBA_REGISTER_ENVS: "false",
          CONDA_PKGS_DIRS: "packages",
        },
        limit: 3600,
      },
    ]);
  });

  test("to solve what does not go with what is there: whether the goal alone does tells who is to blame", () => {
    const { engine, prefix } = conda();
    const specs = ["wants-two", "no-such-thing"];
    const asked = condaQuestion({ mode: "frozen", prefix, channels: ["one"], specs });
    expect(led(engine.solve(asked), recording("unsat"), recording("dry")).meaning).toMatchObject({
      kind: "conflict",
      text: expect.stringContaining("wants-one 1.0 would require shared-lib 1.*"),
    });
    expect(led(engine.solve(asked), recording("unsat"), recording("missing")).meaning).toMatchObject({
      kind: "impossible",
      cause: "unknown-name",
      requirement: "no-such-thing",
    });
  });

  test("to solve what it does not find: the name alone tells whether it is the version; what only a package needs is nobody's line", () => {
    const { engine } = conda();
    const asked = condaQuestion({ channels: ["one"], specs: ["apple >=7"] });
    const { commands, meaning } = led(engine.solve(asked), recording("no-version"), recording("name-alone"));
    expect(meaning).toMatchObject({ kind: "impossible", cause: "no-version", requirement: "apple" });
    expect(commands[1]?.args).toEqual([
      ...["create", "--dry-run", "--no-deps", "--json", "--yes", "--prefix", { scratch: "prefix" }],
      ...["--channel", "one", "--override-channels", "--", "apple"],
    ]);
    expect(led(engine.solve(asked), recording("no-version"), recording("missing")).meaning).toMatchObject({
      cause: "unknown-name",
      requirement: "apple",
    });
    const lost = condaQuestion({ channels: ["one"], specs: ["lost"] });
    expect(led(engine.solve(lost), recording("classic-need")).meaning).toEqual({
      kind: "impossible",
      cause: "unsatisfiable",
      text: "The following packages are not available from current channels nowhere[version='>=1']",
    });
  });

  test("constraints for what is there by its whole name", () => {
    const { engine, prefix } = conda();
    const installed = [
      { name: "pytest", version: "8.0", build: "0" },
    ] as unknown as CondaQuestion["installed"];
    const asked = condaQuestion({
      ...{ mode: "freed", prefix, channels: [], specs: ["six"], installed, free: ["pytest"] },
      constraints: ["pytest <9", "pytest-cov <5"],
    });
    const { commands } = led(engine.solve(asked), recording("dry"));
    const args = commands[0]?.args ?? [];
    expect(args.slice(args.indexOf("--"))).toEqual(["--", "six", "pytest <9"]);
  });

  test("to link exactly what was solved, by address and hash, into a new prefix; then what is there, and its variables", () => {
    const { engine, change } = conda(true);
    const dry = said("dry");
    const pins = dry.ok ? dry.pins : [];
    const { commands, meaning } = led(
      engine.change({ ...change, pins, create: true, variables: { COLOUR: "red", SIZE: "large" } }),
      recording("archives"),
      there("probe-text 2.0 0"),
      recording("variables"),
      recording("archives"),
    );
    expect(meaning).toEqual({ ok: true, clobbered: [], scripts: [] });
    const at = ["--prefix", "/home/me/envs/a"];
    expect(commands.map(({ args }) => args)).toEqual([
      ["create", "--json", "--yes", ...at, "--file", { scratch: "explicit.txt" }],
      ["list", "--json", ...at],
      ["env", "config", "vars", "list", "--json", ...at],
      ["env", "config", "vars", "set", ...at, "COLOUR=red", "SIZE=large"],
    ]);
    expect(commands[0]?.files).toEqual({
      "explicit.txt":
        "@EXPLICIT\nfile:///home/me/chan/main/linux-64/probe-text-2.0-0.conda#sha256:e43ad548357f88263da31f1552cf213fe0644284613a13b79311a659858c0201\n",
    });
    expect(commands[0]?.env["CONDA_ADD_PIP_AS_PYTHON_DEPENDENCY"]).toBe("false");
  });

  test("to link what it said nothing of, and is not there: not believed", () => {
    const { engine, change } = conda(true);
    const dry = said("dry");
    const asked = { ...change, pins: dry.ok ? dry.pins : [], create: true };
    expect(led(engine.change(asked), recording("archives"), there("six 1.0 0")).meaning).toEqual({
      ok: false,
      cause: "failed",
      detail: "conda did not link probe-text 2.0",
    });
  });

  test("another minor version of Python: what only the former one finds is taken out and linked anew, from where it came", () => {
    const { engine, change } = conda(true);
    const python = {
      ...{ name: "python", version: "3.11.7", hashes: [`sha256:${"a".repeat(64)}`] },
      ...{ url: "http://channel.example/main/linux-64/python-3.11.7-h0_py311.conda" },
      conda: { build: "h0_py311", subdir: "linux-64", channel: "http://channel.example/main" },
    };
    const { commands, meaning } = led(
      engine.change({ ...change, pins: [python], removed: ["linker"] }),
      recording("list-before"),
      recording("list-explicit"),
      recording("remove"),
      recording("archives"),
      there(
        "python 3.11.7 h0_py311",
        "tz 2024a 0",
        "apple 2.0 py_0",
        "pear 1.1 py_0",
        "pie 1.0 py_0",
        "tart 1.0 py_0",
      ),
      { ...recording("variables"), stdout: "{}" },
    );
    expect(meaning).toEqual({ ok: true, clobbered: [], scripts: [] });
    expect(commands[2]?.args.slice(-7)).toEqual(["--", "linker", "apple", "pear", "pie", "tart", "tz"]);
    const listed = commands[3]?.files?.["explicit.txt"]
      ?.split("\n")
      .map((line) => /[^/]+(?=#)/u.exec(line)?.[0]);
    expect(listed?.slice(1, -1)).toEqual([
      ...["python-3.11.7-h0_py311.conda", "apple-2.0-py_0.conda", "pear-1.1-py_0.conda"],
      ...["pie-1.0-py_0.conda", "tart-1.0-py_0.conda", "tz-2024a-0.conda"],
    ]);
  });

  test("what is there as it is asked for is taken out first: a list of archives moves nothing that is there", () => {
    const { engine, change } = conda(true);
    const dry = said("dry");
    const { commands } = led(
      engine.change({ ...change, pins: dry.ok ? dry.pins : [] }),
      there("probe-text 2.0 0"),
      recording("remove"),
      recording("archives"),
      there("probe-text 2.0 0"),
      { ...recording("variables"), stdout: "{}" },
    );
    expect(commands.map(({ args }) => args[0])).toEqual(["list", "remove", "install", "list", "env"]);
    expect(commands[1]?.args.at(-1)).toBe("probe-text");
  });

  test("what has no hash is not linked, and a distrusted cache is not read", () => {
    const { engine, change } = conda(true);
    const dry = said("dry");
    const pins = dry.ok ? dry.pins : [];
    const bare = pins.map((pin) => ({ ...pin, hashes: [] }));
    expect(led(engine.change({ ...change, pins: bare, create: true })).meaning).toMatchObject({
      cause: "checksum",
    });
    const { commands } = led(
      engine.change({ ...change, pins, create: true, distrustCache: true }),
      recording("wrong-hash"),
    );
    expect(commands[0]?.env["CONDA_PKGS_DIRS"]).toBe("packages");
  });

  test("nothing, where packages' scripts may not run: it runs them always", () => {
    const { engine, change } = conda();
    expect(led(engine.change({ ...change, pins: [], removed: ["six"] })).meaning).toMatchObject({
      ok: false,
      detail: expect.stringContaining("--allow-post-link"),
    });
  });
});
