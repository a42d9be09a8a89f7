import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** A file that breaks one wall, by its path below `src`, and the message that names the wall. */
type Plant = readonly [path: string, source: string, message: string];

const never = (folder: string, target: string, invariant: number) =>
  `\`${folder}\` does not import ${target} (invariant ${invariant})`;

const PLANTS: readonly Plant[] = [
  // 1. The pure centre
  ["model/a.ts", `import { b } from "../standards/b.ts"; b();`, never("model", "`standards`", 1)],
  ["model/b.ts", `import * as v from "valibot"; v.string();`, never("model", "the package `valibot`", 1)],
  ["standards/a.ts", `import { b } from "../project/b.ts"; b();`, never("standards", "`project`", 1)],
  [
    "standards/b.ts",
    `import { readFileSync } from "node:fs"; readFileSync("a");`,
    never("standards", "`node:fs`", 1),
  ],
  ["standards/c.ts", `import semver from "semver"; semver();`, never("standards", "the package `semver`", 1)],
  [
    "project/a.ts",
    `import type { B } from "../machine/b.ts"; export type C = B;`,
    never("project", "`machine`", 1),
  ],
  ["project/b.ts", `export { join } from "node:path";`, never("project", "`node:path`", 1)],
  ["plan/a.ts", `import { b } from "../engines/b.ts"; b();`, never("plan", "`engines`", 1)],
  ["plan/b.ts", `export async function wait() { return 1; }`, "the pure centre never waits (invariant 1)"],
  ["plan/c.ts", `export const now = () => Date.now();`, "the pure centre has no clock (invariant 1)"],
  [
    "plan/d.ts",
    `export const dice = () => Math.random();`,
    "the pure centre has no randomness (invariant 1)",
  ],
  ["plan/e.ts", `export const late = () => import("./d.ts");`, "the pure centre never waits (invariant 1)"],
  [
    "plan/f.ts",
    `export const where = () => process.cwd();`,
    "the pure centre knows no process (invariant 1)",
  ],
  ["health/a.ts", `export type Later = Promise<string>;`, "the pure centre never waits (invariant 1)"],
  ["health/b.ts", `import { b } from "../plan/b.ts"; b();`, never("health", "`plan`", 1)],
  [
    "render/a.ts",
    `export const bytes = () => Buffer.from("a");`,
    "the pure centre knows no Node (invariant 1)",
  ],
  ["render/b.ts", `export * from "../cli/b.ts";`, never("render", "`cli`", 1)],
  // 2. Who looks, who changes
  ["survey/a.ts", `import { b } from "../apply/b.ts"; b();`, never("survey", "`apply`", 2)],
  [
    "survey/b.ts",
    `import { spawn } from "node:child_process"; spawn("a");`,
    never("survey", "`node:child_process`", 2),
  ],
  [
    "survey/c.ts",
    `import { writeFileSync } from "node:fs"; writeFileSync("a", "b");`,
    never("survey", "`node:fs`", 2),
  ],
  [
    "survey/d.ts",
    `import type { Workbench } from "../machine/workbench.ts"; export type B = Workbench;`,
    "only apply is given a Workbench (invariant 2)",
  ],
  [
    "engines/a.ts",
    `import type { Workbench } from "../machine/workbench.ts"; export type B = Workbench;`,
    "only apply is given a Workbench (invariant 2)",
  ],
  ["registry/a.ts", `import { b } from "../apply/b.ts"; b();`, never("registry", "`apply`", 2)],
  // 3. The direction
  ["cli/a.ts", `import { readFileSync } from "node:fs"; readFileSync("a");`, never("cli", "`node:fs`", 3)],
  [
    "cli/b.ts",
    `import { spawn } from "node:child_process"; spawn("a");`,
    never("cli", "`node:child_process`", 3),
  ],
  ["cli/c.ts", `import { b } from "../survey/b.ts"; b();`, never("cli", "`survey`", 3)],
  ["cli/d.ts", `import { b } from "../machine/b.ts"; b();`, never("cli", "`machine`", 3)],
  ["server/a.ts", `import { connect } from "node:net"; connect(1);`, never("server", "`node:net`", 3)],
  ["server/b.ts", `import { b } from "../apply/b.ts"; b();`, never("server", "`apply`", 3)],
  ["operations/a.ts", `import { b } from "../cli/b.ts"; b();`, never("operations", "`cli`", 3)],
  ["engines/b.ts", `import { b } from "../operations/b.ts"; b();`, never("engines", "`operations`", 3)],
  ["machine/a.ts", `import { b } from "../survey/b.ts"; b();`, never("machine", "`survey`", 3)],
  ["index.ts", `export { b } from "./survey/b.ts";`, never(".", "`survey`", 3)],
  ["novel/a.ts", `import { b } from "../model/b.ts"; b();`, "`novel` has no place in scripts/lint/layers.js"],
  // 4. Cycles, state, exits
  ["operations/c.ts", `import { d } from "./d.ts"; export const c = () => d();`, "Dependency cycle detected"],
  ["operations/d.ts", `import { c } from "./c.ts"; export const d = () => c();`, "Dependency cycle detected"],
  [
    "registry/b.ts",
    `let count = 0; export const next = () => (count += 1);`,
    "no module-level mutable state (invariant 4)",
  ],
  [
    "registry/c.ts",
    `export const known = new Map<string, string>();`,
    "no module-level mutable state (invariant 4): annotate `ReadonlyMap`/`ReadonlySet`",
  ],
  [
    "registry/d.ts",
    `export const seen: string[] = [];`,
    "no module-level mutable state (invariant 4): an empty container waits to be filled",
  ],
  ["operations/e.ts", `export const leave = () => process.exit(1);`, "Don't use `process.exit()`"],
];

