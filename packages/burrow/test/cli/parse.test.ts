import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choose } from "../../src/cli/choose.ts";
import { gc } from "../../src/cli/commands/gc.ts";
import { goal } from "../../src/cli/commands/goal.ts";
import { restore } from "../../src/cli/commands/restore.ts";
import { run } from "../../src/cli/commands/run.ts";
import { up } from "../../src/cli/commands/up.ts";
import { why } from "../../src/cli/commands/why.ts";
import { distance, nearest } from "../../src/cli/nearest.ts";
import { parse, wantsJson } from "../../src/cli/parse.ts";
import { TABLE } from "../../src/cli/table.ts";
import { BurrowError } from "../../src/model/error.ts";

const failureOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (thrown) {
    return thrown instanceof BurrowError ? [thrown.code, thrown.message, thrown.hint] : thrown;
  }
};

describe("up", () => {
  test.each([
    [[], {}, []],
    [["--dry-run", "-y"], { "dry-run": true, yes: true }, []],
    [["-ny"], { "dry-run": true, yes: true }, []],
    [["tool", "--python=3.12"], { python: "3.12" }, ["tool"]],
    [["--python", "3.12", "tool"], { python: "3.12" }, ["tool"]],
    [["--group", "dev", "--group=docs"], { group: ["dev", "docs"] }, []],
    [["--env", "a", "--env", "b"], { env: "b" }, []],
    [["--", "--odd"], {}, ["--odd"]],
    [["--python=--odd"], { python: "--odd" }, []],
  ])("%j", (argv, values, args) => {
    expect(parse(up, argv)).toEqual({ values, args });
  });

  test.each([
    [["--isolat"], ["usage/unknown-option", "`burrow up` has no option `--isolat`", "burrow up --isolate"]],
    [["--bakend"], ["usage/unknown-option", "`burrow up` has no option `--bakend`", "burrow up --backend"]],
    [
      ["--pyton", "3.12", "a b"],
      ["usage/unknown-option", "`burrow up` has no option `--pyton`", "burrow up --python 3.12 'a b'"],
    ],
    [
      ["--yes", "--pyton=3.12"],
      ["usage/unknown-option", "`burrow up` has no option `--pyton`", "burrow up --yes --python=3.12"],
    ],
    [
      ["--xyzzyxyzzy"],
      ["usage/unknown-option", "`burrow up` has no option `--xyzzyxyzzy`", "burrow up --help"],
    ],
    [
      ["--__proto__"],
      ["usage/unknown-option", "`burrow up` has no option `--__proto__`", "burrow up --help"],
    ],
    [["-y=1"], ["usage/bad-value", "`-y` takes no value", "burrow up --help"]],
    [["-ny=1"], ["usage/bad-value", "`-y` takes no value", "burrow up --help"]],
    [["--yes=no"], ["usage/bad-value", "`--yes` takes no value", "burrow up --help"]],
    [
      ["a", "b"],
      ["usage/bad-value", "`burrow up` has no use for `b`", "burrow up --help"],
    ],
  ])("%j is refused with what is near", (argv, failure) => {
    expect(failureOf(() => parse(up, argv))).toEqual(failure);
  });

  test.each([[["--python"]], [["--python", "--json"]]])("%j lacks a value", (argv) => {
    expect(failureOf(() => parse(up, argv))).toMatchObject([
      "usage/missing",
      "`--python` needs a version",
      {},
    ]);
  });
});

test.each([
  [gc, "--keep", "a number"],
  [restore, "--only", "an env"],
  [restore, "--map", "OLD=NEW"],
])("%s %s lacks its value", (command, option, what) => {
  expect(failureOf(() => parse(command, [option]))).toMatchObject([
    "usage/missing",
    `\`${option}\` needs ${what}`,
    {},
  ]);
});

