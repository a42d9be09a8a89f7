import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CondaEngine } from "../../../src/engines/conda/conda-engine.ts";
import { rattlerEngine } from "../../../src/engines/conda/rattler/rattler-engine.ts";
import { absolute } from "../../../src/model/path.ts";
import { CACHE, somePython } from "../tools.ts";
import { rattlerHome } from "./channel.ts";

/** What the tests' engines share: unpacked packages, which are the same for every address of the channels. */
export const CONDA_CACHE = join(CACHE, "conda-cache");

/** py-rattler with a cache that nothing else fills. */
export function realRattler(python?: string): CondaEngine {
  return engineOn(emptyCache(), python);
}

/** py-rattler with the cache that tests share. */
export function sharedRattler(): CondaEngine {
  return engineOn(CONDA_CACHE);
}

function engineOn(cache: string, python: string = somePython()): CondaEngine {
  return rattlerEngine({
    version: "0.28.0",
    home: absolute(rattlerHome()),
    python: absolute(python),
    cache: absolute(cache),
    byteCode: absolute(join(cache, "bytecode")),
    env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" },
    offline: false,
  });
}

/** A cache for one test: for whoever damages what lies in it, which may be by a hard link of a prefix. */
export function emptyCache(): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-conda-cache-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
