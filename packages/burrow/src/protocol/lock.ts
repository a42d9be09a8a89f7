import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { boolean, type Codec, integer, list, literal, optional, text } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";

/** What `lock` prints: what was written, or with `--check` whether the lock is fresh. */
export interface LockDocument {
  readonly schema: 1;
  readonly file?: AbsolutePath;
  readonly changed?: boolean;
  readonly platforms?: readonly { readonly platform: string; readonly packages: number }[];
  readonly fresh?: boolean;
  readonly because?: Reason;
}

/** What `lock` came to. */
export const lock: Codec<LockDocument> = object<LockDocument>({
  schema: literal(1),
  file: optional(path),
  changed: optional(boolean),
  platforms: optional(
    list(object<NonNullable<LockDocument["platforms"]>[number]>({ platform: text, packages: integer })),
  ),
  fresh: optional(boolean),
  because: optional(reason),
});
