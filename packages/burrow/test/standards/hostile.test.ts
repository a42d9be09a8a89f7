import fc from "fast-check";
import { expect, test } from "vitest";
import type { TextProblem } from "../../src/model/parsed.ts";
import {
  compareVersions,
  parseMarker,
  parseRequirement,
  parseSpecifier,
  parseVersion,
  parseWheelName,
} from "../../src/standards/index.ts";

const MANY = 300_000;

/** Texts on which a careless reader takes hours, or all of the stack; [text, whether it is good]. */
test.each<[string, (text: string) => { readonly ok: boolean }, string, boolean]>([
  ["numbers", parseVersion, `1${".1".repeat(MANY)}`, true],
  ["numbers and a bad end", parseVersion, `1${".1".repeat(MANY)}x`, false],
  ["digits", parseVersion, "9".repeat(MANY), true],
  ["local segments", parseVersion, `1+a${".a".repeat(MANY)}!`, false],
  ["white space", parseVersion, `${" ".repeat(MANY)}1${" ".repeat(MANY)}.`, false],
  ["clauses", parseSpecifier, ">=1,".repeat(MANY / 10), true],
  ["commas", parseSpecifier, ",".repeat(MANY), true],
  ["an arbitrary version", parseSpecifier, `===${"=".repeat(MANY)}`, true],
  ["open parentheses", parseMarker, "(".repeat(MANY), false],
  ["comparisons", parseMarker, `os_name=='a'${" or 'a'==os_name".repeat(MANY / 10)}`, true],
  ["escapes", parseMarker, `os_name=='${String.raw`\n`.repeat(MANY)}'`, true],
  ["quotes", parseMarker, "'".repeat(MANY), false],
  ["dashes", parseRequirement, "a-".repeat(MANY), false],
  ["blanks", parseRequirement, `a${" \t".repeat(MANY)}x`, false],
  ["extras", parseRequirement, `a[${"b,".repeat(MANY)}c]`, true],
  ["tags", parseWheelName, `a-1-${"py3.".repeat(MANY)}py3-${"none.".repeat(MANY)}none-any.whl`, true],
])("%s", (_, parse, text, ok) => expect(parse(text).ok).toBe(ok));

test("endless releases compare", () => {
  expect(compareVersions(`1${".0".repeat(MANY)}`, "1")).toBe(0);
  expect(compareVersions("9".repeat(MANY), `${"9".repeat(MANY - 1)}8`)).toBe(1);
});

const READERS = [parseVersion, parseSpecifier, parseMarker, parseRequirement, parseWheelName] as const;
const LETTERS = Array.from("01.ae!+-*=<>~,;()[]@'\"\\ \n\0é\u2028\ud800");
const near = fc.string({
  unit: fc.constantFrom(...LETTERS, "post", "dev", "in", "not", "and", "extra"),
  maxLength: 30,
});

test("no text makes a reader throw, and every problem says what and where", () => {
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: "binary" })), (some) => {
      const texts = [some, `a${some}`, `a;${some}`, `==${some}`, `a-1-${some}-none-any.whl`];
      const bad = texts.flatMap((text) =>
        READERS.map((parse) => parse(text))
          .filter((result) => !result.ok && !isSound(result.problem, text))
          .map((result) => [text, result]),
      );
      expect(bad).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

function isSound({ message, index }: TextProblem, text: string): boolean {
  return /[^.\s]$/u.test(message) && index >= 0 && index <= text.length;
}
