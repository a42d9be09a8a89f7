import type { Machine, Status } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";
import { child } from "../survey/child.ts";

/** Sizes of a tree in bytes: all of it with each inode counted once, and the part that no other tree shares by hard links. */
export interface Size {
  readonly total: number;
  readonly own: number;
}

/** Measures a tree without following links. */
export function sizeOf(machine: Machine, root: AbsolutePath): Size {
  let total = 0;
  let own = 0;
  for (const { size, links, seen } of inodesBelow(machine, [root]).values()) {
    total += size;
    if (links <= seen) own += size;
  }
  return { total, own };
}

/** What several trees take, in bytes: each by itself, and all together, each file once however many of them share it. */
export interface Sizes {
  readonly each: ReadonlyMap<AbsolutePath, number>;
  readonly together: number;
}

/** Measures trees without following links. */
export function sizesOf(machine: Machine, roots: readonly AbsolutePath[]): Sizes {
  const all = new Map<string, number>();
  const each = new Map<AbsolutePath, number>();
  for (const root of roots) {
    const inodes = inodesBelow(machine, [root]);
    each.set(root, sum([...inodes.values()].map(({ size }) => size)));
    for (const [inode, { size }] of inodes) all.set(inode, size);
  }
  return { each, together: sum([...all.values()]) };
}

/** Bytes that become free when these trees go: of a file with several names only when all of them lie in these trees, and then once. */
export function freedBy(machine: Machine, roots: readonly AbsolutePath[]): number {
  const inodes = [...inodesBelow(machine, roots).values()];
  return sum(inodes.flatMap(({ size, links, seen }) => (links <= seen ? size : [])));
}

/** A file that was found, by how many of its names. */
interface Inode extends Pick<Status, "size" | "links"> {
  seen: number;
}

/** The files below some folders, links not followed, each once by its device and inode. */
function inodesBelow(machine: Machine, roots: readonly AbsolutePath[]): ReadonlyMap<string, Inode> {
  const found = new Map<string, Inode>();
  const folders = [...roots];
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
