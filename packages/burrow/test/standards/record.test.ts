import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isByteCode, parseRecord, recordedPaths, recordText } from "../../src/standards/record.ts";

test("plain rows, quoted rows, rows without hash or size", () => {
  expect(
    parseRecord(
      'shop/__init__.py,sha256=47DEQpj8,0\r\n"a ""b"", c/d.py",sha256=x,12\n"two\nlines.py",,\n' +
        "../../bin/shop,sha256=y,220\nshop/__pycache__/a.pyc,,\n\nlone\nnot,a,number,at,all\nshop-1.dist-info/RECORD,,",
    ),
  ).toEqual([
    { path: "shop/__init__.py", hash: "sha256=47DEQpj8", size: 0 },
    { path: 'a "b", c/d.py', hash: "sha256=x", size: 12 },
    { path: "two\nlines.py" },
    { path: "../../bin/shop", hash: "sha256=y", size: 220 },
    { path: "shop/__pycache__/a.pyc" },
    { path: "lone" },
    { path: "not", hash: "a" },
    { path: "shop-1.dist-info/RECORD" },
  ]);
});

test("what a CSV writer writes is read back", () => {
  const row = fc.record({
    path: fc.string({ minLength: 1 }),
    hash: fc.constantFrom("", "sha256=a"),
    size: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const text = rows.map(({ path, hash, size }) => `${quoted(path)},${hash},${size}\r\n`).join("");
      expect(parseRecord(text)).toEqual(
        rows.map(({ path, hash, size }) => ({ path, ...(hash !== "" && { hash }), size })),
      );
    }),
    { numRuns: 2000 },
  );
});

test("what is written is read as it was", () => {
  const row = fc.record(
    { path: fc.string({ minLength: 1 }), hash: fc.constantFrom("sha256=a", 'x,"y'), size: fc.nat() },
    { requiredKeys: ["path"] },
  );
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(parseRecord(recordText(rows))).toEqual(rows);
    }),
    { numRuns: 2000 },
  );
});

test("total on any text", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('"', ",", "\n", "\r", "a", "1"), { maxLength: 20 }), (signs) => {
      expect(parseRecord(signs.join("")).every(({ path }) => path !== "")).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

test("the paths alone are those of the rows, whatever writes them", () => {
  const path = fc.string({ unit: fc.constantFrom("a", "/", ".", " ", '"', ",", "\ufeff") });
  const text = fc
    .tuple(fc.constantFrom("\n", "\r\n", "\r"), fc.array(path), fc.constantFrom("", "\ufeff"))
    .map(([end, rows, mark]) => mark + rows.map((row) => `${row},sha256=x,1${end}`).join(""));
  fc.assert(
    fc.property(text, (record) => {
      expect(recordedPaths(record)).toEqual(parseRecord(record).map((row) => row.path));
    }),
  );
});

test.each([
  ["shop/__pycache__/a.cpython-312.pyc", true],
  ["shop/old.pyc", true],
  ["shop/__pycache__", true],
  ["__pycache__", true],
  ["shop/my__pycache__", false],
  ["shop/pyc.py", false],
])("%s is byte code, or a folder of it: %s", (path, is) => {
  expect(isByteCode(path)).toBe(is);
});
