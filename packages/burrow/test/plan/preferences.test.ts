import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { newReader } from "../../src/plan/new-reader.ts";
import { preferred } from "../../src/plan/preferences.ts";
import { requirement } from "../kit/requirement.ts";

const reader = newReader();
const locked = (name: string, version: string, rest = {}) =>
  requirement(name, { specifier: `==${version}`, hashes: [`sha256:${"a".repeat(64)}`], ...rest });

test("what a stale lock has is preferred, without its hashes and with its markers", () => {
  const preferences = [locked("pear", "1.0"), locked("fig", "2.0", { marker: "python_version < '3.9'" })];
  expect(preferred({ goal: { requirements: [requirement("pear")], preferences }, reader }, [])).toEqual([
    requirement("pear", { specifier: "==1.0" }),
    requirement("fig", { specifier: "==2.0", marker: "python_version < '3.9'" }),
  ]);
});

test("not against what is asked now, nor against what is kept, nor what no constraint can say", () => {
  const goal = {
    requirements: [
      requirement("pear", { specifier: ">=1.1" }),
      requirement("plum", { url: "https://x.test/plum-1-py3-none-any.whl" }),
    ],
    preferences: [
      locked("pear", "1.0"),
      locked("plum", "1"),
      locked("apple", "2.0"),
      locked("fig", "1", { url: "https://x.test/fig-1-py3-none-any.whl" }),
      locked("shed", "1", { editable: absolute("/shed") }),
    ],
  };
  expect(preferred({ goal, reader }, [{ name: "apple", version: "1.0" }])).toEqual([]);
});

test("without a lock nothing is preferred", () => {
  expect(preferred({ goal: { requirements: [requirement("pear")] }, reader }, [])).toEqual([]);
});
