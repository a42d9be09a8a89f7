import type { Machine } from "../../machine/machine.ts";
import { join, parent, type AbsolutePath } from "../../model/path.ts";
import type { PyvenvCfg } from "../../standards/pyvenv-cfg.ts";
import { projectIndex, type ProjectIndex } from "../locators/project-index.ts";
import type { PathHash, Tool, ToolPlace } from "../locators/tool.ts";
import { TOOLS } from "../locators/tools.ts";
import { isProject } from "../marks.ts";
import { baseOf, minorOf, type Base } from "./base.ts";

/**
 * What reading one environment teaches about the next: bases, the folders above, the places of tools. One for each survey, so that the work
 * on a thousand environments of one base, below one folder, is done once.
 */
export interface Learned {
  /** What the `home` of a `pyvenv.cfg` leads to. */
  base(cfg: PyvenvCfg): Base | undefined;
  /** The nearest project above a prefix (`enclosingFolders` has the bounds). */
  projectAbove(prefix: AbsolutePath): AbsolutePath | undefined;
  /** The tool in whose folder a prefix lies. */
  toolAt(realPrefix: AbsolutePath): KnownPlace | undefined;
  /** The project whose path is hashed in a prefix's name, among those that were found. */
  projectOf(realPrefix: AbsolutePath, hash: PathHash): AbsolutePath | undefined;
}

/** A tool's place, with how that tool names environments. */
export interface KnownPlace extends ToolPlace {
  readonly hash?: PathHash;
}

/** Finds out what many ask for, once, and gives it to each of them. */
export type Share = <Value>(look: () => Value) => () => Value;

const shareAll: Share = (look) => {
  const value = look();
  return () => value;
};

/** Begins to learn. `projects`: folders that may have environments elsewhere. */
export function learner(
  machine: Machine,
  projects: () => readonly AbsolutePath[] = () => [],
  share: Share = shareAll,
): Learned {
  const bases = new Map<string, () => Base | undefined>();
  let index: ProjectIndex | undefined;
  let places: (() => ReadonlyMap<AbsolutePath, readonly KnownPlace[]>) | undefined;
  return {
    base: (cfg) => {
      const key = [cfg.home, cfg.executable, cfg.basePrefix, minorOf(cfg.version)].join("\n");
      const known = bases.get(key) ?? share(() => baseOf(machine, cfg));
      bases.set(key, known);
      return known();
    },
    projectAbove: projectFinder(machine, share),
    toolAt: (realPrefix) => {
      places ??= share(() => placesByFolder(machine, TOOLS));
      return placeAbove(places(), realPrefix);
    },
    projectOf: (realPrefix, hash) => {
      const candidates = hash.read(realPrefix);
      if (candidates.length === 0) return undefined;
      index ??= projectIndex(projects(), machine.platform.os);
      return index.find(hash, candidates);
    },
  };
}

const DEEPEST = 3;

function placeAbove(
  places: ReadonlyMap<AbsolutePath, readonly KnownPlace[]>,
  realPrefix: AbsolutePath,
): KnownPlace | undefined {
  let folder = realPrefix;
  for (let depth = 1; depth <= DEEPEST; depth += 1) {
    folder = parent(folder);
    const found = places.get(folder)?.find((place) => place.depth === depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The places by their folder, under the path that the tool uses and under where that leads. */
function placesByFolder(
  machine: Machine,
  tools: readonly Tool[],
): ReadonlyMap<AbsolutePath, readonly KnownPlace[]> {
  const found = new Map<AbsolutePath, KnownPlace[]>();
  for (const { places, hash } of tools)
    for (const place of places(machine)) {
      const { folder } = place;
      const real = machine.realPath(folder) ?? folder;
      for (const path of new Set([folder, real]))
        found.set(path, [...(found.get(path) ?? []), { ...place, ...(hash && { hash }) }]);
    }
  return found;
}

/** Each folder is judged once, however many environments lie below it. */
function projectFinder(machine: Machine, share: Share): Learned["projectAbove"] {
  const devices = new Map<AbsolutePath, () => bigint | undefined>();
  const known = new Map<AbsolutePath, () => AbsolutePath | undefined>();
  const deviceOf = (folder: AbsolutePath) => {
    const device = devices.get(folder) ?? share(() => machine.target(folder)?.device);
    devices.set(folder, device);
    return device();
  };
  const nearest = (folder: AbsolutePath): AbsolutePath | undefined => {
    const found = known.get(folder) ?? share(() => nearestAt(folder));
    known.set(folder, found);
    return found();
  };
  const nearestAt = (folder: AbsolutePath): AbsolutePath | undefined => {
    const above = parent(folder);
    if (above === folder || folder === machine.home) return undefined;
    if (isProject(machine, folder)) return folder;
    return crosses(folder, above) ? undefined : nearest(above);
  };
  const crosses = (below: AbsolutePath, above: AbsolutePath) => {
    const [one, other] = [deviceOf(below), deviceOf(above)];
    return one !== undefined && other !== undefined && one !== other;
  };
  return (prefix) => {
    const above = parent(prefix);
    return above === prefix || crosses(prefix, above) ? undefined : nearest(above);
  };
}

/** Whether the folder of a project holds a Pipfile. */
export function hasPipfile(machine: Machine, project: AbsolutePath): boolean {
  return machine.status(join(project, "Pipfile")) !== undefined;
}
