import { createHash, randomBytes } from "node:crypto";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, baseName, join } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { Mismatch } from "../protocol/codec.ts";
import { snapshot as codec } from "../protocol/snapshot.ts";

/** A snapshot with its file. */
export interface StoredSnapshot {
  readonly snapshot: Snapshot;
  readonly file: AbsolutePath;
  readonly bytes: number;
}

/** A file among the snapshots that is none. */
export interface UnreadableSnapshot {
  readonly file: AbsolutePath;
  readonly because: string;
}

/** The snapshots in burrow's data folder: `snapshots/<environment>/<id>.json` (0600), written by rename and never rewritten. */
export interface Snapshots {
  /** Of the environment at a path, or of all; newest first. */
  list(prefix?: AbsolutePath): {
    readonly stored: readonly StoredSnapshot[];
    readonly unreadable: readonly UnreadableSnapshot[];
  };
  /** The newest of that identity or name; only what may be it is decoded. */
  find(subject: string): Snapshot | undefined;
  /** The newest state of an environment, or the newest of such; not what a person asked for. */
  latest(prefix: AbsolutePath, such?: (state: Snapshot) => boolean): Snapshot | undefined;
  /** The environments that it keeps something of. */
  prefixes(): readonly AbsolutePath[];
  /** Throws the system's error. */
  add(snapshot: Snapshot): StoredSnapshot;
  remove(snapshot: Snapshot): void;
  /** Removes what is not among so many newest of an environment; what a person asked for stays. */
  trim(prefix: AbsolutePath, most: number): void;
}

/** The largest file that is read as a snapshot, in bytes. */
const LARGEST = 8 * 1024 * 1024;

/** Opens the store. */
export function snapshotsIn(bench: Workbench, data: AbsolutePath): Snapshots {
  const top = join(data, "snapshots");
  const folderOf = (prefix: AbsolutePath) => join(top, keyOf(prefix));
  const fileOf = ({ id, environment }: Snapshot) => join(folderOf(environment.prefix), `${id}.json`);
  /** Newest first, for their names begin with the time. */
  const filesIn = (folder: AbsolutePath) =>
    bench
      .list(folder)
      .filter(({ name, kind }) => kind === "file" && name.endsWith(".json"))
      .map(({ name }) => join(folder, name))
      .toReversed();
  const foldersIn = () => bench.list(top).filter(({ kind }) => kind === "folder");
  return {
    list(prefix) {
      const folders =
        prefix === undefined ? foldersIn().map(({ name }) => join(top, name)) : [folderOf(prefix)];
      const read = folders.flatMap(filesIn).map((file) => readSnapshot(bench, file));
      const stored = read.filter((one) => "snapshot" in one);
      return {
        stored: stored.toSorted((one, other) => (one.snapshot.id < other.snapshot.id ? 1 : -1)),
        unreadable: read.filter((one) => "because" in one),
      };
    },
    find(subject) {
      const files = foldersIn().flatMap(({ name }) => filesIn(join(top, name)));
      const written = JSON.stringify(subject);
      for (const file of files.toSorted((one, other) => (baseName(one) < baseName(other) ? 1 : -1))) {
        if (bench.readText(file, LARGEST)?.includes(written) !== true) continue;
        const read = readSnapshot(bench, file);
        if ("snapshot" in read && [read.snapshot.id, read.snapshot.name].includes(subject))
          return read.snapshot;
      }
      return undefined;
    },
    latest(prefix, such = () => true) {
      for (const file of filesIn(folderOf(prefix))) {
        const read = readSnapshot(bench, file);
        if ("snapshot" in read && read.snapshot.occasion !== "asked" && such(read.snapshot))
          return read.snapshot;
      }
      return undefined;
    },
    prefixes() {
      return foldersIn().flatMap(({ name }) => {
        for (const file of filesIn(join(top, name))) {
          const read = readSnapshot(bench, file);
          if ("snapshot" in read) return [read.snapshot.environment.prefix];
        }
        return [];
      });
    },
    add(snapshot) {
      const text = `${JSON.stringify(codec.encode(snapshot))}\n`;
      const file = fileOf(snapshot);
      for (const folder of [top, folderOf(snapshot.environment.prefix)]) bench.makeFolder(folder, 0o700);
      bench.writeFile(file, text, 0o600);
      return { snapshot, file, bytes: sizeOf(text) };
    },
    remove(snapshot) {
      bench.removeFile(fileOf(snapshot));
    },
    trim(prefix, most) {
      for (const file of filesIn(folderOf(prefix)).slice(most)) {
        const read = readSnapshot(bench, file);
        if ("snapshot" in read && read.snapshot.occasion !== "asked") bench.removeFile(file);
      }
    },
  };
}

/** Reads one file as a snapshot, or says why it is none: nothing of it is believed then. */
export function readSnapshot(
  bench: Pick<Workbench, "readText">,
  file: AbsolutePath,
): StoredSnapshot | UnreadableSnapshot {
  const text = bench.readText(file, LARGEST);
  if (text === undefined)
    return { file, because: `it is no file that can be read, or larger than ${LARGEST} bytes` };
  try {
    return { file, snapshot: codec.decode(JSON.parse(text), ""), bytes: sizeOf(text) };
  } catch (cause) {
    return { file, because: cause instanceof Mismatch ? cause.message : "it is not JSON" };
  }
}

/**
 * What tells a snapshot of this moment (milliseconds since the epoch) from all others: an identity that sorts by time and that no two have, what people call it,
 * when it was, and what was typed, as one line.
 */
export function markOf(
  now: number,
  { name, command }: { readonly name?: string | undefined; readonly command?: string | undefined },
): Pick<Snapshot, "id" | "name" | "takenAt" | "command"> {
  const takenAt = new Date(now).toISOString();
  const digits = takenAt.replaceAll(/[-:.]/gu, "");
  return {
    id: `${digits}-${randomBytes(4).toString("hex")}`,
    name: name ?? `snapshot_${digits.slice(0, 8)}_${digits.slice(9, 15)}`,
    takenAt,
    ...(command !== undefined && { command: printableLine(command) }),
  };
}

function printableLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 4096);
}

function keyOf(prefix: AbsolutePath): string {
  return createHash("sha256").update(prefix).digest("hex").slice(0, 16);
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
