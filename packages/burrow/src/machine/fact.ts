import type { Fact } from "../model/fact.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Machine } from "./machine.ts";

/**
 * What identifies the state of a path now: `absent`, `kind:size:mtimeNs:inode`, or for a folder `folder:mtimeNs:inode` (its size tells nothing).
 * Links are not followed: a link that is pointed elsewhere is another link.
 */
export function factOf(machine: Pick<Machine, "status">, path: AbsolutePath): Fact {
  const status = machine.status(path);
  if (status === undefined) return { path, was: "absent" };
  const { kind, size, mtime, inode } = status;
  return { path, was: kind === "folder" ? `folder:${mtime}:${inode}` : `${kind}:${size}:${mtime}:${inode}` };
}
