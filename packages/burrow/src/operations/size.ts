import type { Machine } from "../machine/machine.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { child } from "../survey/child.ts";

/** Sizes of a tree in bytes: all of it with each inode counted once, and the part that no other tree shares by hard links. */
export interface Size {
  readonly total: number;
  readonly own: number;
}

/** Measures a tree without following links. */
export function sizeOf(machine: Machine, root: AbsolutePath): Size {
  const links = new Map<bigint, { readonly size: number; readonly links: number; seen: number }>();
  let total = 0;
  let own = 0;
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, kind } of machine.list(folder)) {
      const path = join(folder, name);
      if (kind === "folder") folders.push(path);
      const status = kind === "file" ? machine.status(path) : undefined;
      if (status === undefined) continue;
      const known = links.get(status.inode);
      if (known !== undefined) known.seen += 1;
      else links.set(status.inode, { size: status.size, links: status.links, seen: 1 });
    }
  }
  for (const { size, links: count, seen } of links.values()) {
    total += size;
    if (count <= seen) own += size;
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
  const shared = new Set<string>();
  const each = new Map<AbsolutePath, number>();
  let together = 0;
  for (const root of roots) {
    const own = new Set<string>();
    let size = 0;
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
      for (const { name, kind } of machine.list(folder)) {
        const path = child(folder, name);
        if (kind === "folder") folders.push(path);
        const status = kind === "file" ? machine.status(path) : undefined;
        if (status === undefined) continue;
        const inode = `${status.device}:${status.inode}`;
        if (status.links > 1 && own.has(inode)) continue;
        size += status.size;
        if (status.links <= 1 || !shared.has(inode)) together += status.size;
        if (status.links <= 1) continue;
        own.add(inode);
        shared.add(inode);
      }
    each.set(root, size);
  }
  return { each, together };
}

/** Bytes that become free when these trees go: of a file with several names only when all of them lie in these trees, and then once. */
export function freedBy(machine: Machine, roots: readonly AbsolutePath[]): number {
  const links = new Map<string, { readonly size: number; readonly links: number; seen: number }>();
  const folders = [...roots];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const { name, kind } of machine.list(folder)) {
      const path = child(folder, name);
      if (kind === "folder") folders.push(path);
      const status = kind === "file" ? machine.status(path) : undefined;
      if (status === undefined) continue;
      const inode = `${status.device}:${status.inode}`;
      const known = links.get(inode);
      if (known === undefined) links.set(inode, { size: status.size, links: status.links, seen: 1 });
      else known.seen += 1;
    }
  let bytes = 0;
  for (const { size, links: count, seen } of links.values()) if (count <= seen) bytes += size;
  return bytes;
}
