import { expect, test } from "vitest";
import { reason } from "../../src/model/reason.ts";
import { warningLines } from "../../src/render/warnings.ts";
import { TERMINAL } from "./kit.ts";

const kept = ["ipdb", "tabulate", "rich", "six", "toolz", "wheel", "zipp"].map((name, index) =>
  reason("carried-over", { name, version: `1.${index}` }),
);
const late = reason("resolved-later", { what: "2 distributions" });

test("what repeats is one line, in the place of its first", () => {
  expect(warningLines([...kept.slice(0, 2), late, ...kept.slice(2)], TERMINAL)).toEqual([
    "! kept, added by hand: ipdb 1.0, tabulate 1.1, rich 1.2, six 1.3, toolz 1.4 and",
    "  2 more",
    "! 2 distributions resolved once the Python is there",
  ]);
  expect(warningLines(kept, { ...TERMINAL, verbose: true })).toEqual([
    "! kept, added by hand: ipdb 1.0, tabulate 1.1, rich 1.2, six 1.3, toolz 1.4,",
    "  wheel 1.5, zipp 1.6",
  ]);
});

test("one alone is its sentence", () => {
  expect(warningLines(kept.slice(0, 1), TERMINAL)).toEqual(["! ipdb 1.0 was added by hand and is kept"]);
});

test("what says more than a name is told one by one, and the sixth is counted", () => {
  const failed = ["a", "b", "c", "d", "e", "f", "g"].map((name) =>
    reason("import-failed", { name, detail: "x" }),
  );
  expect(warningLines(failed, TERMINAL).slice(4)).toEqual([
    "! importing e failed: x",
    "! and 2 more like these",
  ]);
});