describe("run: everything after the program's name is the program's", () => {
  test.each([
    [["pytest", "--json", "-x"], {}, ["pytest", "--json", "-x"]],
    [["--env", "dev", "pytest", "--env", "x"], { env: "dev" }, ["pytest", "--env", "x"]],
    [["--no-check", "--", "--odd", "--help"], { "no-check": true }, ["--odd", "--help"]],
    [["--", "tool", "--", "x"], {}, ["tool", "--", "x"]],
    [["python", "-"], {}, ["python", "-"]],
    [["-v", "--env=a b", "tool"], { verbose: true, env: "a b" }, ["tool"]],
  ])("%j", (argv, values, args) => {
    expect(parse(run, argv)).toEqual({ values, args });
  });

  test("whatever a program is given reaches it", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        expect(parse(run, ["--", "tool", ...args]).args).toEqual(["tool", ...args]);
        expect(parse(run, ["tool", ...args]).args).toEqual(["tool", ...args]);
      }),
    );
  });

  test("without a program it says what it needs", () => {
    expect(failureOf(() => parse(run, []))).toEqual([
      "usage/missing",
      "`burrow run` needs a program to run",
      "burrow run --help",
    ]);
  });
});

test("help needs no arguments", () => {
  expect(parse(why, ["--help"])).toEqual({ values: { help: true }, args: [] });
  expect(failureOf(() => parse(why, []))).toEqual([
    "usage/missing",
    "`burrow why` needs the name of a distribution",
    "burrow why --help",
  ]);
  expect(parse(goal, ["-h", "x"]).values).toEqual({ help: true });
});

describe("the command of a command line", () => {
  test.each([
    [
      ["--json", "up", "--yes"],
      ["--json", "--yes"],
    ],
    [["up", "x"], ["x"]],
    [["-q", "plan"], ["-q"]],
  ])("%j", (argv, rest) => {
    expect(choose(argv)).toEqual({ entry: TABLE[argv.find((word) => !word.startsWith("-")) ?? ""], rest });
  });

  test("none is bare burrow, and a question for help is help", () => {
    expect(choose(["--json"]).rest).toEqual(["--json"]);
    expect(choose(["--help"])).toEqual({ entry: TABLE["help"], rest: [] });
    expect(choose(["--json", "--version"]).entry).toBe("version");
  });

  test.each([
    [["plann"], ["usage/unknown-command", "there is no command `plann`", "burrow plan"]],
    [
      ["-v", "plann", "--out", "a b"],
      ["usage/unknown-command", "there is no command `plann`", "burrow plan -v --out 'a b'"],
    ],
    [
      ["sync", "--frozen"],
      ["usage/unknown-command", "there is no command `sync`", "burrow up"],
    ],
    [["sync"], ["usage/unknown-command", "there is no command `sync`", "burrow up"]],
    [["constructor"], ["usage/unknown-command", "there is no command `constructor`", "burrow help"]],
    [["--init"], ["usage/unknown-option", "`--init` is now `burrow up`", "burrow up"]],
    [["--run=x"], ["usage/unknown-option", "`--run=x` is now `burrow run`", "burrow run"]],
    [["--jsn"], ["usage/unknown-option", "`burrow` has no option `--jsn`", "burrow --json"]],
  ])("%j is refused with what is meant", (argv, failure) => {
    expect(failureOf(() => choose(argv))).toEqual(failure);
  });
});

describe("the nearest name", () => {
  test.each([
    ["", "", 0],
    ["kitten", "sitting", 3],
    ["--isolat", "--isolate", 1],
    ["abc", "", 3],
  ])("%s and %s are %i apart", (from, to, steps) => {
    expect(distance(from, to)).toBe(steps);
    expect(distance(to, from)).toBe(steps);
  });

  test("is at most three away, and never as far as the word is long", () => {
    expect(nearest("rnu", ["run", "up"])).toBe("run");
    expect(nearest("xx", ["up"])).toBeUndefined();
    expect(nearest("complet", ["completions", "completed"])).toBe("completed");
    expect(nearest("abcdefgh", ["ijklmnop"])).toBeUndefined();
  });
});

test("the form of an answer is known before its arguments are", () => {
  expect([wantsJson(["up", "--odd", "--json"]), wantsJson(["run", "--", "--json"])]).toEqual([true, false]);
});
