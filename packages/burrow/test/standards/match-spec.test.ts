import { expect, test } from "vitest";

import { type MatchedPackage, parseMatchSpec, specMatches } from "../../src/standards/match-spec.ts";
import { printMatchSpec } from "../../src/standards/match-spec-text.ts";

const HASH = "0123456789abcdef0123456789abcdef";
const NUMPY: MatchedPackage = {
  name: "numpy",
  version: "1.26.4",
  build: "py312heda63a1_0",
  buildNumber: 0,
  subdir: "linux-64",
  channel: "https://channels.example/main",
  url: "https://channels.example/main/linux-64/numpy-1.26.4-py312heda63a1_0.conda",
  fileName: "numpy-1.26.4-py312heda63a1_0.conda",
  md5: HASH,
  license: "BSD-3-Clause",
};

function read(text: string) {
  const found = parseMatchSpec(text);
  if (!found.ok) throw new Error(found.problem.message);
  return found.value;
}

test.each([
  ["numpy", true],
  ["NumPy", true],
  ["pandas", false],
  ["numpy 1.26.4", true],
  ["numpy 1.26", false],
  ["numpy=1.26", true],
  ["numpy==1.26", false],
  ["numpy=1.26.4=py312heda63a1_0", true],
  ["numpy=1.26=py312heda63a1_0", false],
  ["numpy 1.26.* py312*", true],
  ["numpy 1.26.* py311*", false],
  ["numpy >=1.20, <2", true],
  ["numpy>=1.20,<1.26|>=1.26.4", true],
  ["numpy=*=*_0", true],
  ["numpy[version='>=1.20',build=py312*]", true],
  ["numpy[build_number=0]", true],
  ["numpy[build_number='>=1']", false],
  ["numpy >=2[version='<2']", true],
  [`numpy[md5=${HASH.toUpperCase()}]`, true],
  [`numpy[md5=${"f".repeat(32)}]`, false],
  ["numpy[subdir=linux-64]", true],
  ["numpy[subdir=noarch]", false],
  ["numpy[fn=numpy-1.26.4-py312heda63a1_0.conda]", true],
  ["numpy[license=MIT]", false],
  ["main::numpy", true],
  ["main/linux-64::numpy=1.26", true],
  ["main/noarch::numpy", false],
  ["other::numpy", false],
  ["https://channels.example/main::numpy", true],
  ["https://user:secret@channels.example/t/token/main/linux-64::numpy", true],
  ["https://channels.example/ma::numpy", false],
  ["https://channels.example/main/linux-64/numpy-1.26.4-py312heda63a1_0.conda", true],
  [`https://channels.example/main/linux-64/numpy-1.26.4-py312heda63a1_0.conda#${HASH}`, true],
  [`https://channels.example/main/linux-64/numpy-1.26.4-py312heda63a1_0.conda#${"f".repeat(32)}`, false],
  ["numpy ~=1.26.0 # a comment", true],
  ["numpy!=1.26.4", false],
])("`%s` asks for numpy 1.26.4: %s", (text, expected) => {
  expect(specMatches(read(text), NUMPY)).toBe(expected);
});

test.each([
  ["", 0],
  ["main::", 6],
  ["nump*", 4],
  ["numpy=", 0],
  ["numpy>=1,", 0],
  ["numpy 1.2 py* x", 10],
  ["numpy 1.2 ^py.*$", 10],
  ["numpy[version=1", 5],
  ["numpy[version]", 6],
  ["numpy[features=x]", 6],
  ["numpy[md5=12]", 6],
  ["numpy[build=a,build=b]", 14],
  ["numpy@1", 5],
  ["ba d::numpy", 0],
])("`%s` is not a MatchSpec, and where", (text, index) => {
  const found = parseMatchSpec(text);
  expect(found.ok ? found.value : found.problem.index).toBe(index);
});

test.each([
  ["numpy", "numpy"],
  ["NumPy = 1.26", "numpy 1.26.*"],
  ["numpy==1.26=py*", "numpy ==1.26 py*"],
  ["numpy[build='py*']", 'numpy[build="py*"]'],
  ["main/linux-64::numpy>=1,<2", "main/linux-64::numpy >=1,<2"],
  [
    "https://channels.example/main/noarch::numpy",
    'numpy[channel="https://channels.example/main",subdir="noarch"]',
  ],
  [`numpy 1.2[md5=${HASH},build_number='>=1']`, `numpy ==1.2[build_number=">=1",md5="${HASH}"]`],
  ["/cache/linux-64/numpy-1.2-0.tar.bz2", 'numpy[url="file:///cache/linux-64/numpy-1.2-0.tar.bz2"]'],
])("`%s` prints as `%s`", (text, printed) => {
  expect(printMatchSpec(read(text))).toBe(printed);
  expect(printMatchSpec(read(printed))).toBe(printed);
});
