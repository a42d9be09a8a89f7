import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startProgram } from "../kit/e2e.ts";
import { EMPTY_ENVIRONMENT, filesOfFake } from "../kit/fake-engine.ts";
import { CACHE, ROOT } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";

/** Where the program under test is compiled to; below `node_modules`, so that it finds its packages. */
const COMPILED = join(CACHE, "killed-apply");
const PROGRAM = join(COMPILED, "test/kit/killed-apply.js");
/** Projects that are tried side by side. */
const AT_ONCE = 4;

const RECORDS = [".burrow/generations/default/2.json", ".burrow/generations/default/2.files.json"]; // have times in them

beforeAll(() => {
  rmSync(COMPILED, { recursive: true, force: true });
  const compile = [
    "tsc",
    "-p",
    "packages/burrow/tsconfig.json",
    "--noEmit",
    "false",
    "--rootDir",
    "packages/burrow",
  ];
  const run = spawnSync("npx", [...compile, "--outDir", COMPILED], { cwd: ROOT, encoding: "utf8" });
  if (!existsSync(PROGRAM)) throw new Error(run.stdout + run.stderr);
  writeFileSync(join(COMPILED, "package.json"), '{"type": "module"}');
});

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function environment(root: string, pins: readonly (readonly [name: string, version: string])[]): void {
  write(root, EMPTY_ENVIRONMENT);
  for (const [name, version] of pins) write(root, filesOfFake({ name, version }));
}

const TASKS = {
  generation: (root: string) => {
    write(root, { ".git/HEAD": "main", ".gitignore": "dist\n", ".dockerignore": "dist", "app.py": "pass" });
    environment(join(root, ".burrow/generations/default/1"), [["aa", "1"]]);
    symlinkSync(".burrow/generations/default/1", join(root, ".venv"));
  },
  "in-place": (root: string) => {
    write(root, { "app.py": "pass", ".venv/notes": "mine" });
    environment(join(root, ".venv"), [
      ["aa", "1"],
      ["cc", "3"],
    ]);
    symlinkSync("lib", join(root, ".venv/lib64"));
  },
} as const;

/** Runs the program, the leader of a group that the kill reaches and nobody else is in; true when it came to its end. */
async function go(task: string, acts: number, ...roots: readonly string[]): Promise<boolean> {
  const program = [process.execPath, PROGRAM, task, String(acts), ...roots];
  const { status, signal, stderr } = await startProgram(program, { cwd: ROOT, env: {} }).ended;
  if (signal === "SIGKILL") return false;
  if (status !== 0) throw new Error(`${task} after ${acts} acts: ${stderr}`);
  return true;
}

/** Tries every number of acts from 0 until the program comes to its end, each in a project of its own; gives these by number. */
async function tryAll(
  template: string,
  act: (root: string, acts: number) => Promise<boolean>,
): Promise<readonly string[]> {
  const roots: string[] = [];
  let ended = false;
  const worker = async () => {
    while (!ended) {
      const acts = roots.length;
      const root = fresh(template);
      roots.push(root);
      if (await act(root, acts)) ended = true;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return roots;
}

function seen(root: string): readonly string[] {
  return tree(root, { except: RECORDS });
}

function fresh(template: string): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "burrow-killed-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(template, root, { recursive: true, verbatimSymlinks: true });
  return root;
}

describe.each(Object.keys(TASKS) as (keyof typeof TASKS)[])(
  "a change (%s) whose process group is killed",
  (task) => {
    const setUp = async () => {
      const template = realpathSync(mkdtempSync(join(tmpdir(), "burrow-template-")));
      onTestFinished(() => rmSync(template, { recursive: true, force: true }));
      TASKS[task](template);
      const done = fresh(template);
      expect(await go(task, Infinity, done)).toBe(true);
      return { template, before: seen(template), after: seen(done) };
    };

    test("after any act is recovered to before or after, byte for byte", async () => {
      const { template, before, after } = await setUp();
      expect(after).not.toEqual(before);
      const roots = await tryAll(template, (root, acts) => go(task, acts, root));
      expect(roots.length).toBeGreaterThan(40);
      await go("recover", Infinity, ...roots);
      const trees = roots.map(seen);
      const first = trees.findIndex((is) => is.join("\n") === after.join("\n"));
      expect(first).toBeGreaterThan(0);
      for (const [acts, is] of trees.entries())
        expect(is, `killed after ${acts} acts`).toEqual(acts < first ? before : after);
    });

    test("and whose recovery is killed after any act, twice, is recovered to before", async () => {
      const { template, before } = await setUp();
      const roots = await tryAll(template, async (root, acts) => {
        expect(await go(task, 40, root)).toBe(false);
        const ended = await go("recover", acts, root);
        if (acts % 3 === 1) await go("recover", acts % 7, root);
        return ended;
      });
      expect(roots.length).toBeGreaterThan(5);
      await go("recover", Infinity, ...roots);
      for (const [acts, root] of roots.entries())
        expect(seen(root), `recovery killed after ${acts} acts`).toEqual(before);
    });
  },
);
