import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cliEngine } from "../../../src/engines/conda/cli/cli-engine.ts";
import { readCliAnswer } from "../../../src/engines/conda/cli/cli-answer.ts";
import type { Command, Output } from "../../../src/machine/command.ts";
import { absolute } from "../../../src/model/path.ts";
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
  const change = { prefix, specs: [], variables: {}, distrustCache: false, command: "burrow up", scripts };
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
    ["badhash", { kind: "failed" }],
  ] as const)("%s", (name, failure) => {
    expect(said(name)).toMatchObject({ ok: false, ...failure });
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
    const asked = condaQuestion({ mode: "frozen", prefix, channels: ["one"], specs: ["wants-two"] });
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

  test("to link exactly what was solved, by address and hash", () => {
    const { engine, change } = conda(true);
    const dry = said("dry");
    const pins = dry.ok ? dry.pins : [];
    const { commands, meaning } = led(
      engine.change({ ...change, pins, removed: ["six"] }),
      recording("remove"),
      recording("install"),
    );
    expect(meaning).toEqual({ ok: true, clobbered: [], scripts: [] });
    expect(commands.map(({ args }) => args)).toEqual([
      ["remove", "--force", "--json", "--yes", "--prefix", "/home/me/envs/a", "--", "six"],
      ["install", "--json", "--yes", "--prefix", "/home/me/envs/a", "--file", { scratch: "explicit.txt" }],
    ]);
    expect(commands[1]?.files).toEqual({
      "explicit.txt":
        "@EXPLICIT\nfile:///home/me/chan/main/linux-64/probe-text-2.0-0.conda#sha256:e43ad548357f88263da31f1552cf213fe0644284613a13b79311a659858c0201\n",
    });
  });

  test("nothing, where packages' scripts may not run: it runs them always", () => {
    const { engine, change } = conda();
    expect(led(engine.change({ ...change, pins: [], removed: ["six"] })).meaning).toMatchObject({
      ok: false,
      detail: expect.stringContaining("--allow-post-link"),
    });
  });
});
