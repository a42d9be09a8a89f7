import { describe, expect, test } from "vitest";
import { uvEngine } from "../../../src/engines/uv/uv-engine.ts";
import { absolute } from "../../../src/model/path.ts";
import { recorded } from "../../kit/recorded.ts";
import { option, question, requirement } from "../../kit/requirement.ts";
import { firstCommand, lead, output } from "../../kit/talk.ts";

const HASH = `sha256:${"a".repeat(64)}`;
const PINS = [{ name: "alpha", version: "1.0", hashes: [HASH] }];
const python = absolute("/env/bin/python");
const scratch = absolute("/scratch");
const UV = "--no-config --no-python-downloads";
const OPTIONS = [
  option("--index-url https://index.test/simple"),
  option("--pre"),
  option("--find-links wheels"),
];
const KEEP = [
  { name: "alpha", version: "1.0" },
  { name: "beta", version: "1.0" },
];

function uv(rest: { readonly version?: string; readonly offline?: boolean } = {}) {
  return uvEngine({
    program: absolute("/bin/uv"),
    version: "0.13.8",
    env: { HOME: "/h", UV_CONSTRAINT: "/c" },
    ...rest,
  });
}

describe("the command lines of uv", () => {
  test.each([
    [
      uv().create({ prefix: absolute("/env"), python: absolute("/py/python"), prompt: "-p x" }),
      `${UV} venv --no-project --prompt=-p x -p /py/python /env`,
      undefined,
    ],
    [
      uv().resolve(
        question({
          requirements: [requirement("alpha", { specifier: ">1" })],
          constraints: [requirement("beta", { specifier: "<2" })],
          options: OPTIONS,
        }),
      ),
      `${UV} pip compile --format pylock.toml --no-header --only-binary :all: --find-links=/project/wheels --prerelease=allow -p /py/bin/python -c <constraints.txt> <requirements.txt>`,
      {
        "requirements.txt": "--index-url https://index.test/simple\nalpha>1\n",
        "constraints.txt": "beta<2\n",
      },
    ],
    [
      uv().resolve(
        question({ mode: "frozen", python, requirements: [requirement("gamma")], installed: KEEP }),
      ),
      `${UV} pip install --dry-run --output-format json --only-binary :all: -p <environment> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "gamma\n", "constraints.txt": "alpha==1.0\nbeta==1.0\n" },
    ],
    [
      uv({ version: "0.12.9" }).resolve(
        question({
          mode: "freed",
          free: ["alpha"],
          python,
          requirements: [requirement("gamma")],
          installed: KEEP,
        }),
      ),
      `${UV} pip install --dry-run --only-binary :all: -p <environment> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "gamma\n", "constraints.txt": "beta==1.0\n" },
    ],
    [
      uv().resolve(
        question({
          mode: "freed",
          free: ["alpha"],
          newest: true,
          python,
          requirements: [requirement("alpha")],
          installed: KEEP,
        }),
      ),
      `${UV} pip install --dry-run --output-format json --only-binary :all: --upgrade -p <environment> -c <constraints.txt> -r <requirements.txt>`,
      { "requirements.txt": "alpha\n", "constraints.txt": "beta==1.0\n" },
    ],
    [
      uv({ offline: true }).resolve(
        question({ mode: "freed", python, requirements: [requirement("gamma")], installed: KEEP }),
      ),
      "--no-config --no-python-downloads --offline pip install --dry-run --output-format json --only-binary :all: -p <environment> -r <requirements.txt>",
      { "requirements.txt": "gamma\n" },
    ],
    [
      uv().fetch({ python, pins: PINS, options: OPTIONS, scratch }),
      `${UV} pip install --target /scratch/fetched --no-deps --require-hashes --only-binary :all: --find-links=/project/wheels --prerelease=allow -p /env/bin/python -r <pins.txt>`,
      { "pins.txt": `--index-url https://index.test/simple\nalpha==1.0 --hash=${HASH}\n` },
    ],
    [
      uv().install({ python, pins: PINS, options: [], scratch, offline: true, link: true }),
      "--no-config --no-python-downloads --offline pip install --reinstall --no-deps --require-hashes --only-binary :all: -p /env/bin/python -r <pins.txt>",
      { "pins.txt": `alpha==1.0 --hash=${HASH}\n` },
    ],
    [
      uv().install({ python, pins: PINS, options: [], scratch, offline: false, link: false }),
      `${UV} pip install --reinstall --link-mode copy --no-deps --require-hashes --only-binary :all: -p /env/bin/python -r <pins.txt>`,
      { "pins.txt": `alpha==1.0 --hash=${HASH}\n` },
    ],
    [
      uv().uninstall({ python, names: ["alpha", "beta"] }),
      `${UV} pip uninstall -p /env/bin/python alpha beta`,
      undefined,
    ],
    [
      uv().buildProject({ python, project: absolute("/p"), options: [] }),
      `${UV} pip install --reinstall --no-deps --only-binary :all: -p /env/bin/python -e /p`,
      undefined,
    ],
    [
      uv().buildProject({ python, project: absolute("/p"), options: OPTIONS.slice(0, 1) }),
      `${UV} pip install --reinstall --no-deps --only-binary :all: -p /env/bin/python -r <options.txt> -e /p`,
      { "options.txt": "--index-url https://index.test/simple\n" },
    ],
  ])("%#", (talk, line, files) => {
    const command = firstCommand(talk as ReturnType<ReturnType<typeof uv>["create"]>);
    expect({ program: command.program, line: command.line, files: command.files }).toEqual({
      program: "/bin/uv",
      line,
      files,
    });
    expect(command.env).toMatchObject({ HOME: "/h" });
    expect(command.env).not.toHaveProperty("UV_CONSTRAINT");
  });

  test("nothing to do is no command", () => {
    const done = { ok: true };
    expect(lead(uv().install({ python, pins: [], options: [], scratch, offline: true, link: true }))).toEqual(
      { commands: [], meaning: done },
    );
    expect(lead(uv().fetch({ python, pins: [], options: [], scratch }))).toEqual({
      commands: [],
      meaning: done,
    });
    expect(lead(uv().uninstall({ python, names: [] }))).toEqual({ commands: [], meaning: done });
    expect(lead(uv().resolve(question({ mode: "frozen" })))).toEqual({
      commands: [],
      meaning: { kind: "resolved", pins: [], removed: [] },
    });
  });
});

