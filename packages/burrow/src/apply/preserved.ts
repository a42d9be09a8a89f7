import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Machine, Status } from "../machine/machine.ts";
import { isAbsolute, join, type AbsolutePath } from "../model/path.ts";

/** Something in a preserved prefix, as it was. */
export interface PreservedEntry {
  /** Relative to the prefix, with `/`; empty for the prefix itself. */
  readonly path: string;
  readonly kind: Status["kind"];
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds, as text. */
  readonly mtime: string;
  readonly inode: string;
  /** The text of a link. */
  readonly link?: string;
  /** The SHA-256 (hex) of a file that was copied. */
  readonly sha256?: string;
}

const preservedSchema = v.object({
  schema: v.literal(1),
  entries: v.array(
    v.object({
      path: v.pipe(
        v.string(),
        v.check((path) => path === "" || isPlain(path), "leads out of the prefix"),
      ),
      kind: v.picklist(["file", "folder", "link", "other"]),
      mode: v.number(),
      size: v.number(),
      mtime: v.pipe(v.string(), v.digits()),
      inode: v.string(),
      link: v.exactOptional(v.string()),
      sha256: v.exactOptional(v.string()),
    }),
  ),
});

/** Relative, and through named folders alone; burrow's own folder is never preserved. */
function isPlain(path: string): boolean {
  const parts = path.split("/");
  return (
    !isAbsolute(path) && parts[0] !== ".burrow" && parts.every((part) => !["", ".", ".."].includes(part))
  );
}

/** Whether each path comes once, after the folder that it is in: nothing is reached through a link. */
function isTree(entries: readonly PreservedEntry[]): boolean {
  const folders = new Set([""]);
  const paths = new Set<string>();
  return entries.every(({ path, kind }) => {
    const isListed = !paths.has(path) && folders.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    paths.add(path);
    if (kind === "folder") folders.add(path);
    return isListed && (path !== "" || kind === "folder");
  });
}

/** The entry of what stands at a path. */
export function preservedEntry(
  machine: Machine,
  { path, at, status }: { readonly path: string; readonly at: AbsolutePath; readonly status: Status },
): PreservedEntry {
  const link = status.kind === "link" ? machine.readLink(at) : undefined;
  return {
    path,
    kind: status.kind,
    mode: status.mode,
    size: status.size,
    mtime: String(status.mtime),
    inode: String(status.inode),
    ...(link !== undefined && { link }),
  };
}

/** Another name of a preserved file: it keeps what is unlinked, renamed or replaced. */
export function farmed(preserved: AbsolutePath, path: string): AbsolutePath {
  return join(preserved, "farm", nameOf(path));
}

/** A copy of a preserved file: it keeps what is written in place. */
export function copied(preserved: AbsolutePath, path: string): AbsolutePath {
  return join(preserved, "copies", nameOf(path));
}

/** One folder holds them all: a folder for each folder of the prefix would take more room than the files that a change writes. */
function nameOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 32);
}

/** The list of all that was preserved. */
export function preservedList(preserved: AbsolutePath): AbsolutePath {
  return join(preserved, "preserved.json");
}

/** The text of the list: one JSON document. */
export function writePreserved(entries: readonly PreservedEntry[]): string {
  return JSON.stringify({ schema: 1, entries });
}

/** What was preserved, folders before what is in them; undefined when the list is not there, cannot be read, or is not of one tree. */
export function readPreserved(
  machine: Machine,
  preserved: AbsolutePath,
): readonly PreservedEntry[] | undefined {
  let data: unknown;
  try {
    data = JSON.parse(machine.readText(preservedList(preserved), Infinity) ?? "");
  } catch {
    return undefined;
  }
  const read = v.safeParse(preservedSchema, data);
  return read.success && isTree(read.output.entries) ? read.output.entries : undefined;
}
