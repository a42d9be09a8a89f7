import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { findPython } from "../../kit/tools.ts";

/** The release of Poetry that burrow agrees with, and what of its dependencies its lock and its constraints need. */
export const POETRY = "2.5.1";
const RELEASES = [`poetry==${POETRY}`, "poetry-core==2.5.0", "packaging==26.3", "tomlkit==0.13.3"];

/** A Python process with Poetry in it. */
export interface PoetryOracle {
  /** Asks all at once; the answers come in the same order. */
  ask(questions: readonly (readonly unknown[])[]): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

/** Starts the oracle. Where Poetry cannot be had the test fails in CI and is skipped by name elsewhere. */
export async function startPoetry(context: TestContext): Promise<PoetryOracle> {
  const python = ["3.13", "3.12", "3.11"].map(findPython).find((found) => found !== undefined);
  const missing = python === undefined ? "a Python of 3.11 or newer" : provide(python);
  if (missing !== undefined || python === undefined) {
    const note = `needs Poetry ${POETRY}: ${missing}`;
    if (process.env["CI"]) throw new Error(note);
    process.stderr.write(`skipped: ${context.task.name}: ${note}\n`);
    context.skip(note);
    throw new Error(note);
  }
  const script = fileURLToPath(new URL("poetry-oracle.py", import.meta.url));
  const child = spawn(python, ["-B", script], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONPATH: LIBRARY, PYTHONIOENCODING: "utf-8" },
  });
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity })[Symbol.asyncIterator]();
  return {
    async ask(questions) {
      child.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(""));
      const answers: unknown[] = [];
      while (answers.length < questions.length) {
        const line = await lines.next();
        if (line.done === true) throw new Error(`the oracle ended at question ${answers.length}`);
        answers.push(JSON.parse(line.value));
      }
      return answers;
    },
    async end() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "close");
    },
  };
}

const LIBRARY = join(tmpdir(), `burrow-oracle-poetry-${POETRY}`);

/** Has the library at hand, kept between runs; gives why not. */
function provide(python: string): string | undefined {
  if (existsSync(LIBRARY)) return undefined;
  const scratch = mkdtempSync(`${LIBRARY}-`);
  const args = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"];
  const run = spawnSync(python, [...args, "--only-binary", ":all:", "--target", scratch, ...RELEASES], {
    encoding: "utf8",
  });
  if (run.status === 0 && !existsSync(LIBRARY)) renameSync(scratch, LIBRARY);
  rmSync(scratch, { recursive: true, force: true });
  return run.status === 0 ? undefined : run.stderr;
}
