import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { somePython } from "../../kit/tools.ts";
import { startLines, without, type LineOracle } from "./line-oracle.ts";

/** The release of Python's `packaging` that burrow agrees with. */
export const PACKAGING = "26.3";

/** What is asked: the name of a question of `oracle.py` and its arguments. */
export type Question = readonly [kind: string, ...arguments: readonly unknown[]];

/** A Python process with `packaging` in it. */
export interface Oracle extends LineOracle {
  /** The folder of packaging's own tests. */
  readonly tests: string;
}

const QUESTIONS = fileURLToPath(new URL("oracle.py", import.meta.url));

/** Starts the oracle, or another script that answers a line with a line. Where `packaging` cannot be had the test fails in CI and is skipped by name elsewhere. */
export async function startOracle(context: TestContext, script = QUESTIONS): Promise<Oracle> {
  const missing = provide();
  if (missing !== undefined) without(context, `packaging ${PACKAGING}`, missing);
  return { tests: TESTS, ...startLines(somePython(), script, LIBRARY) };
}

const FOLDER = join(tmpdir(), `burrow-oracle-packaging-${PACKAGING}`);
const LIBRARY = join(FOLDER, "library");
const TESTS = join(FOLDER, "source", `packaging-${PACKAGING}`, "tests");

/** Has the library and its source at hand, kept between runs; gives why not. */
function provide(): string | undefined {
  if (existsSync(FOLDER)) return undefined;
  mkdirSync(tmpdir(), { recursive: true });
  const scratch = mkdtempSync(`${FOLDER}-`);
  const release = `packaging==${PACKAGING}`;
  const source = join(scratch, "source");
  const problem =
    pip("install", "--no-deps", "--only-binary", ":all:", "--target", join(scratch, "library"), release) ??
    pip("download", "--no-deps", "--no-binary", ":all:", "--dest", source, release) ??
    must(["-m", "tarfile", "-e", join(source, `packaging-${PACKAGING}.tar.gz`), source]);
  if (problem === undefined && !existsSync(FOLDER)) renameSync(scratch, FOLDER);
  rmSync(scratch, { recursive: true, force: true });
  return problem;
}

function pip(...args: readonly string[]): string | undefined {
  return must(["-m", "pip", "--quiet", "--disable-pip-version-check", ...args]);
}

function must(args: readonly string[]): string | undefined {
  const run = spawnSync(somePython(), args, { encoding: "utf8" });
  return run.status === 0 ? undefined : `${args.join(" ")}: ${run.stderr ?? run.error?.message ?? ""}`;
}
