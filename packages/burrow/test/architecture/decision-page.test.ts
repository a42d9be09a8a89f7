import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT } from "../../src/cli/commands/project-options.ts";
import { settingTables } from "../../src/project/settings/describe.ts";
import { ROOT } from "../kit/tools.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const page = read("docs/decision.md");

test("A46 the page on the decision has the tree, what is found by itself, the six situations and the overrides", () => {
  const headings = [...page.matchAll(/^## (.+)$/gmu)].map((match) => match[1]);
  expect(headings).toEqual(["What is looked at", "The decision", "Six situations", "Deciding yourself"]);
});

test("A46 every option and setting that it names exists", () => {
  const options = [...page.matchAll(/`--([a-z-]+)/gu)].map((match) => match[1] ?? "");
  const keys = [...page.matchAll(/`([a-z-]+) = /gu)].map((match) => match[1] ?? "");
  const settings = settingTables().flatMap(({ rows }) => rows.map(({ key }) => key));
  expect(options.length).toBeGreaterThan(7);
  expect(options.filter((option) => !(option in PROJECT))).toEqual([]);
  expect(keys.length).toBeGreaterThan(5);
  expect(keys.filter((key) => !settings.includes(key))).toEqual([]);
});

test("A46 A47 each of the six situations is a test of its own, with what happens", () => {
  const told = [...page.matchAll(/^\| (\d) .*\| (\w+)\s*\|$/gmu)].map((match) => [match[1], match[2]]);
  const tests = read("packages/burrow/test/e2e/scenarios.test.ts").split(/^ {2}test\(/mu);
  const shown = ["1", "2", "3", "4", "5", "6"].map((number) => {
    const body = tests.find((one) => new RegExp(`^"[A-Z0-9 ]+ ${number}: `, "u").test(one)) ?? "";
    return [number, /toEqual\(\[0, "\w+", "(\w+)"\]\)/u.exec(body)?.[1]];
  });
  expect(shown).toEqual(told);
});
