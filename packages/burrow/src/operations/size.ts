import type { Machine } from "../machine/machine.ts";
import { type AbsolutePath, join } from "../model/path.ts";

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
