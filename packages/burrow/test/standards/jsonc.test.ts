import * as fc from "fast-check";
import { expect, test } from "vitest";

import { parseJsonc } from "../../src/standards/jsonc.ts";

const read = (text: string): unknown => {
  const result = parseJsonc(text);
  return result.ok ? result.document.get() : result.problem;
};

test("comments, trailing commas and a byte order mark are white space", () => {
  const text = `\ufeff// head
{
  "a": 1, // one
  /* two
     lines */ "b": [true, null, -0.5e+2,],
  "c//": "no /* comment */ in \\u0041 text",
}
// tail`;
  expect(read(text)).toEqual({ a: 1, b: [true, null, -50], "c//": "no /* comment */ in A text" });
});

test.each<[string, string, number, number]>([
  ["", "a value is missing", 1, 1],
  ["{", "a key in double quotes, or `}`, is missing", 1, 2],
  ['{"a" 1}', "`:` is missing", 1, 6],
  ['{"a": 1 "b": 2}', "`,` or `}` is missing", 1, 9],
  ["[1 2]", "`,` or `]` is missing", 1, 4],
  ["[,]", "a value is missing", 1, 2],
  ["{,}", "a key in double quotes, or `}`, is missing", 1, 2],
  ["{'a': 1}", "a key in double quotes, or `}`, is missing", 1, 2],
  ['{\n  "a": 1,\n  "a": 2\n}', "the key is given twice", 3, 3],
  ['"a\nb"', "a text may not hold a line end or a control character", 1, 3],
  ['["x", "ab', "the text has no end", 1, 7],
  ['"\\x"', "the text holds an escape that is none", 1, 1],
  ['"\\', "the text has no end", 1, 1],
  ["01", "something follows the value", 1, 2],
  ["[1.]", "a value is missing", 1, 2],
  ["[-]", "a value is missing", 1, 2],
  ["[.5]", "a value is missing", 1, 2],
  ["NaN", "a value is missing", 1, 1],
  ["1 2", "something follows the value", 1, 3],
  ["/* x", "the comment has no end", 1, 1],
  ["[".repeat(70), "it is nested too deep", 1, 66],
])("%s", (text, message, line, column) => {
  expect(read(text)).toEqual({ message: `it is not JSON: ${message}`, line, column });
});

test("values and keys know where they stand", () => {
  const result = parseJsonc('{\n  "a": { "b": ["x", 2] }, // c\n  "__proto__": false\n}');
  if (!result.ok) throw new Error(result.problem.message);
  const { get, where, whereKey } = result.document;
  expect([where("a"), whereKey("a")]).toEqual([
    { line: 2, column: 8 },
    { line: 2, column: 3 },
  ]);
  expect([where("a", "b", 0), where("a", "b", 1)]).toEqual([
    { line: 2, column: 17 },
    { line: 2, column: 21 },
  ]);
  expect(where("a", "b", 7, "deeper")).toEqual(where("a", "b"));
  expect([get("__proto__"), get("a", "b", 1), get("toString"), get("a", "b", "length")]).toEqual([
    false,
    2,
    undefined,
    undefined,
  ]);
});

test("what JSON.parse reads is read as it is, with and without comments between", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("", "/* , } */", "// ]\n"), (text, comment) => {
      const value: unknown = JSON.parse(text);
      const spread = JSON.stringify(value, undefined, 1).replaceAll("\n", `\n${comment}`);
      expect([read(text), read(spread)]).toEqual([value, value]);
    }),
    { numRuns: 5000 },
  );
});

test("total on any text, and what strict JSON reads is never refused", () => {
  const signs = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"a"',
    '"',
    "\\",
    "1",
    "-",
    ".",
    "e",
    "true",
    "//",
    "/*",
    "*/",
    "\n",
    " ",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...signs), { maxLength: 20 }),
      fc.string({ unit: "binary" }),
      (parts, odd) => {
        for (const text of [parts.join(""), odd]) {
          const { ok } = parseJsonc(text);
          expect(ok || !isJson(text) || hasTwins(text)).toBe(true);
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const hasTwins = (text: string): boolean => text.split('"a"').length > 2;
