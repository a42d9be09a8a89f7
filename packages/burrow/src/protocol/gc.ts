import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { type Codec, integer, list, literal, oneOf } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";

/** What `gc` prints. */
export interface GcDocument {
  readonly schema: 1;
  readonly status: "done" | "nothing" | "planned" | "cancelled";
  readonly removed: readonly { readonly folder: AbsolutePath; readonly number: number }[];
  readonly kept: readonly { readonly folder: AbsolutePath; readonly because: Reason }[];
  readonly bytes: number;
}

/** What a collection came to. */
export const gc: Codec<GcDocument> = object<GcDocument>({
  schema: literal(1),
  status: oneOf(["done", "nothing", "planned", "cancelled"]),
  removed: list(object<GcDocument["removed"][number]>({ folder: path, number: integer })),
  kept: list(object<GcDocument["kept"][number]>({ folder: path, because: reason })),
  bytes: integer,
});
