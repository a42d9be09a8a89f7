import type { AbsolutePath } from "../model/path.ts";
import type { Platform } from "../model/platform.ts";

/** What stands at a path, the last link not followed. */
export interface Status {
  readonly kind: "file" | "folder" | "link" | "other";
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly mtime: bigint;
  /** The last time that it was read, in nanoseconds since the epoch, as far as the file system keeps that. */
  readonly atime: bigint;
  /** When it came into being, in nanoseconds since the epoch, as far as the file system keeps that: numbers of inodes are given again. */
  readonly born: bigint;
  readonly device: bigint;
  readonly inode: bigint;
  readonly links: number;
}

/**
 * What identifies the state of something on disk, to be compared and nothing else. It has the names of Node's `Stats`, so that the real machine hands these
 * on as they are: whoever compares thousands of states pays for little else.
 */
export interface State {
  readonly dev: number;
  readonly ino: number;
  /** Bytes. */
  readonly size: number;
  /** The kind and the permission bits. */
  readonly mode: number;
  readonly uid: number;
  /** When any of it, the content, or the names in a folder last changed by the file system's clock (not to be set by programs), in milliseconds since the epoch. */
  readonly ctimeMs: number;
}

/** An entry of a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: Status["kind"];
}

/** What a probed interpreter said, or why it did not. The answer is parsed by a schema before it is believed. */
export type ProbeResult =
  | { readonly ok: true; readonly answer: unknown; readonly seconds: number }
  | { readonly ok: false; readonly detail: string; readonly seconds: number };

/**
 * What a survey may do: look. There is no method here that changes the machine.
 *
 * Looks are synchronous: reading 500 metadata files through promises costs three times the CPU, and a survey is bound by CPU.
 * Whoever walks far yields to the event loop between folders. Nothing throws for what is merely absent or forbidden: that is `undefined` or an empty list.
 */
export interface Machine {
  readonly platform: Platform;
  readonly home: AbsolutePath;
  /** The environment variables of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The numeric user, or undefined where the platform has none. */
  readonly uid: number | undefined;
  /** The text of a file as UTF-8 (bad bytes replaced), or undefined when it is absent, forbidden, not a regular file or larger than `limit` bytes (default 16 MiB). */
  readText(path: AbsolutePath, limit?: number): string | undefined;
  /** The bytes of a file, under the same conditions. */
  readBytes(path: AbsolutePath, limit?: number): Uint8Array | undefined;
  /** The entries of a folder sorted by name; empty when it is absent or forbidden. */
  list(path: AbsolutePath): readonly Entry[];
  /** The names in a folder in any order, at less cost than `list`: nothing is asked of what bears them. Empty when it is absent or forbidden. */
  names(path: AbsolutePath): readonly string[];
  /** What stands at the path, the last link not followed; undefined when nothing does. */
  status(path: AbsolutePath): Status | undefined;
  /** What the path leads to, links followed; undefined when it leads nowhere (a dangling link, a loop). */
  target(path: AbsolutePath): Status | undefined;
  /** The state of what stands at the path, or with `follow` of what it leads to; undefined when nothing does. The cheapest look of all. */
  state(path: AbsolutePath, follow: boolean): State | undefined;
  /** The path with every link resolved; undefined when it leads nowhere. */
  realPath(path: AbsolutePath): AbsolutePath | undefined;
  /** The text of a link; undefined when there is none. */
  readLink(path: AbsolutePath): string | undefined;
  /** Whether this user may read the file, or list the folder and go into it; what is absent is not readable. Permission bits do not bind root. */
  readable(path: AbsolutePath): boolean;
  /** Whether this user may write into the folder or file, read-only mounts included. */
  writable(path: AbsolutePath): boolean;
  /** The answer of `reg query KEY /s` on Windows, which has a registry; undefined elsewhere, and for a key that is not there. */
  registry(key: string): string | undefined;
  /**
   * Asks an interpreter about itself with burrow's probe: `-I`, a clean set of variables, at most 10 s and 64 KiB of answer.
   * The only look that runs a program; call it only for what `trusted` allows.
   */
  probe(executable: AbsolutePath, signal: AbortSignal): Promise<ProbeResult>;
}
