import * as fc from "fast-check";
import { stringify } from "smol-toml";
import { expect, test } from "vitest";

import { positionsIn } from "../../src/standards/position.ts";
import { tomlOffsets, type TomlPath } from "../../src/standards/toml-positions.ts";

const TEXT = `# [not.a.table]
top = "x # no comment" # a comment
[a."b.c".'d']
list = [ # items
  "one", 'two', """
three ""quoted"" """, # here
  { x = 1, y = [ "in" ] }, 1979-05-27,
]
dotted . key = true
[[a.tables]]
n = 1
[[a.tables]]
n = 2
[a.tables.sub]
"\\u006b" = '''
raw'''
[[a.tables.deep]]
v = "last"
`;

/** The text from the offset on, up to a length. */
const at = (path: TomlPath, length: number): string | undefined => {
  const offset = tomlOffsets(TEXT)(path);
  return offset === undefined ? undefined : TEXT.slice(offset, offset + length);
};

test("values of every form and place", () => {
  expect(at(["top"], 3)).toBe("x #");
  expect(at(["a", "b.c", "d"], 5)).toBe('[a."b');
  expect(at(["a", "b.c", "d", "list"], 3)).toBe("[ #");
  expect(at(["a", "b.c", "d", "list", 0], 3)).toBe("one");
  expect(at(["a", "b.c", "d", "list", 1], 3)).toBe("two");
  expect(at(["a", "b.c", "d", "list", 2], 6)).toBe("\nthree");
  expect(at(["a", "b.c", "d", "list", 3, "x"], 1)).toBe("1");
  expect(at(["a", "b.c", "d", "list", 3, "y", 0], 2)).toBe("in");
  expect(at(["a", "b.c", "d", "list", 4], 10)).toBe("1979-05-27");
  expect(at(["a", "b.c", "d", "dotted", "key"], 4)).toBe("true");
  expect(at(["a", "tables"], 12)).toBe("[[a.tables]]");
  expect(at(["a", "tables", 0, "n"], 1)).toBe("1");
  expect(at(["a", "tables", 1, "n"], 1)).toBe("2");
  expect(at(["a", "tables", 1, "sub", "k"], 4)).toBe("\nraw");
  expect(at(["a", "tables", 1, "deep", 0, "v"], 4)).toBe("last");
  expect(at(["a", "tables", 2], 1)).toBeUndefined();
  expect(at(["not"], 1)).toBeUndefined();
});

test("keys stand where they are first spoken of", () => {
  const keyAt = (path: TomlPath, length: number): string | undefined => {
    const offset = tomlOffsets(TEXT)(path, "key");
    return offset === undefined ? undefined : TEXT.slice(offset, offset + length);
  };
  expect(keyAt(["top"], 3)).toBe("top");
  expect(keyAt(["a"], 5)).toBe('[a."b');
  expect(keyAt(["a", "b.c", "d", "dotted"], 8)).toBe("dotted .");
  expect(keyAt(["a", "b.c", "d", "dotted", "key"], 8)).toBe("dotted .");
  expect(keyAt(["a", "b.c", "d", "list", 3, "y"], 1)).toBe("y");
  expect(keyAt(["a", "tables"], 12)).toBe("[[a.tables]]");
  expect(keyAt(["a", "tables", 1, "sub", "k"], 8)).toBe('"\\u006b"');
  expect(keyAt(["b.c"], 1)).toBeUndefined();
});

test("lines and columns count from 1", () => {
  const position = positionsIn("ab\ncd\r\n\nx");
  expect([0, 1, 2, 3, 6, 7, 8].map(position)).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 2, column: 4 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
});

test("in any document that is written, every text is found where it stands", () => {
  const word = fc.stringMatching(/^[a-z0-9 .#[\]{}=,-]{1,8}$/u);
  const { tree } = fc.letrec<{ tree: unknown; table: Record<string, unknown> }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      word,
      fc.array(word, { maxLength: 3 }),
      tie("table"),
      fc.array(tie("table"), { maxLength: 2 }),
    ),
    table: fc.dictionary(word, tie("tree"), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(fc.dictionary(word, tree, { maxKeys: 5 }), (document) => {
      const text = stringify(document);
      const offset = tomlOffsets(text);
      for (const [path, value] of leaves(document, [])) {
        const found = offset(path) ?? -1;
        expect(text.slice(found, found + value.length)).toBe(value);
      }
    }),
    { numRuns: 2000 },
  );
});

test("total on any text", () => {
  const signs = ["[", "]", "[[", "{", "}", "=", ".", ",", '"', "'", '"""', "\\", "\n", "#", "a", " "];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 30 }), (parts) => {
      expect(tomlOffsets(parts.join(""))(["z"])).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
});

function leaves(value: unknown, path: TomlPath): readonly (readonly [TomlPath, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  return Object.entries(value as Record<string, unknown>).flatMap(([key, item]) =>
    leaves(item, [...path, key]),
  );
}
