import type { Machine } from "../machine/machine.ts";
import { isInside, join, type AbsolutePath } from "../model/path.ts";
import type { Health, MachineEnvironment } from "../model/machine-survey.ts";
import { reason } from "../model/reason.ts";
import { identify, type Identified } from "./inspect/identify.ts";
import type { Learned } from "./inspect/learned.ts";
import { redirected } from "./look-at.ts";
import type { Place } from "./places.ts";
import { remembering } from "./remembering.ts";

/** Reads what stands at a place; undefined when it is no environment, or a Python that stands by itself. */
export function environmentAt(
  machine: Machine,
  { real, paths, entries }: Place,
  learned: Learned,
): MachineEnvironment | undefined {
  const known = remembering(machine, {
    real: [real],
    ...(entries && { entries: new Map([[real, entries]]) }),
  });
  const prefix = usualPath(machine, real, paths);
  const read = identify(known, prefix, learned);
  if (read === undefined || read.identity.kind === "base") return undefined;
  const { identity } = read;
  const lastUsed = lastUseOf(known, read);
  const orphaned = isOrphaned(machine, identity);
  return {
    ...identity,
    aliases: [...new Set([...paths, real])].filter((path) => path !== prefix).toSorted(),
    health: healthOf(identity),
    ...(lastUsed !== undefined && { lastUsed }),
    ...(orphaned && { orphaned }),
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
function usualPath(machine: Machine, real: AbsolutePath, paths: ReadonlySet<AbsolutePath>): AbsolutePath {
  if (/[\\/]\.burrow[\\/]generations[\\/]/u.test(real)) {
    const links = [...paths].filter((path) => path !== real).toSorted();
    return links.find((path) => path.endsWith(".venv")) ?? links[0] ?? real;
  }
  const home = machine.realPath(machine.home);
  if (home === undefined || home === machine.home || !isInside(real, home)) return real;
  return join(machine.home, real.slice(home.length + 1) || ".");
}

function healthOf({ broken }: Pick<MachineEnvironment, "broken">): Health {
  if (broken === undefined) return "healthy";
  return broken.code === "unreadable" ? "unknown" : "broken";
}

/**
 * A Python that starts lists its site-packages, and what installs writes into it, so the times of that folder tell. Whoever else lists it
 * makes it look younger, and a file system mounted `noatime` keeps only the changes: used at that time at the latest, or later.
 */
function lastUseOf(machine: Machine, { identity, layers, form }: Identified): string | undefined {
  const own = layers.find(({ inherited }) => !inherited)?.sitePackages;
  const place = own ?? (form.conda && join(identity.realPrefix, "conda-meta"));
  const status = place && machine.target(place);
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
