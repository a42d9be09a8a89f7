import type { AbsolutePath } from "../model/path.ts";
import type { Change } from "../model/plan.ts";
import type { SnapshotOccasion } from "../model/snapshot.ts";
import { up, type UpDocument } from "./answers.ts";
import {
  boolean,
  type Codec,
  integer,
  list,
  literal,
  number,
  oneOf,
  optional,
  text,
  textOrNumber,
} from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";

const change = object<Change>({ name: text, from: optional(text), to: optional(text) });

/** What `diff` and `snapshot diff` print. */
export interface DiffDocument {
  readonly schema: 1;
  readonly from: string;
  readonly to: string;
  /** When they differ. */
  readonly python?: { readonly from: string; readonly to: string };
  readonly changes: readonly Change[];
}

/** What is different between two states. */
export const diff: Codec<DiffDocument> = object<DiffDocument>({
  schema: literal(1),
  from: text,
  to: text,
  python: optional(object<NonNullable<DiffDocument["python"]>>({ from: text, to: text })),
  changes: list(change),
});

/** One state of an environment. */
export interface HistoryEntry {
  /** What `rollback` and `diff` call it. */
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly occasion: SnapshotOccasion;
  /** Whether the environment is in this state now. */
  readonly current: boolean;
  readonly action?: string;
  readonly command?: string;
  readonly project?: AbsolutePath;
  readonly installers?: readonly string[];
  /** What is different from the state before; absent when that is not known. */
  readonly changes?: readonly Change[];
  readonly distributions: number;
  /** Whether it is still there as a generation, so that going back is one rename. */
  readonly generation: boolean;
}

/** What `history` prints. */
export interface HistoryDocument {
  readonly schema: 1;
  readonly prefix: AbsolutePath;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** The states of an environment. */
export const history: Codec<HistoryDocument> = object<HistoryDocument>({
  schema: literal(1),
  prefix: path,
  entries: list(
    object<HistoryEntry>({
      label: text,
      at: text,
      occasion: oneOf(["asked", "found", "change", "by-hand"]),
      current: boolean,
      action: optional(text),
      command: optional(text),
      project: optional(path),
      installers: optional(list(text)),
      changes: optional(list(change)),
      distributions: integer,
      generation: boolean,
    }),
  ),
});

/** What `rollback` prints. A generation is a number; a state that was restored by a plan is a label. */
export interface RollbackDocument {
  readonly schema: 1;
  readonly from: number | string;
  readonly to: number | string;
  readonly prefix: AbsolutePath;
  readonly seconds: number;
  /** When going back took a plan. */
  readonly restored?: UpDocument;
}

/** What a rollback came to. */
export const rollback: Codec<RollbackDocument> = object<RollbackDocument>({
  schema: literal(1),
  from: textOrNumber,
  to: textOrNumber,
  prefix: path,
  seconds: number,
  restored: optional(up),
});
