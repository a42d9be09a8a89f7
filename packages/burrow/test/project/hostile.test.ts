import { describe, expect, test } from "vitest";

import type { Goal } from "../../src/model/goal.ts";
import { absolute } from "../../src/model/path.ts";
import { readGoal } from "../../src/project/goal.ts";
import { type Content, DEVICE, filesOf } from "../kit/files.ts";

/** The one place that reads: a project `/p` of these files. */
function goalOf(files: Readonly<Record<string, Content>>): Goal {
  const placed = Object.entries(files).map(([name, content]) => [`/p/${name}`, content] as const);
  return readGoal({ path: absolute("/p"), env: {} }, filesOf(Object.fromEntries(placed)));
}

/** `file:line:column: message` of every problem, and the names that were understood. */
function told(files: Readonly<Record<string, Content>>): readonly string[] {
  const { problems, requirements } = goalOf(files);
  return [
    ...requirements.map(({ name }) => name),
    ...problems.map(({ file, line, column, message }) => `${file.slice(3)}:${line}:${column}: ${message}`),
  ];
}

describe("hostile requirements files", () => {
  test("a device as -r", () => {
    expect(told({ "requirements.txt": "-r zero\nflask\n", zero: DEVICE })).toEqual([
      "flask",
      "zero:1:1: `zero` cannot be read",
    ]);
  });

  test("a folder as -r", () => {
    expect(told({ "requirements.txt": "-r more\n", "more/x.txt": "" })).toEqual([
      "requirements.txt:1:1: `more` does not exist",
    ]);
  });

  test("a line of 3 MB of letters", () => {
    expect(told({ "requirements.txt": `flask\n${"a".repeat(3_000_000)}\nrich\n` })).toEqual([
      "flask",
      "rich",
      `requirements.txt:2:1: a line of 3000000 characters is too long: \`${"a".repeat(160)}…\``,
    ]);
  });

  test("3 MB of spaces, of backslashes, of hash signs", () => {
    const long = 750_000;
    expect(
      told({
        "requirements.txt": `${" ".repeat(long)}\n${"\\".repeat(long)}\nx${"#".repeat(long)}\n#${" #".repeat(long)}\n`,
      }),
    ).toEqual([
      `requirements.txt:3:1: a line of ${long + 1} characters is too long: \`x${"#".repeat(159)}…\``,
    ]);
  });

  test("an empty path", () => {
    expect(told({ "requirements.txt": "-e ''\n-r ''\n" })).toEqual([
      "requirements.txt:1:1: `` is not a folder here and not a VCS address",
      "requirements.txt:2:1: `` does not exist",
    ]);
  });

  test("a file above 4 MiB", () => {
    expect(told({ "requirements.txt": new Uint8Array(5 * 1024 * 1024) })).toEqual([
      "requirements.txt:1:1: `requirements.txt` cannot be read",
    ]);
  });

  test("a million bad lines are a hundred problems and a number", () => {
    const problems = goalOf({ "requirements.txt": "=\n".repeat(1_000_000) }).problems;
    expect(problems.length).toBe(102);
    const place = { file: "/p/requirements.txt", column: 1 };
    expect(problems.slice(-2)).toEqual([
      { ...place, line: 101, message: "49900 more statements are not understood" },
      { ...place, line: 50_001, message: "what follows the first 50000 statements is not read" },
    ]);
  });

  test("NULs and control characters never reach a message", () => {
    const { problems, requirements } = goalOf({
      "requirements.txt": "fla\u0000sk\n\u001b[31mred\n-r \u0000\n./\u0000\n-e \u0000\u202etxt\n--\u0007x\n",
    });
    expect(requirements).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([
      "`flask` is not a requirement: expected a version specifier (PEP 440), `;` and a marker, or the end",
      "`[31mred` is not a requirement: expected the name of a project",
      "`` is not the address of a file of this machine",
      "`./` is not there",
      "`txt` is not a folder here and not a VCS address",
      "`--x` is not an option of requirements files",
    ]);
  });

  test("options smuggled as names, paths and groups", () => {
    expect(
      told({
        "requirements.txt": "--config-settings=x=y\n-x\n--upgrade\nflask --target=/etc\n-r --index-url\n",
      }),
    ).toEqual([
      "requirements.txt:2:1: `-x` is not an option of requirements files",
      "requirements.txt:3:1: `--upgrade` is not an option of requirements files",
      "requirements.txt:4:1: `--target` is not an option of requirements files: `flask --target=/etc`",
      "requirements.txt:5:1: `--index-url` does not exist",
    ]);
    expect(
      told({ "pyproject.toml": '[project]\nname = "-e"\ndependencies = ["--target=/etc", "-e ."]\n' }),
    ).toEqual([
      "pyproject.toml:3:18: `--target=/etc` is not a requirement: expected the name of a project",
      "pyproject.toml:3:35: `-e .` is not a requirement: expected the name of a project",
    ]);
  });

  test("bytes that are no UTF-8, and an encoding that nobody has", () => {
    expect(told({ "requirements.txt": Uint8Array.from([102, 10, 97, 0xff, 10]) })).toEqual([
      "requirements.txt:2:2: it holds bytes that are not `utf-8`",
    ]);
    expect(told({ "requirements.txt": "# coding: utf-9\nflask\n" })).toEqual([
      "requirements.txt:1:1: the encoding `utf-9` is not known",
    ]);
    expect(told({ "requirements.txt": Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]) })).toEqual([
      "requirements.txt:1:1: it holds bytes that are not `utf-16le`",
    ]);
    expect(
      told({ "requirements.txt": Uint8Array.from([0xff, 0xfe, 0, 0, 97, 0, 0, 0, 1, 0, 17, 0]) }),
    ).toEqual(["requirements.txt:1:2: it holds bytes that are not `utf-32`"]);
  });

  test("a chain of files without end", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`${index}.txt`, `-r ${index + 1}.txt\n`]),
    );
    expect(told({ "requirements.txt": "-r 0.txt\n", ...chain })).toEqual([
      "48.txt:1:1: `49.txt` is nested deeper than 50 files",
    ]);
  });

  test("a file that includes itself", () => {
    expect(told({ "requirements.txt": "-r ./x/../requirements.txt\nflask\n" })).toEqual([
      "flask",
      "requirements.txt:1:1: the files include each other: `requirements.txt` → `requirements.txt`",
    ]);
  });

  test("quotes and parentheses nested a hundred thousand deep", () => {
    const deep = 30_000;
    const problems = goalOf({
      "requirements.txt": `a; ${"(".repeat(deep)}\n-e ${"'".repeat(deep + 1)}\nb${"[".repeat(deep)}\n-f ${'"'.repeat(deep + 1)}\n`,
    }).problems;
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });
});

