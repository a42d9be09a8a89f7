import { expect, test } from "vitest";

import { fitsGlob } from "../../src/project/glob.ts";

test.each<[string, string, boolean]>([
  ["packages/*", "packages/a", true],
  ["packages/*", "packages/a/b", false],
  ["./packages/*/", "packages/a", true],
  ["packages/**", "packages/a/b/c", true],
  ["packages/**", "packages", true],
  ["**/old-*", "a/b/old-x", true],
  ["**/old-*", "old-x", true],
  ["**/old-*", "a/old", false],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/x/y/b", true],
  ["a?c/*.d", "abc/x.d", true],
  ["a?c", "ac", false],
  ["*", "a/b", false],
  ["a+(b)", "a+(b)", true],
])("%s fits %s: %s", (glob, path, fits) => {
  expect(fitsGlob(glob, path)).toBe(fits);
});

test("no glob takes long", () => {
  expect(fitsGlob(`${"*a".repeat(200)}b`, "a".repeat(2000))).toBe(false);
  expect(fitsGlob(`${"**/".repeat(500)}x`, "a/".repeat(500))).toBe(false);
});
