import type { ErrorCode } from "../model/error.ts";
import type { Failed, Purge } from "../model/history.ts";
import { type Codec, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";

type Document = { readonly schema: 1 } & Purge;

/** What `purge` prints. */
export const purge: Codec<Document> = object<Document>({
  schema: literal(1),
  status: oneOf(["done", "partly", "failed", "nothing", "planned", "cancelled"]),
  removed: list(
    object<Purge["removed"][number]>({
      prefix: path,
      name: text,
      generations: list(integer),
      size: integer,
    }),
  ),
  kept: list(object<Purge["kept"][number]>({ prefix: path, because: reason })),
  failed: list(
    object<Failed>({
      prefix: path,
      code: text as Codec<ErrorCode>,
      message: text,
      because: optional(text),
      hint: optional(text),
    }),
  ),
  doubt: optional(reason),
  bytes: integer,
});
