import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { somePython } from "../../kit/tools.ts";
import { startLines, without, type LineOracle } from "./line-oracle.ts";

/** The release of py-rattler that burrow agrees with. */
export const RATTLER = "0.28.0";

/** A Python process with py-rattler in it. */
export type RattlerOracle = LineOracle;

/** Starts the oracle. Where py-rattler cannot be had the test fails in CI and is skipped by name elsewhere. */
export async function startRattler(context: TestContext): Promise<RattlerOracle> {
  const missing = provide();
  if (missing !== undefined) without(context, `py-rattler ${RATTLER}`, missing);
  const script = fileURLToPath(new URL("rattler-oracle.py", import.meta.url));
  return startLines(somePython(), script, LIBRARY);
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
