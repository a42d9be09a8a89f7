import fc from "fast-check";
import { expect, test } from "vitest";
import { isValidName, normalizeName } from "../../src/standards/index.ts";
import { names } from "./differential/generate/requirements.ts";

test.each([
  ["Django", "django"],
  ["zope.interface", "zope-interface"],
  ["A__b-.-C", "a-b-c"],
  ["_x_", "-x-"],
  ["", ""],
])("%j is normally %j", (text, normal) => expect(normalizeName(text)).toBe(normal));

test("a normal name stays as it is", () => {
  fc.assert(
    fc.property(names, (text) => {
      expect(normalizeName(normalizeName(text))).toBe(normalizeName(text));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ["a", true],
  ["A.b_c-1", true],
  ["", false],
  ["_a", false],
  ["a.", false],
  ["a b", false],
  ["é", false],
  ["a\n", false],
  ["po\u017ft", false],
])("%j is a valid name: %s", (text, valid) => expect(isValidName(text)).toBe(valid));