const frozen = (requirements = [requirement("gamma")]) =>
  uv().resolve(question({ mode: "frozen", python, requirements, installed: KEEP }));
const lock = (name: string, version: string) =>
  output({
    stdout: `lock-version = "1.0"\n[[packages]]\nname = "${name}"\nversion = "${version}"\nwheels = [{ url = "https://index.test/x.whl", size = 7, hashes = { sha256 = "${"a".repeat(64)}" } }]\n`,
  });

const ask = (hash: string) =>
  lead(
    uv().resolve(question({ requirements: [requirement("gamma", { hashes: [hash] })] })),
    lock("gamma", "1.0"),
  ).meaning;

describe("a conversation", () => {
  const said = recorded("uv", "0.13.8");

  test("what is added is asked for again, to have its hashes", () => {
    const { commands, meaning } = lead(frozen(), said("frozen-added"), lock("gamma", "1.0"));
    expect(commands[1]?.files).toEqual({ "requirements.txt": "gamma==1.0\n" });
    expect(commands[1]?.args).toContain("--no-deps");
    expect(meaning).toEqual({
      kind: "resolved",
      pins: [{ name: "gamma", version: "1.0", hashes: [HASH], bytes: 7 }],
      removed: [],
    });
  });

  test("a wheel by its address is asked for by it again", () => {
    const url = "https://index.test/gamma-1.0-py3-none-any.whl";
    const { commands } = lead(
      frozen([requirement("gamma", { url })]),
      said("frozen-added"),
      lock("gamma", "1.0"),
    );
    expect(commands[1]?.files).toEqual({ "requirements.txt": `gamma @ ${url}\n` });
  });

  test("what goes without a successor is told", () => {
    const report = { dry_run: true, changes: [{ name: "Old_Name", version: "1", action: "uninstalled" }] };
    const { meaning } = lead(frozen(), output({ stdout: JSON.stringify(report) }));
    expect(meaning).toEqual({ kind: "resolved", pins: [], removed: ["old-name"] });
  });

  test.each([
    [
      "the goal alone resolves: a conflict",
      "resolved",
      { kind: "conflict", text: "Because you require beta>=2 and beta==1.0" },
    ],
    [
      "it does not: impossible",
      "no-version",
      { kind: "impossible", cause: "no-version", requirement: "alpha" },
    ],
    ["it cannot be asked: unreachable", "index-500", { kind: "unreachable" }],
  ])("what does not resolve with what is installed is asked for alone; %s", (_, alone, meaning) => {
    const { commands, meaning: found } = lead(frozen(), said("frozen-conflict"), said(alone));
    expect(found).toMatchObject(meaning);
    expect(commands[1]?.files).toEqual({ "requirements.txt": "gamma\n" });
  });

  test("what cannot be asked is not asked twice", () => {
    expect(lead(frozen(), said("index-500")).meaning.kind).toBe("unreachable");
  });

  test("a hash that was asked for narrows the pins, or makes the goal impossible", () => {
    expect(ask(HASH)).toMatchObject({ kind: "resolved", pins: [{ hashes: [HASH] }] });
    const refused = {
      kind: "impossible",
      cause: "no-wheel",
      requirement: "gamma",
      text: "no wheel of gamma 1.0 has a hash that was asked for",
    };
    expect(ask(`sha256:${"b".repeat(64)}`)).toEqual(refused);
    expect(ask(`sha512:${"a".repeat(128)}`)).toEqual(refused);
  });

  test.each([
    [output(), { ok: true }],
    [
      output({
        status: 1,
        stderr:
          "Resolved 1 package in 1ms\nerror: Failed to download `a==1`\n  cause: Hash mismatch for `a==1`\n",
      }),
      { ok: false, detail: "Failed to download `a==1` Hash mismatch for `a==1`" },
    ],
    [
      { stdout: "", stderr: "", files: {}, status: undefined, signal: "SIGKILL" },
      { ok: false, detail: "SIGKILL ended it" },
    ],
    [
      output({ status: 0, failure: "it was ended after 600 s" }),
      { ok: false, detail: "it was ended after 600 s" },
    ],
  ])("an act came to %j", (left, done) => {
    expect(lead(uv().create({ prefix: absolute("/e"), python, prompt: "x" }), left).meaning).toEqual(done);
  });
});