/** What is allowed, so that a wall that refuses everything does not pass. */
const HONEST: readonly (readonly [path: string, source: string])[] = [
  [
    "standards/honest.ts",
    `import { parse } from "yaml"; import type { Reason } from "../model/reason.ts"; export const read = (r: Reason) => parse(r.code);`,
  ],
  [
    "survey/honest.ts",
    `import type { Machine } from "../machine/machine.ts"; export const look = async (m: Machine) => m.home;`,
  ],
  [
    "apply/honest.ts",
    `import type { Workbench } from "../machine/workbench.ts"; export const act = (b: Workbench) => b.home;`,
  ],
  ["registry/honest.ts", `export const TABLE: ReadonlyMap<string, string> = new Map([["a", "b"]]);`],
  ["main.ts", `process.exit(0);`],
];

/** The rules that hold the walls. */
const WALLS: ReadonlySet<string> = new Set([
  "imports",
  "workbench",
  "no-async",
  "no-module-state",
  "no-cycle",
  "no-process-exit",
  "no-restricted-globals",
  "no-restricted-properties",
]);

/** What the linter said of a file. */
interface Said {
  readonly rule: string;
  readonly filename: string;
  readonly text: string;
}

describe("every wall stops a planted violation", () => {
  const tree = mkdtempSync(join(tmpdir(), "burrow-walls-"));
  let said: readonly Said[] = [];

  beforeAll(() => {
    for (const name of [".oxlintrc.json", "package.json", "scripts/lint"])
      cpSync(join(ROOT, name), join(tree, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
    for (const [path, source] of [...PLANTS, ...HONEST]) {
      const file = join(tree, "packages/burrow/src", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${source}\n`);
    }
    said = lint(tree, "packages");
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  test.each(PLANTS)("%s", (path, _source, message) => {
    const here = said.filter(({ filename }) => filename === `packages/burrow/src/${path}`);
    expect(here.map(({ text }) => text)).toContainEqual(expect.stringContaining(message));
  });

  test.each(HONEST)("%s is left in peace", (path) => {
    const here = said.filter(({ filename }) => filename === `packages/burrow/src/${path}`);
    expect(here.filter(({ rule }) => WALLS.has(rule))).toEqual([]);
  });
});

test("burrow itself breaks none", { timeout: 120_000 }, () => {
  expect(lint(ROOT, "packages/burrow/src").filter(({ rule }) => WALLS.has(rule))).toEqual([]);
});

function lint(cwd: string, folder: string): readonly Said[] {
  const program = join(ROOT, "node_modules/.bin/oxlint");
  const run = spawnSync(program, ["--format=json", folder], { cwd, encoding: "utf8", timeout: 60_000 });
  const { diagnostics } = JSON.parse(run.stdout) as {
    readonly diagnostics: readonly { code: string; filename: string; message: string; help?: string }[];
  };
  return diagnostics.map(({ code, filename, message, help }) => ({
    rule: code.replace(/^.*\((.*)\)$/u, "$1"),
    filename,
    text: `${message} ${help ?? ""}`,
  }));
}
