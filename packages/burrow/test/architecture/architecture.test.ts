import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FINDINGS } from "../../src/model/findings.ts";
import { ROOT } from "../kit/tools.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** The words in backticks of a page, code blocks left out. */
const quoted = (page: string) =>
  [
    ...read(page)
      .replaceAll(/^```.*?^```/gmsu, "")
      .matchAll(/`([^`]+)`/gu),
  ].map((match) => match[1] ?? "");

const RULE = /^(?:walls|import|unicorn|typescript)\/[a-z-]+$|^no-restricted-/u;
const PATH =
  /^[\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|js|mjs|md|json|toml|py))$|^(?:packages|examples|scripts|docs|bench)\//u;
/** What stands in the projects that burrow serves, and not in this repository. */
const ELSEWHERE: ReadonlySet<string> = new Set([".burrow/", ".venv/", "pyproject.toml", "burrow.toml"]);

test.each(["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])("every path that %s names exists", (page) => {
  const paths = quoted(page).filter((word) => PATH.test(word) && !RULE.test(word) && !ELSEWHERE.has(word));
  expect(paths.length).toBeGreaterThan(0);
  const places = ["", "packages/burrow/src", "packages/burrow"];
  expect(paths.filter((path) => !places.some((place) => existsSync(join(ROOT, place, path))))).toEqual([]);
});

test("every rule that ARCHITECTURE.md names is switched on", () => {
  const rules = quoted("ARCHITECTURE.md").filter((word) => RULE.test(word));
  expect(rules.length).toBeGreaterThan(6);
  const config = read(".oxlintrc.json");
  expect(
    rules.filter((rule) => !new RegExp(`"${rule}": (?:"error"|\\[\\s*"error")`, "u").test(config)),
  ).toEqual([]);
});

test("the README's first two commands are the main job and the tests", () => {
  const blocks = [...read("README.md").matchAll(/^```sh\n(.*?)^```/gmsu)].map((match) => match[1]);
  expect(blocks.slice(0, 2)).toEqual(["./try\n", "npm test\n"]);
});

test("every finding of doctor's has a test that names it", () => {
  const folder = "packages/burrow/test";
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  const tests = files
    .filter((file) => file.endsWith(".ts") && !file.startsWith("fixtures"))
    .map((file) => read(join(folder, file)))
    .join("\n");
  expect(Object.keys(FINDINGS).filter((code) => !tests.includes(`"${code}"`))).toEqual([]);
});