describe("hostile pyprojects", () => {
  test("arrays nested a hundred thousand deep", () => {
    expect(told({ "pyproject.toml": `[project]\ndependencies = ${"[".repeat(100_000)}` })).toEqual([
      "pyproject.toml:2:1016: it is not TOML: document contains excessively nested structures. aborting",
    ]);
  });

  test("keys that are parts of every object", () => {
    const goal = goalOf({
      "pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["flask"]\n[project.optional-dependencies]\n__proto__ = ["a"]\nconstructor = ["b"]\n' +
        '[dependency-groups]\ndev = [{include-group = "toString"}, {include-group = "constructor"}]\n__proto__ = ["c"]\n[__proto__]\nx = 1\n',
    });
    expect(goal.requirements.map(({ name }) => name)).toEqual(["flask"]);
    expect(goal.problems.map(({ message }) => message)).toEqual([
      "there is no dependency group `toString`",
      "there is no dependency group `constructor`",
    ]);
  });

  test("groups that double at every include", () => {
    const groups = Array.from({ length: 40 }, (_, at) => {
      const next = `{include-group = "g${at + 1}"}`;
      return `g${at} = [${next}, ${next}]`;
    });
    const text = `[dependency-groups]\ndev = [{include-group = "g0"}]\n${groups.join("\n")}\ng40 = ["one"]\n`;
    expect(told({ "pyproject.toml": text })).toEqual(["one"]);
  });

  test("a name with an escape sequence", () => {
    const goal = goalOf({ "pyproject.toml": '[project]\nname = "\\u001b[2Jx"\n' });
    expect(goal.name).toBe("[2Jx");
  });
});

describe("hostile setup.py", () => {
  test("is read and not run, and what cannot be read is said", () => {
    for (const source of [
      `setup(${"(".repeat(200_000)}`,
      `setup(install_requires=${"[".repeat(200_000)}`,
      "setup(]x=1)",
      "setup(install_requires=['a' + open('x')])",
      'setup(install_requires=f"{x}")',
      "'''".repeat(100_001),
      "",
    ]) {
      const { requirements, problems, warnings } = goalOf({ "setup.py": source });
      expect(requirements).toEqual([]);
      expect(problems).toEqual([]);
      expect(warnings.length).toBeLessThanOrEqual(1);
    }
  });
});
