import type { AbsolutePath } from "../model/path.ts";
import type { Machine } from "./machine.ts";

/**
 * What `apply` may do besides looking: change things. Only `apply/` (and `registry/`, within burrow's own folder) receives one.
 *
 * Each method is one act: it has happened when it returns, and it throws the system's error (`code` such as `ENOSPC`) when it has not.
 * `sync*` makes what was done before outlive a power cut.
 */
export interface Workbench extends Machine {
  /** Makes a folder and those above it that are missing; gives the topmost folder that it made, undefined when all were there. */
  makeFolder(path: AbsolutePath, mode?: number): AbsolutePath | undefined;
  /** Writes a whole file beside its place, syncs it and renames it over: readers see the old or the new, never a part. */
  writeFile(path: AbsolutePath, content: string | Uint8Array, mode?: number): void;
  /** Makes a file that must not be there yet (`EEXIST` otherwise). */
  createFile(path: AbsolutePath, content: string, mode?: number): void;
  /** Adds to the end of a file and syncs it before it returns. */
  append(path: AbsolutePath, content: string): void;
  copyFile(from: AbsolutePath, to: AbsolutePath): void;
  hardLink(from: AbsolutePath, to: AbsolutePath): void;
  /** Makes a symbolic link that must not be there yet. */
  makeLink(path: AbsolutePath, target: string): void;
  rename(from: AbsolutePath, to: AbsolutePath): void;
  /** Removes a file or link; nothing happens when there is none. */
  removeFile(path: AbsolutePath): void;
  /** Removes a folder that must be empty. */
  removeFolder(path: AbsolutePath): void;
  /** Removes a folder with all that is in it, links not followed; nothing happens when there is none. */
  removeTree(path: AbsolutePath): Promise<void>;
  setMode(path: AbsolutePath, mode: number): void;
  /** Sets the modification time (ns) of a file, folder or link. */
  setTime(path: AbsolutePath, mtime: bigint): void;
  /** Makes a file's content durable. */
  syncFile(path: AbsolutePath): void;
  /** Makes a folder's names durable. */
  syncFolder(path: AbsolutePath): void;
  /** Makes the content of files, or the names of folders, durable: many at a time, which the disk does far faster than one by one. */
  syncAll(paths: readonly AbsolutePath[]): Promise<void>;
  /** Makes a whole tree durable: every file, then every folder. */
  syncTree(path: AbsolutePath): Promise<void>;
  /** The SHA-256 (hex) of a file of any size; undefined when there is no regular file that can be read. */
  sha256(path: AbsolutePath): Promise<string | undefined>;
  /** Bytes that this user may still write on the file system that holds the path. */
  freeSpace(path: AbsolutePath): bigint;
}
