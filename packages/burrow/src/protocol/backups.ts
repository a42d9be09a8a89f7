import type { BackupNote } from "../model/backup.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { boolean, type Codec, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";
import { plan } from "./plan.ts";

/** What `backup` prints. */
export interface BackupDocument {
  readonly schema: 1;
  readonly file: AbsolutePath;
  readonly bytes: number;
  readonly encrypted: boolean;
  readonly environments: readonly { readonly prefix: AbsolutePath; readonly distributions: number }[];
  readonly pythons: number;
  readonly wheels: number;
  readonly diagnostics: readonly BackupNote[];
}

/** What a backup came to. */
export const backupDocument: Codec<BackupDocument> = object<BackupDocument>({
  schema: literal(1),
  file: path,
  bytes: integer,
  encrypted: boolean,
  environments: list(
    object<BackupDocument["environments"][number]>({ prefix: path, distributions: integer }),
  ),
  pythons: integer,
  wheels: integer,
  diagnostics: list(object<BackupNote>({ prefix: path, note: text })),
});

/** What `restore` prints. */
export interface RestoreDocument {
  readonly schema: 1;
  readonly status: "done" | "partly" | "planned" | "cancelled" | "refused";
  readonly environments: readonly {
    readonly prefix: AbsolutePath;
    readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled" | "planned" | "skipped";
    readonly distributions: number;
    readonly plan?: Plan;
    readonly because?: string;
    readonly unavailable?: readonly string[];
  }[];
  readonly settings: "restored" | "kept" | "none";
  readonly diagnostics: readonly BackupNote[];
}

/** What restoring a backup came to. */
export const restoreDocument: Codec<RestoreDocument> = object<RestoreDocument>({
  schema: literal(1),
  status: oneOf(["done", "partly", "planned", "cancelled", "refused"]),
  environments: list(
    object<RestoreDocument["environments"][number]>({
      prefix: path,
      status: oneOf(["done", "unchanged", "rolled-back", "refused", "cancelled", "planned", "skipped"]),
      distributions: integer,
      plan: optional(plan),
      because: optional(text),
      unavailable: optional(list(text)),
    }),
  ),
  settings: oneOf(["restored", "kept", "none"]),
  diagnostics: list(object<BackupNote>({ prefix: path, note: text })),
});
