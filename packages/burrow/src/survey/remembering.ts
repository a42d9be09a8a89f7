import type { Entry, Machine, Status } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";

/** A machine that is asked about one place after the other. */
export interface Remembering {
  /** Whatever it is asked twice about the same place, it asks of the disk once. */
  readonly machine: Machine;
  /** Forgets all, and begins with a path that has no link in it and what is in it, when that is known. */
  begin(real: AbsolutePath, entries: readonly Entry[] | undefined): void;
}

/** The same machine with a memory that is as short as a look at one place. */
export function remembering(machine: Machine): Remembering {
  const lists = new Map<AbsolutePath, readonly Entry[]>();
  const statuses = new Map<AbsolutePath, Status | undefined>();
  const targets = new Map<AbsolutePath, Status | undefined>();
  const reals = new Map<AbsolutePath, AbsolutePath | undefined>();
  const links = new Map<AbsolutePath, string | undefined>();
  return {
    machine: {
      ...machine,
      list: once((path) => machine.list(path), lists),
      status: once((path) => machine.status(path), statuses),
      target: once((path) => machine.target(path), targets),
      realPath: once((path) => machine.realPath(path), reals),
      readLink: once((path) => machine.readLink(path), links),
    },
    begin: (real, entries) => {
      for (const seen of [lists, statuses, targets, reals, links]) seen.clear();
      reals.set(real, real);
      if (entries !== undefined) lists.set(real, entries);
    },
  };
}

function once<Seen>(
  see: (path: AbsolutePath) => Seen,
  seen: Map<AbsolutePath, Seen>,
): (path: AbsolutePath) => Seen {
  return (path) => {
    const before = seen.get(path);
    if (before !== undefined || seen.has(path)) return before as Seen;
    const found = see(path);
    seen.set(path, found);
    return found;
  };
}
