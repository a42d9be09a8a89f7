import type { Collection } from "../model/history.ts";
import { type Codec, integer, list, literal, oneOf } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";

type Document = { readonly schema: 1 } & Collection;

/** What `gc` prints. */
export const gc: Codec<Document> = object<Document>({
  schema: literal(1),
  status: oneOf(["done", "nothing", "planned", "cancelled"]),
  removed: list(object<Collection["removed"][number]>({ folder: path, number: integer, because: reason })),
  kept: list(object<Collection["kept"][number]>({ folder: path, because: reason })),
  bytes: integer,
});
