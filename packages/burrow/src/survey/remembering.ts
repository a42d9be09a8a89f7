import type { Entry, Machine, Status } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";

/** What is known of a place before it is looked at. */
export interface Foreknown {
  readonly entries?: ReadonlyMap<AbsolutePath, readonly Entry[]>;
  /** Paths that have no link in them. */
  readonly real?: readonly AbsolutePath[];
}

/** The same machine for one short look: whatever is asked twice is asked of the disk once. */
export function remembering(machine: Machine, { entries = new Map(), real = [] }: Foreknown = {}): Machine {
  const once = <Seen>(see: (path: AbsolutePath) => Seen, seen: Map<AbsolutePath, Seen>) => {
    return (path: AbsolutePath): Seen => {
      const known = seen.get(path);
      if (known !== undefined || seen.has(path)) return known as Seen;
      const found = see(path);
      seen.set(path, found);
      return found;
    };
  };
  return {
    ...machine,
    list: once((path) => machine.list(path), new Map(entries)),
    status: once((path) => machine.status(path), new Map<AbsolutePath, Status | undefined>()),
    target: once((path) => machine.target(path), new Map<AbsolutePath, Status | undefined>()),
    realPath: once(
      (path) => machine.realPath(path),
      new Map<AbsolutePath, AbsolutePath | undefined>(real.map((path) => [path, path])),
    ),
    readLink: once((path) => machine.readLink(path), new Map<AbsolutePath, string | undefined>()),
  };
}
