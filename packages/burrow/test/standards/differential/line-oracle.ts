import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "vitest";

/** A script that answers a line of JSON with a line of JSON. */
export interface LineOracle {
  /** Asks all at once; the answers come in the same order. */
  ask(questions: readonly object[]): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

/** Ends a test whose oracle cannot be had: with a failure in CI, elsewhere with a skip that names it. */
export function without(context: TestContext, oracle: string, because: string | undefined): never {
  const note = `needs ${oracle}: ${because}`;
  if (process.env["CI"]) throw new Error(note);
  process.stderr.write(`skipped: ${context.task.name}: ${note}\n`);
  context.skip(note);
  throw new Error(note);
}

/** Starts the script with a Python that finds the library. */
export function startLines(python: string, script: string, library: string): LineOracle {
  const child = spawn(python, ["-B", script], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONPATH: library, PYTHONIOENCODING: "utf-8" },
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
