import type { DirectUrl } from "../model/distribution.ts";
import { boolean, type Codec, optional, record, text } from "./codec.ts";
import { object } from "./object.ts";

/** Where a distribution came from when not from an index (PEP 610). */
export const directUrl: Codec<DirectUrl> = object<DirectUrl>({
  url: text,
  folder: optional(object<NonNullable<DirectUrl["folder"]>>({ editable: boolean })),
  archive: optional(object<NonNullable<DirectUrl["archive"]>>({ hashes: record(text) })),
  vcs: optional(
    object<NonNullable<DirectUrl["vcs"]>>({ kind: text, commit: text, requested: optional(text) }),
  ),
  subdirectory: optional(text),
});
