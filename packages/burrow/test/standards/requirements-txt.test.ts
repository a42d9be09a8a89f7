import * as fc from "fast-check";
import { expect, test } from "vitest";

import { decodeDeclared } from "../../src/standards/encoding.ts";
import { positionAt } from "../../src/standards/requirements-lines.ts";
import { parseRequirementsTxt } from "../../src/standards/requirements-txt.ts";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc
    .tuple(
      fc.constantFrom(
        [],
        [0xef, 0xbb, 0xbf],
        [0xff, 0xfe],
        [0xfe, 0xff],
        [0xff, 0xfe, 0, 0],
        [0, 0, 0xfe, 0xff],
      ),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([mark, rest]) => Uint8Array.from([...mark, ...rest])),
  fc
    .array(
      fc.constantFrom(
        "-",
        "--hash=",
        " -",
        "\\",
        "\n",
        "#",
        " ",
        "'",
        '"',
        "${A}",
        "é",
        "\u2028",
        "a",
        "-e",
        "=",
        "\r",
      ),
      {
        maxLength: 24,
      },
    )
    .map((parts) => new TextEncoder().encode(parts.join(""))),
);

test("total on any bytes, and every line has a place in the file", () => {
  fc.assert(
    fc.property(bytes, (given) => {
      const decoded = decodeDeclared(given);
      if (!decoded.ok) {
        expect(decoded.problem.line).toBeGreaterThan(0);
        expect(decoded.problem.column).toBeGreaterThan(0);
        return;
      }
      const lines = decoded.text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]|[^\P{Cc}\t]/u);
      let before = 0;
      for (const { source } of parseRequirementsTxt(decoded.text, { A: "a -x" })) {
        expect(source.line).toBeGreaterThan(before);
        expect(source.line).toBeLessThanOrEqual(lines.length + before);
        expect(source.text).not.toBe("");
        before = source.line;
      }
    }),
    { numRuns: 6000 },
  );
});

test("an index of a continued line leads back to its line and column", () => {
  const [line] = parseRequirementsTxt("\n  \\\n  requests \\\n   >=2, \\\n  <3  # why\n");
  expect(line?.source.text).toBe("requests    >=2,   <3");
  const source = line?.source;
  if (!source) throw new Error("no line");
  expect(["requests", ">=2", "<3"].map((word) => positionAt(source, source.text.indexOf(word)))).toEqual([
    { line: 3, column: 3 },
    { line: 4, column: 4 },
    { line: 5, column: 3 },
  ]);
});

test("a variable is put in once, from the caller's own variables only", () => {
  const [line] = parseRequirementsTxt("${A}-${toString}-${UNSET}-${constructor}-${B}-${EMPTY}", {
    A: "${B}",
    B: "b",
    EMPTY: "",
  });
  expect(line).toMatchObject({
    kind: "requirement",
    requirement: "${B}-${toString}-${UNSET}-${constructor}-b-${EMPTY}",
    written: "${A}-${toString}-${UNSET}-${constructor}-${B}-${EMPTY}",
    verbatim: false,
  });
});

test.each([
  ["UTF-16 LE", [0xff, 0xfe, 97, 0, 0xe9, 0]],
  ["UTF-16 BE", [0xfe, 0xff, 0, 97, 0, 0xe9]],
  ["UTF-32 LE", [0xff, 0xfe, 0, 0, 97, 0, 0, 0, 0xe9, 0, 0, 0]],
  ["UTF-32 BE", [0, 0, 0xfe, 0xff, 0, 0, 0, 97, 0, 0, 0, 0xe9]],
  ["UTF-8 with a mark", [0xef, 0xbb, 0xbf, 97, 0xc3, 0xa9]],
  ["UTF-8", [97, 0xc3, 0xa9]],
])("%s", (_, given) => {
  expect(decodeDeclared(Uint8Array.from(given))).toEqual({ ok: true, text: "aé" });
});

test.each(["latin-1", "iso_8859_1", "cp1252", "iso8859-15"])("a comment that names %s", (name) => {
  const given = Uint8Array.from([
    ...new TextEncoder().encode(`#\n# vim: set fileencoding=${name} :\n`),
    0xe9,
  ]);
  expect(decodeDeclared(given)).toEqual({ ok: true, text: `#\n# vim: set fileencoding=${name} :\né` });
});
