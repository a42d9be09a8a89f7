import type {
  BackupMade,
  BackupNote,
  BackupProject,
  RestoredBackup,
  RestoredEnvironment,
} from "../model/backup.ts";
import { boolean, type Codec, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";
import { plan } from "./plan.ts";

type Document<Answer> = { readonly schema: 1 } & Answer;

/** What `backup` prints. */
export const backupDocument: Codec<Document<BackupMade>> = object<Document<BackupMade>>({
  schema: literal(1),
  file: path,
  bytes: integer,
  encrypted: boolean,
  environments: list(object<BackupMade["environments"][number]>({ prefix: path, distributions: integer })),
  projects: list(object<BackupProject>({ root: path, environments: list(path) })),
  pythons: integer,
  wheels: integer,
  signedBy: text,
  diagnostics: list(object<BackupNote>({ prefix: path, note: text })),
});

/** What `restore` prints. */
export const restoreDocument: Codec<Document<RestoredBackup>> = object<Document<RestoredBackup>>({
  schema: literal(1),
  status: oneOf(["done", "partly", "planned", "cancelled", "refused"]),
  environments: list(
    object<RestoredEnvironment>({
      prefix: path,
      status: oneOf(["done", "unchanged", "rolled-back", "refused", "cancelled", "planned", "skipped"]),
      distributions: integer,
      plan: optional(plan),
      because: optional(text),
      unavailable: optional(list(text)),
    }),
  ),
  settings: oneOf(["restored", "kept", "none"]),
  signer: oneOf(["own", "known", "unknown", "none"]),
  signedBy: optional(text),
  diagnostics: list(object<BackupNote>({ prefix: path, note: text })),
});
