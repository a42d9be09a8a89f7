import type { Entry, Machine } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";

/** What is known of a place before it is looked at. */
export interface Foreknown {
  readonly entries?: ReadonlyMap<AbsolutePath, readonly Entry[]>;
  /** Paths that have no link in them. */
  readonly real?: readonly AbsolutePath[];
}

/** The same machine for one short look: whatever is asked twice is asked of the disk once. */
export function remembering(machine: Machine, { entries = new Map(), real = [] }: Foreknown = {}): Machine {
  return {
    ...machine,
    list: once((path) => machine.list(path), entries),
    status: once((path) => machine.status(path)),
    target: once((path) => machine.target(path)),
    realPath: once((path) => machine.realPath(path), new Map(real.map((path) => [path, path]))),
    readLink: once((path) => machine.readLink(path)),
  };
}

function once<Seen>(
  see: (path: AbsolutePath) => Seen,
  known: ReadonlyMap<AbsolutePath, Seen> = new Map(),
): (path: AbsolutePath) => Seen {
  const seen = new Map(known);
  return (path) => {
    const before = seen.get(path);
    if (before !== undefined || seen.has(path)) return before as Seen;
    const found = see(path);
    seen.set(path, found);
    return found;
  };
}
