import type { AbsolutePath } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type Codec, integer, list, literal, optional, text } from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";
import { environment, occasion, python } from "./snapshot.ts";

/** Snapshots as they are kept. */
export interface StoredSnapshots {
  readonly stored: readonly { readonly snapshot: Snapshot; readonly bytes: number }[];
  readonly unreadable: SnapshotsDocument["unreadable"];
}

/** A snapshot in a list. */
export interface SnapshotEntry extends Pick<
  Snapshot,
  "id" | "name" | "takenAt" | "occasion" | "label" | "command" | "environment" | "python"
> {
  /** How many it holds. */
  readonly distributions: number;
  /** Of its file. */
  readonly bytes: number;
}

const snapshotEntry = object<SnapshotEntry>({
  id: text,
  name: text,
  takenAt: text,
  occasion,
  label: optional(text),
  command: optional(text),
  environment,
  python,
  distributions: integer,
  bytes: integer,
});

/** What `snapshot list` and `snapshot prune` print. */
export interface SnapshotsDocument {
  readonly schema: 1;
  /** Newest first; of `prune` those that are, or would be, removed. */
  readonly snapshots: readonly SnapshotEntry[];
  /** Files that cannot be read; they are left alone. */
  readonly unreadable: readonly { readonly file: AbsolutePath; readonly because: string }[];
}

/** A list of snapshots. */
export const snapshots: Codec<SnapshotsDocument> = object<SnapshotsDocument>({
  schema: literal(1),
  snapshots: list(snapshotEntry),
  unreadable: list(object<SnapshotsDocument["unreadable"][number]>({ file: path, because: text })),
});

/** A snapshot as a list shows it. */
export function entryOfSnapshot({ snapshot, bytes }: StoredSnapshots["stored"][number]): SnapshotEntry {
  return { ...snapshot, distributions: snapshot.distributions.length, bytes };
}
