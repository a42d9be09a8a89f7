import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  evaluateMarker,
  evaluateMarkerWithExtras,
  judgeMarker,
  Marker,
  markerEnvironment,
  parseMarker,
} from "../../src/standards/index.ts";
import { environments, markers } from "./differential/generate/markers.ts";

const LINUX = markerEnvironment({
  version: "3.11.2",
  implementation: "cpython",
  platform: { os: "linux", arch: "x86_64" },
  platformRelease: "6.1.0-18-amd64",
});

function marker(text: string): Marker {
  const result = parseMarker(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem.message}`);
  return result.value;
}

test.each([
  ["os.name=='nt'", 'os_name == "nt"'],
  ["python_implementation == 'x'", 'platform_python_implementation == "x"'],
  ["((os_name=='a'))", 'os_name == "a"'],
  [
    "(os_name=='a' or os_name=='b')and(os_name=='c')",
    '(os_name == "a" or os_name == "b") and os_name == "c"',
  ],
  ["os_name=='a' or os_name=='b' and os_name=='c'", 'os_name == "a" or os_name == "b" and os_name == "c"'],
  ["extra == 'Foo_Bar'", 'extra == "foo-bar"'],
  ["'A.B' in extras", '"a-b" in extras'],
  ["'linux'not  in sys_platform", '"linux" not in sys_platform'],
  [`os_name == 'say "hi"'`, `os_name == 'say "hi"'`],
  [String.raw`os_name == '\x61\142\u0063'`, 'os_name == "abc"'],
  [String.raw`os_name == '\x22\x27'`, String.raw`os_name == "\x22'"`],
])("%s prints as %s", (text, normal) => expect(String(marker(text))).toBe(normal));

test.each([
  ["", 0, "expected a marker variable or a quoted text"],
  ["os_name", 7, "expected an operator: `==`, `!=`, `<`, `<=`, `>`, `>=`, `~=`, `===`, `in` or `not in`"],
  ["os_name == nt", 11, "expected a marker variable or a quoted text"],
  ["os_name == 'nt", 11, "the quoted text does not end"],
  ["os_name == 'a\nb'", 11, "the quoted text is not a Python string"],
  [String.raw`os_name == '\N{BULLET}'`, 11, "the quoted text is not a Python string"],
  ["(os_name == 'nt'", 0, "expected `)`, `and` or `or`"],
  ["os_name == 'nt')", 15, "expected `and`, `or` or the end of the marker"],
  ["os_name == 'nt' AND os_name == 'nt'", 16, "expected `and`, `or` or the end of the marker"],
])("%j is no marker, wrong at %d: %s", (text, index, message) => {
  expect(parseMarker(text)).toEqual({ ok: false, problem: { message, index } });
});

function nested(depth: number): string {
  return `${"(".repeat(depth)}os_name == 'nt'${")".repeat(depth)}`;
}

describe("parentheses", () => {
  test("may be nested 200 deep", () => expect(String(marker(nested(200)))).toBe('os_name == "nt"'));

  test("deeper ones are a problem, however deep", () => {
    for (const depth of [201, 1_000_000])
      expect(parseMarker(nested(depth))).toEqual({
        ok: false,
        problem: { message: "the parentheses are nested deeper than 200", index: 201 },
      });
  });
});

test.each([
  ["python_version >= '3.8'", true],
  ["python_version < '3.9'", false],
  ["'3.8' <= python_version", true],
  ["python_version in '3.11, 3.12'", true],
  ["python_version == '3.*'", true],
  ["python_full_version ~= '3.11.1'", true],
  ["platform_release >= '5'", false],
  ["platform_system < 'Z'", false],
  ["sys_platform >= 'linux'", true],
  ["'linux' in sys_platform and os_name != 'nt'", true],
  ["os_name == 'nt' or sys_platform == 'linux' and platform_machine == 'x86_64'", true],
  ["(os_name == 'posix' or sys_platform == 'linux') and platform_machine == 'arm64'", false],
  ["extra == 'test'", false],
  ["extra != 'test'", true],
])("on Linux with Python 3.11, %s: %s", (text, holds) => expect(evaluateMarker(text, LINUX)).toBe(holds));

test("extras are compared in their normal form", () => {
  expect(evaluateMarker("extra == 'Foo_Bar'", { ...LINUX, extra: "foo.bar" })).toBe(true);
  expect(evaluateMarker("'Foo_Bar' in extras", { ...LINUX, extras: ["FOO-bar"] })).toBe(true);
  expect(evaluateMarker("'dev' not in dependency_groups", { ...LINUX, dependency_groups: [] })).toBe(true);
});

test.each([
  ["os_name ~= 'x'", "`~=` does not compare `posix` with `x`"],
  ["'x' in extras", "there is no marker variable `extras` here"],
  ["'x' == 'toString'", "there is no marker variable `toString` here"],
])("%s cannot be judged: %s", (text, message) => {
  expect(judgeMarker(marker(text), LINUX)).toEqual({ ok: false, problem: { message, index: 0 } });
  expect(() => evaluateMarker(text, LINUX)).toThrow(message);
});

test("a set stands only on the right", () => {
  expect(() => evaluateMarker("extras == 'x'", { ...LINUX, extras: ["x"] })).toThrow(
    "`extras` is a set: it can only stand on the right of `in`",
  );
});

test("the extras that a marker names", () => {
  expect(marker("extra == 'B_1' or ('a' == extra and os_name == 'nt') or extra == 'b.1'").extras).toEqual([
    "b-1",
    "a",
  ]);
  expect(marker("os_name == 'extra'").extras).toEqual([]);
  expect(marker("'x' in extras or 'y' in dependency_groups").extras).toEqual(["x"]);
});

test.each<[string, string[], boolean]>([
  ["extra == 'test'", [], false],
  ["extra == 'test'", ["docs", "Test"], true],
  ["extra == 'test'", ["docs"], false],
  ["os_name == 'posix'", [], true],
  ["os_name == 'posix'", ["docs"], true],
  ["extra == ''", [], true],
  ["extra != 'test'", ["test"], false],
  ["os_name == 'nt' and extra == 'test'", ["test"], false],
])("%s with the extras %j: %s", (text, extras, holds) => {
  expect(evaluateMarkerWithExtras(text, LINUX, extras)).toBe(holds);
});

test("printing and reading again gives the same, and judges the same", () => {
  fc.assert(
    fc.property(markers, environments, (text, environment) => {
      const result = parseMarker(text);
      // What has control characters or backslashes in it prints bare, as packaging prints it.
      fc.pre(result.ok && !/[\\\n\0]/u.test(String(result.value)));
      if (!result.ok) return;
      const again = marker(String(result.value));
      expect(String(again)).toBe(String(result.value));
      expect(judgeMarker(again, environment)).toEqual(judgeMarker(result.value, environment));
    }),
    { numRuns: 5_000 },
  );
});
