import type { Entry, Machine } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";

/** A folder that may be an environment, with every path that led to it. */
export interface Place {
  /** Links resolved. */
  readonly real: AbsolutePath;
  readonly paths: ReadonlySet<AbsolutePath>;
  /** What is in it, when that was read. */
  readonly entries?: readonly Entry[];
}

/** Where environments may be; each place once, however often and by whatever path it is found. */
export interface Places {
  /** Notes a path; what it leads to, and what is there, when the finder knows. */
  add(path: AbsolutePath, real?: AbsolutePath, entries?: readonly Entry[]): void;
  has(real: AbsolutePath): boolean;
  /** Notes a path where an environment should be and which leads nowhere. */
  lost(path: AbsolutePath): void;
  readonly all: () => readonly Place[];
  readonly allLost: () => readonly AbsolutePath[];
}

/** No place yet. File systems of Windows and macOS take letters of either case for the same. */
export function places(machine: Machine): Places {
  const { os } = machine.platform;
  const keyOf = (path: AbsolutePath) => (os === "linux" ? path : path.toLowerCase());
  const known = new Map<
    string,
    { real: AbsolutePath; paths: Set<AbsolutePath>; entries?: readonly Entry[] }
  >();
  const lost = new Set<AbsolutePath>();
  return {
    add: (path, real = machine.realPath(path), entries) => {
      if (real === undefined) return;
      const place = known.get(keyOf(real));
      if (place === undefined) {
        known.set(keyOf(real), { real, paths: new Set([path]), ...(entries && { entries }) });
        return;
      }
      // The same folder in other letters is no other name for it.
      if (keyOf(path) !== keyOf(place.real) || path === real) place.paths.add(path);
      if (entries !== undefined) place.entries ??= entries;
    },
    has: (real) => known.has(keyOf(real)),
    lost: (path) => void lost.add(path),
    all: () => [...known.values()],
    allLost: () => [...lost],
  };
}
