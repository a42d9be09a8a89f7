import type { AbsolutePath } from "../model/path.ts";
import { type Codec, integer, literal, oneOf, optional, text } from "./codec.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";

/** What `watch` prints when it ends; with `--install` and `--uninstall`, what was done about the service. */
export interface WatchDocument {
  readonly schema: 1;
  readonly examinations?: number;
  readonly repairs?: number;
  readonly report?: AbsolutePath;
  readonly status?: "installed" | "unchanged" | "removed" | "absent";
  readonly file?: AbsolutePath;
  readonly next?: string;
}

/** The document of `watch`. */
export const watched: Codec<WatchDocument> = object<WatchDocument>({
  schema: literal(1),
  examinations: optional(integer),
  repairs: optional(integer),
  report: optional(path),
  status: optional(oneOf(["installed", "unchanged", "removed", "absent"])),
  file: optional(path),
  next: optional(text),
});
