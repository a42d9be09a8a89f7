import type { Machine } from "../../../machine/machine.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../../../model/path.ts";
import type { Talk } from "../../engine.ts";
import { condaEnvironment } from "../../environment.ts";
import type { CondaCli } from "./cli-command.ts";

/** The tools that burrow drives by their command lines, in the order in which they are tried. */
export const CONDA_CLIS = ["micromamba", "mamba", "conda"] as const satisfies readonly CondaCli[];

/** A tool as it was found. */
export interface FoundCli {
  readonly name: CondaCli;
  readonly program: AbsolutePath;
}

/**
 * Programs of these names: first in the folders given, then on PATH. `trusts` says whether a path may be run (nobody else can write there); relative
 * entries of PATH are never followed. Nothing is run to find this out.
 */
export function condaCandidates(
  machine: Machine,
  names: readonly CondaCli[],
  folders: readonly AbsolutePath[],
  trusts: (program: AbsolutePath) => boolean,
): readonly FoundCli[] {
  const windows = machine.platform.os === "windows";
  const onPath = (machine.env["PATH"] ?? "")
    .split(windows ? ";" : ":")
    .filter(isAbsolute)
    .map(absolute);
  return [...folders, ...onPath].flatMap((folder) =>
    names.flatMap((name) => {
      const program = join(folder, windows ? `${name}.exe` : name);
      const status = machine.target(program);
      const runs = status?.kind === "file" && (windows || (status.mode & 0o111) !== 0) && trusts(program);
      return runs ? [{ name, program }] : [];
    }),
  );
}

/** Asks the candidates for their version and gives the first that answers as its kind does: `conda 24.1.0`, `mamba 1.5.8` with conda's below it, `2.0.5` of mamba 2 and micromamba. */
export function* firstCli(
  candidates: readonly FoundCli[],
  env: Readonly<Record<string, string | undefined>>,
): Talk<(FoundCli & { readonly version: string }) | undefined> {
  for (const found of candidates) {
    const output = yield {
      program: found.program,
      args: ["--version"],
      env: condaEnvironment(env),
      limit: 30,
    };
    const version = /^(?:(?:conda|mamba|micromamba) )?(\d+\.\d+(?:\.\d+)*)\s*$/mu.exec(output.stdout)?.[1];
    if (output.status === 0 && version !== undefined) return { ...found, version };
  }
  return undefined;
}
