import type { Machine } from "../machine/machine.ts";
import type { InterpreterSource } from "../model/interpreter.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import { parsePyvenvCfg } from "../standards/pyvenv-cfg.ts";
import { child } from "./child.ts";
import { baseOf } from "./inspect/base.ts";
import type { Sighting } from "./locators/locator.ts";
import { isShim } from "./locators/pyenv.ts";

/** One program that was sighted at one or more paths. */
export interface Found {
  readonly realPath: AbsolutePath;
  /** Every path it was sighted at, the one to use first: where it really lies, else by source and letters. */
  readonly paths: readonly AbsolutePath[];
  /** The most telling of its sources. */
  readonly source: InterpreterSource;
  readonly managed: boolean;
}

/** What tells most about a Python's origin comes first. */
const RANK: readonly InterpreterSource[] = [
  "managed",
  "uv",
  "pyenv",
  "asdf",
  "mise",
  "rye",
  "hatch",
  "pdm",
  "conda",
  "homebrew",
  "store",
  "xcode",
  "registry",
  "system",
  "named",
  "path",
  "other",
];

/**
 * Makes one of all sightings of the same real path; their order does not matter. Shims are dropped, and so is what leads nowhere;
 * an environment's own Python stands for the base it was made from.
 */
export function merge(machine: Machine, sightings: readonly Sighting[]): readonly Found[] {
  const byRealPath = new Map<AbsolutePath, Sighting[]>();
  const baseBeside = baseFinder(machine);
  for (const sighting of sightings) {
    const base = basedSighting(machine, sighting, baseBeside);
    const realPath = base && machine.realPath(base.executable);
    if (base === undefined || realPath === undefined || isShim(machine, realPath)) continue;
    const one = isBorrowed(machine, base, realPath)
      ? { executable: realPath, source: "other" as const }
      : base;
    const same = byRealPath.get(realPath);
    if (same === undefined) byRealPath.set(realPath, [one]);
    else same.push(one);
  }
  return [...byRealPath]
    .map(([realPath, same]) => found(realPath, same))
    .toSorted((one, other) => (one.realPath < other.realPath ? -1 : 1));
}

function found(realPath: AbsolutePath, same: readonly Sighting[]): Found {
  const ranked = same.toSorted(
    (one, other) =>
      RANK.indexOf(one.source) - RANK.indexOf(other.source) || (one.executable < other.executable ? -1 : 1),
  );
  const paths = new Set(ranked.map(({ executable }) => executable));
  return {
    realPath,
    paths: paths.has(realPath) ? [...new Set([realPath, ...paths])] : [...paths],
    source: ranked[0]?.source ?? "other",
    managed: same.some(({ source }) => source === "managed"),
  };
}

/** The sighting itself, or of the base when it is the Python of an environment; undefined for a shim and for an environment without base. */
function basedSighting(
  machine: Machine,
  sighting: Sighting,
  baseBeside: ReturnType<typeof baseFinder>,
): Sighting | undefined {
  let path = sighting.executable;
  for (let steps = 0; steps < MOST_LINKS; steps += 1) {
    if (isShim(machine, path)) return undefined;
    const made = baseBeside(parent(path));
    if (made !== undefined)
      return made.base === undefined ? undefined : { executable: made.base, source: "other" };
    const link = machine.readLink(path);
    if (link === undefined) return sighting;
    path = join(parent(path), link);
  }
  return undefined;
}

const MOST_LINKS = 40;

/** Whether a prefix of conda only links to a Python that is not conda's: it neither lies in one of its prefixes nor in its cache (`pkgs`, by `allow_softlinks`). */
function isBorrowed(machine: Machine, { executable, source }: Sighting, realPath: AbsolutePath): boolean {
  if (source !== "conda" || executable === realPath || /[\\/]pkgs[\\/]/u.test(realPath)) return false;
  const folder = parent(realPath);
  return [folder, parent(folder)].every(
    (prefix) => machine.status(child(prefix, "conda-meta")) === undefined,
  );
}

/** Tells of a folder with Pythons whether it is an environment's, and its base; each folder and each `pyvenv.cfg` is judged once, whatever leads there. */
function baseFinder(machine: Machine) {
  const known = new Map<AbsolutePath, { readonly base: AbsolutePath | undefined } | undefined>();
  const bases = new Map<string, AbsolutePath | undefined>();
  return (folder: AbsolutePath): { readonly base: AbsolutePath | undefined } | undefined => {
    if (known.has(folder)) return known.get(folder);
    const text = environmentCfg(machine, folder);
    if (text !== undefined && !bases.has(text))
      bases.set(text, baseOf(machine, parsePyvenvCfg(text))?.executable);
    const made = text === undefined ? undefined : { base: bases.get(text) };
    known.set(folder, made);
    return made;
  };
}

/** CPython looks for `pyvenv.cfg` beside its executable and one folder up (PEP 405). */
function environmentCfg(machine: Machine, folder: AbsolutePath): string | undefined {
  return (
    machine.readText(child(parent(folder), "pyvenv.cfg")) ?? machine.readText(child(folder, "pyvenv.cfg"))
  );
}
