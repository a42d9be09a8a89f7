import type { Difference, History, HistoryEntry } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Change } from "../model/plan.ts";
import { up, type UpDocument } from "./answers.ts";
import {
  boolean,
  type Codec,
  integer,
  list,
  literal,
  number,
  optional,
  text,
  textOrNumber,
} from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";
import { occasion } from "./snapshot.ts";

type Document<Answer> = { readonly schema: 1 } & Answer;

const change = object<Change>({ name: text, from: optional(text), to: optional(text) });

/** What `diff` and `snapshot diff` print. */
export const diff: Codec<Document<Difference>> = object<Document<Difference>>({
  schema: literal(1),
  from: text,
  to: text,
  python: optional(object<NonNullable<Difference["python"]>>({ from: text, to: text })),
  changes: list(change),
});

/** What `history` prints. */
export const history: Codec<Document<History>> = object<Document<History>>({
  schema: literal(1),
  prefix: path,
  entries: list(
    object<HistoryEntry>({
      label: text,
      at: text,
      occasion,
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
