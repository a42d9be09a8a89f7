import type { Collection } from "../model/history.ts";
import type { Look } from "./look.ts";
import { removalText } from "./removal.ts";
import { say } from "./say.ts";

/** What goes and why, what stays although it is old, and what that frees. */
export function gcText({ status, removed, kept, bytes }: Collection, look: Look): readonly string[] {
  const view = {
    status,
    removed: removed.map(({ folder, because }) => ({ path: folder, note: say(because, look) })),
    kept: kept.map(({ folder, because }) => ({ path: folder, because })),
    noun: "generation",
    freed: bytes,
  };
  return removalText(view, look);
}
