import { expect, test } from "vitest";

import { parsePythonVersionFile } from "../../src/standards/python-version-file.ts";

test("words in order, comments and blank lines left out", () => {
  expect(parsePythonVersionFile("\ufeff# the team's\r\n 3.12.4 3.11 # two\r\n\r\npypy3.10-7.3.12")).toEqual([
    { text: "3.12.4", line: 2, column: 2 },
    { text: "3.11", line: 2, column: 9 },
    { text: "pypy3.10-7.3.12", line: 4, column: 1 },
  ]);
  expect(parsePythonVersionFile("\n#3.9\n")).toEqual([]);
});
