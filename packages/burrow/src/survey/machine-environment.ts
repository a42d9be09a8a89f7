import type { Machine } from "../machine/machine.ts";
import { isInside, join, type AbsolutePath } from "../model/path.ts";
import type { Health, MachineEnvironment } from "../model/machine-survey.ts";
import { reason } from "../model/reason.ts";
import { identify, type Identified } from "./inspect/identify.ts";
import type { Learned } from "./inspect/learned.ts";
import { redirected } from "./redirected.ts";
import type { Place } from "./places.ts";
import { remembering, type Remembering } from "./remembering.ts";

/** What reads one place after the other. */
export interface EnvironmentReader {
  readonly memory: Remembering;
  /** The home folder with its links resolved, when it is one. */
  readonly homeBehind?: AbsolutePath;
}

/** Begins to read places of a machine. */
export function environmentReader(machine: Machine): EnvironmentReader {
  const home = machine.realPath(machine.home);
  return {
    memory: remembering(machine),
    ...(home !== undefined && home !== machine.home && { homeBehind: home }),
  };
}

/** An environment, and the folder whose times tell when it was used last. */
export interface EnvironmentReading {
  readonly environment: MachineEnvironment;
  readonly used?: AbsolutePath;
}

/** Reads what stands at a place; undefined when it is no environment, or a Python that stands by itself. */
export function environmentAt(
  { memory, homeBehind }: EnvironmentReader,
  { real, paths, entries }: Place,
  learned: Learned,
): EnvironmentReading | undefined {
  memory.begin(real, entries);
  const { machine: known } = memory;
  const prefix = usualPath(known, real, paths, homeBehind);
  const read = identify(known, prefix, learned);
  if (read === undefined || read.identity.kind === "base") return undefined;
  const { identity } = read;
  const used = usedFolder(read);
  const orphaned = isOrphaned(known, identity);
  return {
    environment: {
      ...identity,
      aliases: [...new Set([...paths, real])].filter((path) => path !== prefix).toSorted(),
      health: healthOf(identity),
      ...(orphaned && { orphaned }),
    },
    ...(used !== undefined && { used }),
  };
}

/** A link that leads nowhere, where a project should have its environment. */
export function lostEnvironment(
  machine: Machine,
  prefix: AbsolutePath,
  learned: Learned,
): MachineEnvironment {
  const project = learned.projectAbove(prefix);
  return {
    prefix,
    realPrefix: prefix,
    aliases: [],
    kind: "venv",
    implementation: "cpython",
    platform: machine.platform,
    writable: false,
    external: false,
    ...(project !== undefined && { project }),
    broken: reason("leads-nowhere", { path: redirected(machine, prefix) }),
    health: "missing",
  };
}

/** The path that people use: of a generation the link that leads to it; below a home that is a link, as home is called. */
function usualPath(
  machine: Machine,
  real: AbsolutePath,
  paths: ReadonlySet<AbsolutePath>,
  homeBehind: AbsolutePath | undefined,
): AbsolutePath {
  if (/[\\/]\.burrow[\\/]generations[\\/]/u.test(real)) {
    const links = [...paths].filter((path) => path !== real).toSorted();
    return links.find((path) => path.endsWith(".venv")) ?? links[0] ?? real;
  }
  if (homeBehind === undefined || !isInside(real, homeBehind)) return real;
  return join(machine.home, real.slice(homeBehind.length + 1) || ".");
}

function healthOf({ broken }: Pick<MachineEnvironment, "broken">): Health {
  if (broken === undefined) return "healthy";
  return broken.code === "unreadable" ? "unknown" : "broken";
}

/** The folder that is looked at and written into when an environment is used: its site-packages, or what conda writes down. */
function usedFolder({ identity, layers, form }: Identified): AbsolutePath | undefined {
  const own = layers.find(({ inherited }) => !inherited)?.sitePackages;
  return own ?? (form.conda && join(identity.realPrefix, "conda-meta"));
}

/**
 * A Python that starts lists its site-packages, and what installs writes into it, so the times of that folder tell. Whoever else lists it
 * makes it look younger, and a file system mounted `noatime` keeps only the changes: used at that time at the latest, or later.
 */
export function lastUseAt(machine: Machine, folder: AbsolutePath): string | undefined {
  const status = machine.target(folder);
  if (status === undefined) return undefined;
  const { atime, mtime } = status;
  return new Date(Number((atime > mtime ? atime : mtime) / 1_000_000n)).toISOString();
}

/** Whose project is gone, or a generation that no link of its project leads to. */
function isOrphaned(machine: Machine, identity: Identified["identity"]): boolean {
  const { project, generation, prefix } = identity;
  if (generation !== undefined && prefix === generation.folder) return true;
  return project !== undefined && !isInside(prefix, project) && machine.target(project) === undefined;
}
