import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMON } from "../../src/cli/common-options.ts";
import { TABLE } from "../../src/cli/table.ts";
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

test("ARCHITECTURE.md says of everything in the source what it is", () => {
  const told = new Set(quoted("ARCHITECTURE.md"));
  const there = readdirSync(join(ROOT, "packages/burrow/src"), { withFileTypes: true });
  const names = there.map((one) => (one.isDirectory() ? `${one.name}/` : one.name));
  expect(names.filter((name) => !told.has(name))).toEqual([]);
});

/** Texts with command lines of burrow's: the pages, and the source with its hints. */
const TEXTS = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs"), { encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, "packages/burrow/src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `packages/burrow/src/${name}`),
];

/** `burrow NAME …` where a command line begins: in quotes, after a prompt, a separator or `hint:`, or at the begin of a line; to its end. */
const COMMAND_LINE = /(?:[`"']|\$ |· |: |^ *)burrow ([a-z]+)((?: [^\s`"'·;,()]+)*)/gmu;

test("every command and every option that a page or a hint names is there", async () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const text of TEXTS)
    for (const match of read(text).matchAll(COMMAND_LINE)) {
      const [line, name = "", rest = ""] = match;
      const command = await TABLE[name]?.load();
      const isHint = match.input.slice(0, match.index).endsWith("hint: ");
      if (command === undefined && text.endsWith(".ts") && !isHint) continue; // a sentence
      seen += 1;
      const own = command?.passthrough === true ? rest.replace(/ [^-].*$/u, "") : rest;
      const options = [...own.matchAll(/ --([a-z-]+)/gu)].map(([, option = ""]) => option);
      const known = { ...command?.options, ...COMMON };
      if (command === undefined || options.some((option) => !Object.hasOwn(known, option)))
        wrong.push(`${text}: ${line.trim()}`);
    }
  expect(seen).toBeGreaterThan(150);
  expect(wrong).toEqual([]);
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
