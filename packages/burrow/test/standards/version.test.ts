import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions, InvalidStandardText, parseVersion } from "../../src/standards/index.ts";
import { closeVersions, versions } from "./differential/generate/versions.ts";

function printed(text: string): string | undefined {
  const result = parseVersion(text);
  return result.ok ? String(result.value) : undefined;
}

test.each([
  ["1.0", "1.0"],
  [" v1.0-1\n", "1.0.post1"],
  ["1.0.RC1", "1.0rc1"],
  ["01.002", "1.2"],
  ["1!2.0alpha", "1!2.0a0"],
  ["0!1", "1"],
  ["1.0c3", "1.0rc3"],
  ["1.0-r4.dev", "1.0.post4.dev0"],
  ["1.0+Ubuntu_01-x", "1.0+ubuntu.1.x"],
  ["123456789012345678901234567890.0", "123456789012345678901234567890.0"],
])("%j prints as %s", (text, normal) => expect(printed(text)).toBe(normal));

test.each([
  ["", 0],
  ["1.", 1],
  ["1.0-", 3],
  ["1.0+", 3],
  ["1.0 a", 4],
  ["x1", 0],
  ["1!", 2],
])("%j is no version, wrong at %d", (text, index) => {
  expect(parseVersion(text)).toEqual({
    ok: false,
    problem: { message: `\`${text}\` is not a version (PEP 440)`, index },
  });
});

test("a version serialises as its text", () => {
  expect(JSON.stringify({ version: parseVersion("1.0RC1") })).toBe(
    '{"version":{"ok":true,"value":"1.0rc1"}}',
  );
});

test("the order of PEP 440", () => {
  const ordered = [
    "1.0.dev1",
    "1.0a1.dev1",
    "1.0a1",
    "1.0a1.post1.dev2",
    "1.0a1.post1",
    "1.0b1",
    "1.0rc1",
    "1.0",
    "1.0+abc",
    "1.0+abc.1",
    "1.0+5",
    "1.0.post1.dev1",
    "1.0.post1",
    "1.0.1",
    "1.10",
    "9007199254740992",
    "9007199254740993",
    "1!0.1",
  ];
  for (const [i, left] of ordered.entries())
    for (const [j, right] of ordered.entries()) expect(compareVersions(left, right)).toBe(Math.sign(i - j));
});

test("trailing zeros mean nothing", () => expect(compareVersions("1.0.0", "1")).toBe(0));

test("a text that is no version throws, with its problem", () => {
  expect(() => compareVersions("1.0", "one")).toThrow(InvalidStandardText);
  expect(() => compareVersions("1.0", "one")).toThrow("`one` is not a version (PEP 440)");
});

describe("for every version", () => {
  test("printing and reading again gives the same", () => {
    fc.assert(
      fc.property(versions, (text) => {
        const once = printed(text) ?? "";
        expect([printed(once), compareVersions(text, once)]).toEqual([once, 0]);
      }),
      { numRuns: 5_000 },
    );
  });

  test("the order is total", () => {
    fc.assert(
      fc.property(closeVersions, closeVersions, closeVersions, (a, b, c) => {
        const [low = "", middle = "", high = ""] = [a, b, c].toSorted(compareVersions);
        expect({
          reflexive: compareVersions(a, a) === 0,
          antisymmetric: compareVersions(a, b) + compareVersions(b, a) === 0,
          transitive: [
            compareVersions(low, middle),
            compareVersions(middle, high),
            compareVersions(low, high),
          ].every((order) => order <= 0),
          consistent: compareVersions(a, b) !== 0 || compareVersions(a, c) === compareVersions(b, c),
        }).toEqual({ reflexive: true, antisymmetric: true, transitive: true, consistent: true });
      }),
      { numRuns: 5_000 },
    );
  });
});
