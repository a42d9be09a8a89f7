import type { Entry, Machine } from "../../machine/machine.ts";
import type { VersionEvidence } from "../../model/environment.ts";
import { join, type AbsolutePath } from "../../model/path.ts";

/** What the `conda-meta` of a prefix tells. */
export interface CondaPrefix {
  /** Whether it is an installation of conda itself, which environments are made from. */
  readonly base: boolean;
  readonly pixi: boolean;
  /** The installed Python; environments without one exist. */
  readonly version?: string;
  readonly versionFrom: VersionEvidence;
  /** The owner's message of `conda-meta/frozen` (CEP 22), empty when it has none; absent when the file is. */
  readonly frozen?: string;
}

/** Reads `conda-meta`; undefined when the prefix has none, or one without a trace of conda. */
export function condaPrefix(
  machine: Machine,
  prefix: AbsolutePath,
  names: ReadonlySet<string>,
): CondaPrefix | undefined {
  const meta = join(prefix, "conda-meta");
  const entries = machine.list(meta);
  const has = (name: string) => entries.some((entry) => entry.name === name);
  if (!has("history") && !has("pixi") && !entries.some(({ name }) => name.endsWith(".json")))
    return undefined;
  const version = pythonVersion(machine, meta, entries);
  const frozen = has("frozen") ? frozenMessage(machine.readText(join(meta, "frozen"))) : undefined;
  return {
    base: isBase(names),
    pixi: has("pixi"),
    versionFrom: { source: "conda-meta", at: meta },
    ...(version !== undefined && { version }),
    ...(frozen !== undefined && { frozen }),
  };
}

/** conda keeps `condabin` in its base; micromamba's root prefix has `pkgs` and `envs` instead. */
function isBase(names: ReadonlySet<string>): boolean {
  return names.has("condabin") || (names.has("pkgs") && names.has("envs"));
}

/** `python-3.12.4-h194c7f8_0_cpython.json`; where an interrupted change left two, the last `+channel::python-…` line of the history decides. */
function pythonVersion(machine: Machine, meta: AbsolutePath, entries: readonly Entry[]): string | undefined {
  const versions = entries.flatMap(({ name }) => /^python-(\d[^-]*)-[^-]+\.json$/u.exec(name)?.[1] ?? []);
  if (versions.length <= 1) return versions[0];
  const lines = (machine.readText(join(meta, "history")) ?? "").split("\n");
  const last = lines.findLast((line) => /^\+.*\bpython-\d/u.test(line));
  return (last && /\bpython-(\d[^-\s]*)/u.exec(last)?.[1]) ?? versions.at(-1);
}

function frozenMessage(text: string | undefined): string {
  try {
    const { message } = JSON.parse(text ?? "") as { readonly message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}
