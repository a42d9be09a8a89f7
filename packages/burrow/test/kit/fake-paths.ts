import { absolute, isInside, parent, type AbsolutePath } from "../../src/model/path.ts";
import type { FakeDisk, Inode } from "./fake-disk.ts";

/** A place for a name. */
export interface Slot {
  readonly folder: Inode;
  readonly name: string;
}

/** How paths lead to the inodes of a fake disk, and what a user may do there. */
export interface FakePaths {
  /** What the path leads to; with `follow`, a last link is followed too. */
  find(path: AbsolutePath, options?: { readonly follow?: boolean }): Inode | undefined;
  /** The same where it must be there: throws `ENOENT` otherwise. */
  get(path: AbsolutePath): Inode;
  /** The folder and name of a path, links above it followed; `make` supplies folders that are missing. */
  slot(path: AbsolutePath, make?: (slot: Slot) => Inode): Slot;
  real(path: AbsolutePath): AbsolutePath | undefined;
  /** Whether the user has the permission bit (4 read, 2 write, 1 enter). */
  may(inode: Inode, bit: number): boolean;
  isReadOnly(path: AbsolutePath): boolean;
}

const MOST_LINKS = 40;

export function fakePaths(
  disk: FakeDisk,
  { uid, readOnly }: { readonly uid: number; readonly readOnly: readonly string[] },
): FakePaths {
  const may = (inode: Inode, bit: number) =>
    uid === 0 || ((inode.uid === uid ? inode.mode >> 6 : inode.mode) & bit) !== 0;

  /** Walks down; gives the real path and the inode, undefined where it leads nowhere or is closed to the user. */
  const walk = (
    path: AbsolutePath,
    follow: boolean,
    links = 0,
  ): { readonly inode: Inode; readonly real: AbsolutePath } | undefined => {
    let at = { inode: disk.root, real: absolute("/") };
    const parts = partsOf(path);
    for (const [index, name] of parts.entries()) {
      if (at.inode.kind !== "folder" || !may(at.inode, 1)) return undefined;
      const inode = at.inode.names.get(name);
      if (inode === undefined) return undefined;
      const real = below(at.real, name);
      const last = index === parts.length - 1;
      if (inode.kind !== "link" || (last && !follow)) {
        at = { inode, real };
        continue;
      }
      if (links >= MOST_LINKS) return undefined;
      const led = walk(resolve(at.real, inode.text), true, (links += 1));
      if (led === undefined) return undefined;
      at = led;
    }
    return at;
  };

  const find: FakePaths["find"] = (path, { follow = false } = {}) => walk(path, follow)?.inode;
  const slot: FakePaths["slot"] = (path, make) => {
    const parts = partsOf(path);
    const name = parts.at(-1) ?? "";
    if (parts.length === 1) return { folder: disk.root, name };
    const above = parent(path);
    const there = find(above, { follow: true });
    if (there !== undefined) {
      if (there.kind !== "folder") throw systemError("ENOTDIR", path);
      return { folder: there, name };
    }
    if (make === undefined) throw systemError("ENOENT", path);
    return { folder: make(slot(above, make)), name };
  };
  return {
    find,
    slot,
    may,
    get: (path) => {
      const inode = find(path);
      if (inode === undefined) throw systemError("ENOENT", path);
      return inode;
    },
    real: (path) => walk(path, true)?.real,
    isReadOnly: (path) => {
      const real = walk(path, true)?.real ?? path;
      return readOnly.some((folder) => isInside(real, absolute(folder)));
    },
  };
}

/** An error as Node's file system throws it. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: '${path}'`), { code, path });
}

function partsOf(path: AbsolutePath): readonly string[] {
  return path.split(path.startsWith("/") ? "/" : /[\\/]+/u).filter((part) => part !== "");
}

/** A drive stands at the root of the fake disk. */
function below(folder: AbsolutePath, name: string): AbsolutePath {
  if (folder === "/" && /^[A-Za-z]:$/u.test(name)) return absolute(`${name}\\`);
  return absolute(folder.startsWith("/") ? `${folder}/${name}` : `${folder}\\${name}`);
}

function resolve(folder: AbsolutePath, text: string): AbsolutePath {
  return /^(?:[A-Za-z]:[\\/]|\/)/u.test(text) ? absolute(text) : below(folder, text);
}
