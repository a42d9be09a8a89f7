import { describe, expect, test } from "vitest";
import { pipEngine } from "../../../src/engines/pip/pip-engine.ts";
import { absolute } from "../../../src/model/path.ts";
import { recorded } from "../../kit/recorded.ts";
import { option, question, requirement } from "../../kit/requirement.ts";
import { firstCommand, lead } from "../../kit/talk.ts";

const HASH = `sha256:${"a".repeat(64)}`;
const PINS = [{ name: "alpha", version: "1.0", hashes: [HASH] }];
const python = absolute("/env/bin/python");
const scratch = absolute("/scratch");
const OPTIONS = [
  option("--index-url https://index.test/simple"),
  option("--pre"),
  option("--find-links wheels"),
];
const KEEP = [
  { name: "alpha", version: "1.0" },
  { name: "beta", version: "1.0" },
];
const RUN = "-I -X pycache_prefix=/engines/pip-26.3/bytecode /engines/pip-26.3/pip";
const PROVEN = "--no-deps --require-hashes --only-binary :all:";

function pip(env: Readonly<Record<string, string>> = {}) {
  return pipEngine({ home: absolute("/engines/pip-26.3"), version: "26.3", env });
}

describe("the command lines of pip", () => {
  test.each([
    [
      pip().create({ prefix: absolute("/env"), python, prompt: "-p x" }),
      "-I -B -m venv --without-pip --prompt=-p x /env",
      undefined,
    ],
    [
      pip().resolve(
        question({
          python,
          requirements: [requirement("alpha", { specifier: ">1" })],
          constraints: [requirement("beta", { specifier: "<2" })],
          options: OPTIONS,
        }),
      ),
      `${RUN} install --dry-run --ignore-installed --only-binary :all: --find-links=/project/wheels --pre --log <pip.log> --report <report.json> -c <constraints.txt> -r <requirements.txt>`,
      {
        "requirements.txt": "--index-url https://index.test/simple\nalpha>1\n",
        "constraints.txt": "beta<2\n",
      },
    ],
    [
      pip().resolve(
        question({ mode: "frozen", python, requirements: [requirement("gamma")], installed: KEEP }),
      ),
      `${RUN} install --dry-run --only-binary :all: --log <pip.log> --report <report.json> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "gamma\n", "constraints.txt": "alpha==1.0\nbeta==1.0\n" },
    ],
    [
      pip().resolve(
        question({
          mode: "freed",
          free: ["alpha"],
          newest: true,
          python,
          requirements: [requirement("alpha")],
          installed: KEEP,
        }),
      ),
      `${RUN} install --dry-run --upgrade --upgrade-strategy eager --only-binary :all: --log <pip.log> --report <report.json> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "alpha\n", "constraints.txt": "beta==1.0\n" },
    ],
    [
      pip().resolve(
        question({
          mode: "freed",
          free: ["alpha"],
          python,
          requirements: [requirement("gamma")],
          installed: KEEP,
        }),
      ),
      `${RUN} install --dry-run --only-binary :all: --log <pip.log> --report <report.json> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "gamma\n", "constraints.txt": "beta==1.0\n" },
    ],
    [
      pip().fetch({ python, pins: PINS, options: OPTIONS, scratch }),
      `${RUN} download ${PROVEN} --find-links=/project/wheels --pre --dest /scratch/wheels -r <pins.txt>`,
      { "pins.txt": `--index-url https://index.test/simple\nalpha==1.0 --hash=${HASH}\n` },
    ],
    [
      pip().install({ python, pins: PINS, options: OPTIONS, scratch, offline: true, link: true }),
      `${RUN} install --force-reinstall --no-compile ${PROVEN} --no-index --find-links=/scratch/wheels -r <pins.txt>`,
      { "pins.txt": `alpha==1.0 --hash=${HASH}\n` },
    ],
    [
      pip().install({
        python,
        pins: PINS,
        options: OPTIONS.slice(0, 1),
        scratch,
        offline: false,
        link: true,
      }),
      `${RUN} install --force-reinstall --no-compile ${PROVEN} -r <pins.txt>`,
      { "pins.txt": `--index-url https://index.test/simple\nalpha==1.0 --hash=${HASH}\n` },
    ],
    [pip().uninstall({ python, names: ["alpha"] }), `${RUN} uninstall --yes alpha`, undefined],
    [
      pip().buildProject({ python, project: absolute("/p"), options: OPTIONS.slice(0, 1) }),
      `${RUN} install --force-reinstall --no-compile --no-deps --only-binary :all: -r <options.txt> -e /p`,
      { "options.txt": "--index-url https://index.test/simple\n" },
    ],
  ])("%#", (talk, line, files) => {
    const command = firstCommand(talk as ReturnType<ReturnType<typeof pip>["create"]>);
    expect({ program: command.program, line: command.line, files: command.files }).toEqual({
      program: python,
      line,
      files,
    });
  });
});

describe("a conversation", () => {
  const said = recorded("pip", "26.3");

  test.each([
    [
      "resolved",
      { kind: "conflict", text: "The user requested beta>=2, The user requested (constraint) beta==1.0" },
    ],
    ["no-version", { kind: "impossible", cause: "no-version", requirement: "alpha" }],
    ["unauthorized", { kind: "unreachable" }],
  ])("what does not resolve with what is installed is asked for alone: %s", (alone, meaning) => {
    const asked = question({ mode: "frozen", python, requirements: [requirement("beta")], installed: KEEP });
    const { commands, meaning: found } = lead(pip().resolve(asked), said("frozen-conflict"), said(alone));
    expect(found).toMatchObject(meaning);
    expect(commands[1]?.args).toContain("--ignore-installed");
    expect(commands[1]?.files).toEqual({ "requirements.txt": "beta\n" });
  });

  test.each([
    [{}, [option("--extra-index-url https://other.test/simple")]],
    [{ PIP_EXTRA_INDEX_URL: "https://other.test/simple" }, []],
  ])("several indexes without hashes are refused: %j %j", (env, options) => {
    const asked = (hashes: readonly string[]) =>
      pip(env).resolve(question({ python, options, requirements: [requirement("alpha", { hashes })] }));
    expect(lead(asked([]))).toMatchObject({ commands: [], meaning: { kind: "unreachable" } });
    expect(firstCommand(asked([HASH])).line).toContain("--dry-run");
  });
});
