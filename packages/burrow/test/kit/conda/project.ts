import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { project, type Project } from "../e2e.ts";
import { somePython } from "../tools.ts";
import { rattlerHome } from "./channel.ts";
import { CONDA_CACHE } from "./engine.ts";

/** A project whose burrow has py-rattler, as if it had been fetched before, with the cache that tests share or another. */
export function condaProject(
  files: Readonly<Record<string, string>>,
  {
    env = {},
    engine = true,
    cache = CONDA_CACHE,
  }: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly engine?: boolean;
    readonly cache?: string;
  } = {},
): Project {
  const here = project(files, {
    name: "shop",
    env: { RATTLER_CACHE_DIR: cache, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1", ...env },
  });
  if (engine) placeEngine(here);
  return here;
}

/** Puts the engine where burrow would have put it. */
export function placeEngine({ home }: Pick<Project, "home">): void {
  const engines = join(home, "burrow", "data", "engines");
  mkdirSync(engines, { recursive: true });
  symlinkSync(rattlerHome(), join(engines, "py-rattler-0.28.0"));
}

/** What rattler's own reader says of a prefix, and its history: `name-version-build` each, sorted. */
export interface PrefixSaid {
  readonly packages: readonly string[];
  /** What is there by the history alone. */
  readonly history: readonly string[];
  readonly requested: readonly string[];
  /** Files that are not what their record says. */
  readonly wrong: readonly string[];
}

/** Asks the oracle. */
export function prefixSaid(prefix: string): PrefixSaid {
  const oracle = fileURLToPath(new URL("prefix-oracle.py", import.meta.url));
  return JSON.parse(execFileSync(somePython(), ["-I", oracle, rattlerHome(), prefix], { encoding: "utf8" }));
}
