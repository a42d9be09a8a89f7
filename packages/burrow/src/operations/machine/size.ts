import type { Machine, Status } from "../../machine/machine.ts";
import { type AbsolutePath, parent } from "../../model/path.ts";
import { child } from "../../survey/child.ts";

/** Sizes of a tree in bytes: all of it with each inode counted once, and the part that no other tree shares by hard links. */
export interface Size {
  readonly total: number;
  readonly own: number;
}

/** Measures a tree without following links. */
export function sizeOf(machine: Machine, root: AbsolutePath): Size {
  let total = 0;
  let own = 0;
  for (const { size, links, seen } of inodesBelow(machine, root).values()) {
    total += size;
    if (links <= seen) own += size;
  }
  return { total, own };
}

/** What a tree took when it was measured. */
export interface KnownSize {
  /** Bytes, each file once. */
  readonly size: number;
  /** When that was (ISO 8601, UTC). */
  readonly at: string;
  /** Whether a file of it has a name outside of it. */
  readonly shares: boolean;
}

/** What several trees take: each by itself, and in bytes all together, each file once however many of them share it. */
export interface Sizes {
  readonly each: ReadonlyMap<AbsolutePath, KnownSize>;
  readonly together: number;
}

/** Measures trees without following links; not those that are known and share nothing with another. `at`: now (ISO 8601, UTC). */
export function sizesOf(
  machine: Machine,
  roots: readonly AbsolutePath[],
  { at, known = new Map() }: { readonly at: string; readonly known?: ReadonlyMap<AbsolutePath, KnownSize> },
): Sizes {
  const nested = nestedIn(roots);
  const inner = new Set([...nested.values()].flat());
  const all = new Map<string, number>();
  const each = new Map<AbsolutePath, KnownSize>();
  let apart = 0;
  for (const root of roots) {
    const before = known.get(root);
    if (before !== undefined && !before.shares && !nested.has(root) && !inner.has(root)) {
      each.set(root, before);
      apart += before.size;
      continue;
    }
    const inodes = inodesBelow(machine, root);
    let size = 0;
    let shares = false;
    for (const [inode, found] of inodes) {
      size += found.size;
      shares ||= found.links > found.seen;
      all.set(inode, found.size);
    }
    each.set(root, { size, at, shares });
  }
  return { each, together: apart + sum([...all.values()]) };
}

/** The trees that lie in others of these, by the one they lie in. */
export function nestedIn(roots: readonly AbsolutePath[]): ReadonlyMap<AbsolutePath, readonly AbsolutePath[]> {
  const known = new Set(roots);
  const nested = new Map<AbsolutePath, AbsolutePath[]>();
  for (const root of known)
    for (let above = parent(root); ; above = parent(above)) {
      if (known.has(above) && above !== root) nested.set(above, [...(nested.get(above) ?? []), root]);
      if (parent(above) === above) break;
    }
  return nested;
}

/** The files of trees by the root of each, looked at once for all that is asked of them. */
export type Trees = ReadonlyMap<AbsolutePath, Inodes>;

/** Walks trees without following links. */
export function treesOf(machine: Machine, roots: readonly AbsolutePath[]): Trees {
  return new Map(roots.map((root) => [root, inodesBelow(machine, root)]));
}

/** What one of the trees takes in bytes, each file once. */
export function sizeIn(trees: Trees, root: AbsolutePath): number {
  return sum([...(trees.get(root) ?? new Map<string, Inode>()).values()].map(({ size }) => size));
}

/** Bytes that become free when some of the trees go: of a file with several names only when all of them lie in these, and then once. */
export function freedIn(trees: Trees, roots: readonly AbsolutePath[]): number {
  return freedAlong(roots.flatMap((root) => trees.get(root) ?? [])).at(-1) ?? 0;
}

/** The same of trees that are asked nothing else. */
export function freedBy(machine: Machine, roots: readonly AbsolutePath[]): number {
  return freedFrom(machine, roots)[0] ?? 0;
}

/** The same for these trees without the first so many: at each index what becomes free when that tree and all after it go. Each is walked once. */
export function freedFrom(machine: Machine, roots: readonly AbsolutePath[]): readonly number[] {
  return freedAlong(roots.toReversed().map((root) => inodesBelow(machine, root))).toReversed();
}

/** At each index what is free once that tree and all before it are gone. */
function freedAlong(trees: readonly Inodes[]): readonly number[] {
  const seenOf = new Map<string, number>();
  let freed = 0;
  return trees.map((inodes) => {
    for (const [inode, { size, links, seen }] of inodes) {
      const before = seenOf.get(inode) ?? 0;
      seenOf.set(inode, before + seen);
      if (before < links && links <= before + seen) freed += size;
    }
    return freed;
  });
}

/** A file that was found, by how many of its names. */
interface Inode extends Pick<Status, "size" | "links"> {
  seen: number;
}

/** Files, each once by its device and inode. */
type Inodes = ReadonlyMap<string, Inode>;

/** The files below a folder, links not followed. */
function inodesBelow(machine: Machine, root: AbsolutePath): Inodes {
  const found = new Map<string, Inode>();
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const { name, kind } of machine.list(folder)) {
      const path = child(folder, name);
      if (kind === "folder") folders.push(path);
      const status = kind === "file" ? machine.status(path) : undefined;
      if (status === undefined) continue;
      const inode = `${status.device}:${status.inode}`;
      const known = found.get(inode);
      if (known === undefined) found.set(inode, { size: status.size, links: status.links, seen: 1 });
      else known.seen += 1;
    }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
