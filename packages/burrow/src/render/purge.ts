import type { Purge } from "../model/history.ts";
import type { Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { removalText } from "./removal.ts";

/** What goes with its size, what stays and why, what could not be removed, and what that frees. */
export function purgeText(
  { status, removed, kept, failed, doubt, bytes: freed }: Purge,
  look: Look,
): readonly string[] {
  const view = {
    status,
    removed: removed.map(({ prefix, generations, size }) => ({
      path: prefix,
      note: `${counted(generations.length, "generation")}, ${bytes(size)}`,
    })),
    kept: kept.map(({ prefix, because }) => ({ path: prefix, because })),
    failed,
    doubt,
    noun: "environment",
    freed,
    back: "burrow rollback brings back what one held",
  };
  return removalText(view, look);
}
