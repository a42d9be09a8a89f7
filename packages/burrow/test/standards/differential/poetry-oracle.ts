import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { findPython } from "../../kit/tools.ts";
import { startLines, without, type LineOracle } from "./line-oracle.ts";

/** The release of Poetry that burrow agrees with, and what of its dependencies its lock and its constraints need. */
export const POETRY = "2.5.1";
const RELEASES = [`poetry==${POETRY}`, "poetry-core==2.5.0", "packaging==26.3", "tomlkit==0.13.3"];

/** A Python process with Poetry in it. */
export type PoetryOracle = LineOracle;

/** Starts the oracle. Where Poetry cannot be had the test fails in CI and is skipped by name elsewhere. */
export async function startPoetry(context: TestContext): Promise<PoetryOracle> {
  const python = ["3.13", "3.12", "3.11"].map(findPython).find((found) => found !== undefined);
  const missing = python === undefined ? "a Python of 3.11 or newer" : provide(python);
  if (missing !== undefined || python === undefined) without(context, `Poetry ${POETRY}`, missing);
  const script = fileURLToPath(new URL("poetry-oracle.py", import.meta.url));
  return startLines(python, script, LIBRARY);
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
