import type { Machine } from "../machine/machine.ts";
import { type AbsolutePath, absolute, isAbsolute, join } from "../model/path.ts";
import { compareVersions } from "../standards/compare-versions.ts";
import type { Talk } from "./engine.ts";
import { engineEnvironment } from "./environment.ts";
import { PINNED_UV } from "./pinned.ts";

/** The oldest uv whose answers burrow was tried with. */
export const OLDEST_UV = "0.8.24";

/** Where an unpacked uv lives below burrow's folder of engines. */
export function uvFolder(engines: AbsolutePath): AbsolutePath {
  return join(engines, `uv-${PINNED_UV.version}`);
}

/**
 * Programs called `uv`, in the order in which they are tried: those on PATH, then the one that burrow unpacked. `trusts` says whether a path may be run
 * (nobody else can write there); relative entries of PATH are never followed. Nothing is run to find this out.
 */
export function uvCandidates(
  machine: Machine,
  engines: AbsolutePath,
  trusts: (program: AbsolutePath) => boolean,
): readonly AbsolutePath[] {
  const windows = machine.platform.os === "windows";
  const name = windows ? "uv.exe" : "uv";
  const folders = (machine.env["PATH"] ?? "").split(windows ? ";" : ":").filter(isAbsolute);
  const own = join(uvFolder(engines), name);
  const found = [...folders.map((folder) => join(absolute(folder), name)), own].filter((path) => {
    const status = machine.target(path);
    return status?.kind === "file" && (windows || (status.mode & 0o111) !== 0) && trusts(path);
  });
  return [...new Set(found)];
}

/** Asks the candidates for their version and gives the first that answers as uv does and is not too old: a dead shim or another program called `uv` does not. */
export function* firstUv(
  candidates: readonly AbsolutePath[],
  env: Readonly<Record<string, string | undefined>>,
): Talk<{ readonly program: AbsolutePath; readonly version: string } | undefined> {
  for (const program of candidates) {
    const output = yield { program, args: ["--version"], env: engineEnvironment(env), limit: 10 };
    const version = /^uv (\d+\.\d+\.\d+)(?!\S)/u.exec(output.stdout)?.[1];
    if (output.status === 0 && version !== undefined && compareVersions(version, OLDEST_UV) >= 0)
      return { program, version };
  }
  return undefined;
}
