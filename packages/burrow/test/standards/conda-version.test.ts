import { expect, test } from "vitest";

import { compareCondaVersions, parseCondaVersion } from "../../src/standards/conda-version.ts";
import {
  matchesGlob,
  parseVersionSpec,
  printVersionSpec,
  specHas,
} from "../../src/standards/conda-version-spec.ts";

/** The order that conda's documentation gives (VersionOrder); what is on one line is equal. */
const ORDER = `
0.4 0.4.0
0.4.1.rc 0.4.1.RC
0.4.1
0.5a1
0.5b3
0.5C1
0.5
0.9.6
0.960923
1.0
1.1dev1
1.1_
1.1a1
1.1.0dev1 1.1.dev1
1.1.a1
1.1.0rc1
1.1.0 1.1
1.1.0post1 1.1.post1
1.1post1
1996.07.12
1!0.4.1
1!3.1.1.6
2!0.4.1`;

function version(text: string) {
  const read = parseCondaVersion(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

test("versions are ordered as conda documents it", () => {
  const lines = ORDER.trim()
    .split("\n")
    .map((line) => line.split(" "));
  for (const [at, line] of lines.entries())
    for (const left of line)
      for (const [beside, other] of lines.entries())
        for (const right of other)
          expect([left, right, compareCondaVersions(version(left), version(right))]).toEqual([
            left,
            right,
            Math.sign(at - beside),
          ]);
});

test("openssl's letters come after the bare version, its dash before both", () => {
  const order = ["1.0.1-", "1.0.1", "1.0.1.a", "1.0.1a"];
  expect(order.toSorted((a, b) => compareCondaVersions(version(a), version(b)))).toEqual([
    "1.0.1-",
    "1.0.1a",
    "1.0.1.a",
    "1.0.1",
  ]);
});

test("numbers of any size keep every digit", () => {
  expect(compareCondaVersions(version("1.18446744073709551617"), version("1.18446744073709551616"))).toBe(1);
});

test.each(["", " ", "1..2", "1.", ".1", "1+", "+1", "!1", "1!", "1!2!3", "1-0_1", "1.*", "1=2", "é", "1 2"])(
  "`%s` is not a version",
  (text) => {
    expect(parseCondaVersion(text).ok).toBe(false);
  },
);

function has(spec: string, text: string): boolean {
  const read = parseVersionSpec(spec);
  if (!read.ok) throw new Error(read.problem.message);
  return specHas(read.value, version(text));
}

test.each([
  ["*", "0", true],
  ["1.2", "1.2.0", true],
  ["1.2", "1.2.1", false],
  ["==1.2", "1.2", true],
  ["=1.2", "1.2.9", true],
  ["=1.2", "1.20", false],
  ["1.2.*", "1.2a1", true],
  ["1.2*", "1.20", false],
  ["1.*.3", "1.99.3", true],
  ["1.*.3", "1.99.4", false],
  ["!=1.2.*", "1.2.3", false],
  ["!=1.2", "1.2.3", true],
  ["~=1.2.3", "1.2.9", true],
  ["~=1.2.3", "1.3", false],
  ["~=1.2.3", "1.2.2", false],
  [">=1,<2|3.*", "3.4", true],
  [">=1,<2|3.*", "2.5", false],
  ["(>=1|<0.5),!=1.1", "0.1", true],
  ["(>=1|<0.5),!=1.1", "1.1", false],
  [">=1, <2", "1.5", true],
  [">1.2", "1.2.post1", true],
  [">=3.8,<3.9.0a0", "3.8.19", true],
  [">=3.8,<3.9.0a0", "3.9.0a0", false],
  ["=1!1.2", "1.2", false],
])("`%s` has `%s`: %s", (spec, text, expected) => {
  expect(has(spec, text)).toBe(expected);
});

test.each([
  "",
  ">",
  ">=1,",
  "1|",
  "|1",
  "(1",
  "1)",
  "===1",
  "=>1",
  "^1.*$",
  "!=*",
  ">= 1 2",
  "1.**",
  "@",
  `${"(".repeat(100)}1${")".repeat(100)}`,
])("`%s` is not a set of versions", (text) => {
  expect(parseVersionSpec(text).ok).toBe(false);
});

test("a set prints as conda writes it", () => {
  const print = (text: string) => {
    const read = parseVersionSpec(text);
    return read.ok ? printVersionSpec(read.value) : read.problem.message;
  };
  expect([">=1, <2 | 3.*", "(>=1|<0.5),!=1.1.*", "=1.2", "~=1.2a", "*", "1.*.3"].map(print)).toEqual([
    ">=1,<2|3.*",
    "(>=1|<0.5),!=1.1.*",
    "1.2.*",
    "~=1.2a",
    "*",
    "1.*.3",
  ]);
});

test("a pattern of many stars is judged in linear time", () => {
  expect(matchesGlob("a".repeat(20_000), `${"*a".repeat(10_000)}b`)).toBe(false);
  expect(matchesGlob("abcabc", "a*c")).toBe(true);
  expect(matchesGlob("ab", "ab*b")).toBe(false);
});
