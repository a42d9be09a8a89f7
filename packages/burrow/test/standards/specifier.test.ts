import fc from "fast-check";
import { expect, test } from "vitest";
import {
  admitsVersion,
  mentionsPrerelease,
  parseSpecifier,
  parseVersion,
  pinnedVersion,
  type Specifier,
  specifierContains,
  type Version,
} from "../../src/standards/index.ts";
import { closeVersions, specifiers } from "./differential/generate/versions.ts";

function set(text: string): Specifier {
  const result = parseSpecifier(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function version(text: string): Version {
  const result = parseVersion(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

test.each([
  ["", ""],
  [" >= 1.0 , <2 ,", "<2,>=1.0"],
  ["==1.0.0,==1.0", "==1.0"],
  ["~=1.0.0,~=1.0", "~=1.0,~=1.0.0"],
  ["== 1.0-RC1", "==1.0-RC1"],
  ["=== anything_1", "===anything_1"],
])("%j prints as %j", (text, normal) => expect(String(set(text))).toBe(normal));

test.each([
  [">=1,<2.*", 6],
  ["~=1", 3],
  [">=1+local", 3],
  ["==1.0a1.*", 7],
  ["1.0", 0],
  [">=1, =2", 5],
])("%j is no set of specifiers, wrong at %d", (text, index) => {
  const result = parseSpecifier(text);
  expect(result.ok ? undefined : result.problem.index).toBe(index);
});

/** [specifier, versions inside, versions outside] */
test.each<[string, string[], string[]]>([
  ["", ["1", "1.0a1", "not a version"], []],
  ["==1.0", ["1", "1.0.0", "1.0+local"], ["1.0.post1", "1.0a1", "1.0.1"]],
  ["==1.0+local", ["1.0+LOCAL"], ["1.0", "1.0+local.1"]],
  ["!=1.0", ["1.1", "1.0a1"], ["1.0+x"]],
  ["==1.*", ["1", "1.9", "1.0.dev1", "1.0a1", "1.5+x"], ["2.0.dev0", "0.9", "1!1.0", "10"]],
  ["!=1.0.*", ["1.1"], ["1", "1.0.5"]],
  ["<1.0", ["0.9", "0.9.post1"], ["1.0a1", "1.0.dev0", "1.0"]],
  ["<1.0rc1", ["1.0b1", "1.0.dev0"], ["1.0rc1", "1.0"]],
  ["<1.0.post1", ["1.0", "1.0.dev1", "1.0.post0"], ["1.0.post1.dev0", "1.0.post1"]],
  [">1.0", ["1.0.1", "1.1a1"], ["1.0", "1.0.post1", "1.0+x"]],
  [">1.0.post1", ["1.0.post2"], ["1.0.post1", "1.0.post1+x", "1.0"]],
  [">1.0a1", ["1.0a2", "1.0"], ["1.0a1.post1", "1.0a1"]],
  ["<=1.0", ["1.0+x", "1.0a1"], ["1.0.post1"]],
  [">=1.0", ["1.0+x", "1.0.post1"], ["1.0rc1"]],
  ["~=1.4.2", ["1.4.2", "1.4.9"], ["1.5", "1.4.1"]],
  ["~=1.4a1", ["1.4a1", "1.9"], ["2.0.dev0", "1.4.dev1"]],
  ["===1.0", ["1.0"], ["1.0.0"]],
  ["===Weird_1", ["weird_1"], ["weird.1"]],
  [">=1,<2,!=1.5", ["1", "1.4"], ["1.5", "2", "foo"]],
])("%s admits %j and not %j", (text, inside, outside) => {
  expect(inside.filter((one) => !specifierContains(text, one))).toEqual([]);
  expect(outside.filter((one) => specifierContains(text, one))).toEqual([]);
});

test("pre-releases can be kept out, even those that are asked for", () => {
  expect(specifierContains(">=1.0", "1.1a1")).toBe(true);
  expect(specifierContains(">=1.0", "1.1a1", { prereleases: true })).toBe(true);
  expect(specifierContains(">=1.0", "1.1a1", { prereleases: false })).toBe(false);
  expect(specifierContains("===1.1a1", "1.1a1", { prereleases: false })).toBe(false);
});

test("a specifier that does not parse throws", () => {
  expect(() => specifierContains("~=1", "1")).toThrow("`~=1` is not a version specifier (PEP 440)");
});

test.each([
  [">=2.0rc1", true],
  [">=1,<2.dev0", true],
  ["===1.0b1", true],
  ["!=2.0rc1", false],
  [">=2.0", false],
  ["===x", false],
  ["", false],
])("%j mentions a pre-release: %s", (text, told) => expect(mentionsPrerelease(set(text))).toBe(told));

test.each([
  ["==1.0", "1.0"],
  [">=0.5,==1.0", "1.0"],
  ["===x", "x"],
  ["==1.*", undefined],
  [">=1,<=1", undefined],
])("%j pins %j", (text, pin) => expect(pinnedVersion(set(text))).toBe(pin));

test("printing and reading again gives the same, and admits the same", () => {
  fc.assert(
    fc.property(specifiers, closeVersions, (text, item) => {
      const once = parseSpecifier(text);
      fc.pre(once.ok);
      if (!once.ok) return;
      const again = set(String(once.value));
      expect([String(again), admitsVersion(again, version(item))]).toEqual([
        String(once.value),
        specifierContains(text, version(item)),
      ]);
    }),
    { numRuns: 5_000 },
  );
});

test("`==` and `!=` part all versions; `<` is part of `<=`, and `>` of `>=` without `<=`", () => {
  fc.assert(
    fc.property(closeVersions, closeVersions, (asked, item) => {
      const plain = asked.replace(/\+.*/u, "");
      const holds = (operator: string): boolean => specifierContains(operator + plain, item);
      expect({
        parted: specifierContains(`==${asked}`, item) !== specifierContains(`!=${asked}`, item),
        below: !holds("<") || holds("<="),
        above: !holds(">") || (holds(">=") && !holds("<=")),
      }).toEqual({ parted: true, below: true, above: true });
    }),
    { numRuns: 5_000 },
  );
});
