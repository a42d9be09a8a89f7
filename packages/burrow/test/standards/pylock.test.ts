import { expect, test } from "vitest";

import { parsePylock } from "../../src/standards/pylock.ts";

const HEAD = 'lock-version = "1.0"\ncreated-by = "uv"\nrequires-python = ">=3.11"\n';

test("wheels, sdists, archives, directories and checkouts", () => {
  expect(
    parsePylock(`${HEAD}
extras = ["net"]

[[packages]]
name = "Click.Repl"
version = "0.3.0"
marker = "python_version >= '3.8'"
sdist = { url = "https://example.invalid/c.tar.gz", upload-time = 2023-06-15T12:57:26Z, size = 9, hashes = { sha256 = "aa" } }
wheels = [
  { url = "https://example.invalid/c-py3-none-any.whl", name = "c-py3-none-any.whl", size = 8, hashes = { sha256 = "bb", md5 = "c" } },
]

[[packages]]
name = "shop"
directory = { path = ".", editable = true }

[[packages]]
name = "tools"
vcs = { type = "git", url = "https://git.example.invalid/t", commit-id = "9f" }
[packages.tool.whatever]
x = 1

[[packages]]
name = "zipped"
archive = { path = "z.zip", hashes = { sha256 = "dd" } }
`),
  ).toEqual({
    ok: true,
    document: expect.anything(),
    lock: {
      "lock-version": "1.0",
      "created-by": "uv",
      "requires-python": ">=3.11",
      environments: [],
      extras: ["net"],
      "dependency-groups": [],
      "default-groups": [],
      packages: [
        {
          name: "click-repl",
          version: "0.3.0",
          marker: "python_version >= '3.8'",
          wheels: [
            {
              name: "c-py3-none-any.whl",
              url: "https://example.invalid/c-py3-none-any.whl",
              size: 8,
              hashes: { sha256: "bb", md5: "c" },
            },
          ],
          sdist: { url: "https://example.invalid/c.tar.gz", size: 9, hashes: { sha256: "aa" } },
        },
        { name: "shop", wheels: [], directory: { path: ".", editable: true } },
        {
          name: "tools",
          wheels: [],
          vcs: { type: "git", url: "https://git.example.invalid/t", "commit-id": "9f" },
        },
        { name: "zipped", wheels: [], archive: { path: "z.zip", hashes: { sha256: "dd" } } },
      ],
    },
  });
});

const problemOf = (text: string): unknown => {
  const read = parsePylock(text);
  return read.ok ? undefined : read.problem;
};

test("what is wrong has its place", () => {
  expect(problemOf("")).toEqual({
    message:
      '`lock-version` is not as PEP 751 says: Invalid key: Expected "lock-version" but received undefined',
    line: 1,
    column: 1,
  });
  expect(problemOf('x = 1\nlock-version = "2.0"')).toEqual({
    message: "lock version `2.0` is not known",
    line: 2,
    column: 17,
  });
  expect(
    problemOf(
      `${HEAD}[[packages]]\nname = "a"\n[[packages]]\nname = "b"\nwheels = [{ url = 3, hashes = {} }]`,
    ),
  ).toEqual({
    message: "`packages.1.wheels.0.url` is not as PEP 751 says: Invalid type: Expected string but received 3",
    line: 8,
    column: 19,
  });
  expect(problemOf("lock-version = [")).toEqual({
    message: expect.stringMatching(/^it is not TOML: /u),
    hint: "mend the line: `key = value`, or `[table]` before those of a table",
    line: 1,
    column: 16,
  });
});
