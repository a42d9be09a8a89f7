import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { markerEnvironment } from "../../src/standards/marker-environment.ts";
import { allOf, andText, anyOf, assume, negated } from "../../src/standards/marker-algebra.ts";
import { markersAgree, neverHolds, specifiersAgree } from "../../src/standards/marker-agreement.ts";
import { evaluateMarker, type Marker, parseMarker } from "../../src/standards/marker.ts";
import { parseSpecifier, type Specifier } from "../../src/standards/specifier-set.ts";

function marker(text: string): Marker {
  const read = parseMarker(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

function specifier(text: string): Specifier {
  const read = parseSpecifier(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

const comparison = fc.constantFrom(
  "python_version >= '3.10'",
  "python_version < '3.12'",
  "python_full_version == '3.11.4'",
  "sys_platform == 'win32'",
  "sys_platform != 'linux'",
  "os_name == 'nt'",
  "platform_machine in 'x86_64 aarch64'",
  "extra == 'fast'",
);
const text: fc.Arbitrary<string> = fc.letrec<{ text: string; group: string }>((tie) => ({
  text: fc.oneof({ depthSize: "small" }, comparison, tie("group")),
  group: fc
    .array(fc.tuple(fc.constantFrom("and", "or"), tie("text")), { minLength: 2, maxLength: 4 })
    .map((parts) => `(${parts.map(([join, one], at) => (at === 0 ? one : ` ${join} ${one}`)).join("")})`),
})).text;
const environment = fc
  .record({
    version: fc.constantFrom("3.9.1", "3.10.0", "3.11.4", "3.12.2"),
    os: fc.constantFrom("linux", "macos", "windows"),
    arch: fc.constantFrom("x86_64", "arm64"),
    extra: fc.constantFrom("", "fast"),
  })
  .map(({ version, os, arch, extra }) => ({
    ...markerEnvironment({ version, implementation: "cpython", platform: { os, arch } }),
    extra,
  }));

describe("the algebra says what evaluation says", () => {
  test("negated, all of, any of", () => {
    fc.assert(
      fc.property(text, text, environment, (a, b, where) => {
        const [left, right] = [marker(a), marker(b)];
        const holds = (one: Marker | boolean): boolean =>
          typeof one === "boolean" ? one : evaluateMarker(one, where);
        const opposite = negated(left);
        expect(opposite && holds(marker(String(opposite)))).toBe(!holds(left));
        expect(holds(allOf([left, right]))).toBe(holds(left) && holds(right));
        expect(holds(anyOf([left, right]))).toBe(holds(left) || holds(right));
        expect(evaluateMarker(andText(a, undefined, b) ?? "", where)).toBe(holds(left) && holds(right));
      }),
      { numRuns: 500 },
    );
  });

  test("a marker of which an extra is known", () => {
    fc.assert(
      fc.property(text, environment, (a, where) => {
        const left = assume(marker(a), (term) =>
          term.left.value === "extra" ? term.right.value === where.extra : undefined,
        );
        const holds = typeof left === "boolean" ? left : evaluateMarker(left, { ...where, extra: "other" });
        expect(holds).toBe(evaluateMarker(a, where));
        expect(String(left)).not.toContain("extra");
      }),
      { numRuns: 500 },
    );
  });
});

test("what has no opposite, what is no marker", () => {
  expect(negated(marker("python_version ~= '3.1'"))).toBeUndefined();
  expect(andText("os_name == 'nt'", "not a marker")).toBe("(os_name == 'nt') and (not a marker)");
  expect(andText()).toBeUndefined();
  expect([allOf([]), anyOf([])]).toEqual([true, false]);
});

describe("agreement", () => {
  test.each<[string | undefined, string | undefined, string, boolean]>([
    ["python_version < '3.13'", "python_full_version < '3.13'", "", true],
    ["python_version > '3.8'", "python_full_version >= '3.9'", "", true],
    ["python_version == '3.11'", "python_full_version == '3.11.*'", "", true],
    ["python_version >= '3.10'", undefined, ">=3.10", true],
    ["python_version >= '3.10'", undefined, ">=3.9", false],
    ["platform_system == 'Windows'", "sys_platform == 'win32'", "", true],
    ["os_name == 'nt' and sys_platform == 'win32'", "sys_platform == 'win32'", "", true],
    ["sys_platform == 'cygwin'", "sys_platform == 'win32'", "", false],
    ["platform_python_implementation == 'PyPy'", "implementation_name == 'pypy'", "", true],
    ["extra == 'A-b' and os_name == 'nt'", "os_name == 'nt' and extra == 'a_B'", "", true],
    ["extra == 'a'", "extra == 'b'", "", false],
    ["python_full_version < '3.11.4'", "python_full_version < '3.11.5'", "", false],
    ["platform_machine == 'x86_64'", "platform_machine == 'aarch64'", "", false],
  ])("%s and %s, for Python %s: %s", (left, right, pythons, agree) => {
    const read = (one: string | undefined) => (one === undefined ? undefined : marker(one));
    expect(markersAgree(read(left), read(right), specifier(pythons))).toBe(agree);
  });

  test("what holds with no Python of the set", () => {
    expect(neverHolds(marker("python_version < '3.9'"), specifier(">=3.10"))).toBe(true);
    expect(neverHolds(marker("python_version < '3.9'"), specifier(">=3.8"))).toBe(false);
    expect(neverHolds(undefined, specifier(""))).toBe(false);
  });

  test("sets of versions", () => {
    expect(specifiersAgree(specifier(">=3.10"), specifier(">=3.10.0,!=2.7"))).toBe(true);
    expect(specifiersAgree(specifier(">=3.9,>=3.10"), specifier(">=3.10"))).toBe(true);
    expect(specifiersAgree(specifier(">=3.10"), specifier(">=3.10,<4"))).toBe(false);
  });

  test("more environments than can be tried are not said to agree", () => {
    const many = Array.from(
      { length: 300 },
      (_, at) => `platform_release == '${at}' or platform_version == '${at}'`,
    );
    expect(
      markersAgree(marker(many.join(" or ")), marker(many.toReversed().join(" or ")), specifier("")),
    ).toBe(false);
  });
});
