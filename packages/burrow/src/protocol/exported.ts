import type { AbsolutePath } from "../model/path.ts";
import { type Codec, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";

/** What `export` prints. */
export interface ExportDocument {
  readonly schema: 1;
  readonly format: "burrow" | "requirements" | "pylock" | "explicit" | "backup";
  readonly distributions?: number;
  readonly environments?: number;
  readonly file?: AbsolutePath;
  /** What was written, when no file was named. */
  readonly text?: string;
}

/** What an export came to. */
export const exportDocument: Codec<ExportDocument> = object<ExportDocument>({
  schema: literal(1),
  format: oneOf(["burrow", "requirements", "pylock", "explicit", "backup"]),
  distributions: optional(integer),
  environments: optional(integer),
  file: optional(path),
  text: optional(text),
});

/** What `import` prints. */
export interface ImportDocument {
  readonly schema: 1;
  readonly imported: number;
  readonly known: number;
  readonly names: readonly string[];
  /** What the new records hold. */
  readonly distributions: number;
  /** How many of these no earlier record of the same place held. */
  readonly newDistributions: number;
}

/** What an import came to. */
export const importDocument: Codec<ImportDocument> = object<ImportDocument>({
  schema: literal(1),
  imported: integer,
  known: integer,
  names: list(text),
  distributions: integer,
  newDistributions: integer,
});
