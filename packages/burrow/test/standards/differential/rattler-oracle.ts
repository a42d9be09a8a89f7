import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { somePython } from "../../kit/tools.ts";

/** The release of py-rattler that burrow agrees with. */
export const RATTLER = "0.28.0";

/** A Python process with py-rattler in it. */
export interface RattlerOracle {
  /** Asks all at once; the answers come in the same order. */
  ask(questions: readonly (readonly unknown[])[]): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

/** Starts the oracle. Where py-rattler cannot be had the test fails in CI and is skipped by name elsewhere. */
export async function startRattler(context: TestContext): Promise<RattlerOracle> {
  const missing = provide();
  if (missing !== undefined) {
    const note = `needs py-rattler ${RATTLER}: ${missing}`;
    if (process.env["CI"]) throw new Error(note);
    process.stderr.write(`skipped: ${context.task.name}: ${note}\n`);
    context.skip(note);
  }
  const script = fileURLToPath(new URL("rattler-oracle.py", import.meta.url));
  const child = spawn(somePython(), ["-B", script], {
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

const LIBRARY = join(tmpdir(), `burrow-oracle-rattler-${RATTLER}`);

/** Has the library at hand, kept between runs; gives why not. */
function provide(): string | undefined {
  if (existsSync(LIBRARY)) return undefined;
  const scratch = mkdtempSync(`${LIBRARY}-`);
  const args = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"];
  const run = spawnSync(
    somePython(),
    [...args, "--only-binary", ":all:", "--target", scratch, `py-rattler==${RATTLER}`],
    { encoding: "utf8" },
  );
  if (run.status === 0 && !existsSync(LIBRARY)) renameSync(scratch, LIBRARY);
  rmSync(scratch, { recursive: true, force: true });
  return run.status === 0 ? undefined : run.stderr;
}
