import { createHash } from "node:crypto";
import type { Workbench } from "../machine/workbench.ts";
import type { Undo } from "../model/journal.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import { CannotUndo } from "./cannot-undo.ts";
import { restorePrefix } from "./restore.ts";
import { syncNearest } from "./sync.ts";

/** What an undo works with. */
export interface UndoContext {
  readonly bench: Workbench;
  /** The transaction's folder: whatever is made on the way is made here first. */
  readonly kept: AbsolutePath;
  /** Takes files that were edited in place, and cannot be put back, as they are. */
  readonly acceptEdits: boolean;
}

/** Takes one thing back, durably. May be cut anywhere and be done again, also when it was never needed. Throws `CannotUndo` or the system's error. */
export async function performUndo(undo: Undo, context: UndoContext): Promise<void> {
  const { bench } = context;
  switch (undo.kind) {
    case "remove-tree":
      await bench.removeTree(undo.path);
      syncNearest(bench, undo.path);
      return;
    case "remove-folder":
      if (bench.status(undo.path)?.kind !== "folder" || bench.list(undo.path).length > 0) return;
      bench.removeFolder(undo.path);
      syncNearest(bench, undo.path);
      return;
    case "restore-file":
      restoreFile(undo, context);
      return;
    case "restore-link":
      restoreLink(undo, context);
      return;
    case "restore-prefix":
      await restorePrefix(bench, undo, context);
      return;
    default:
      undo satisfies never;
  }
}

/** The kept file is the former one itself or a copy of it; it is renamed back, so once it is gone it is back. */
function restoreFile(
  { path, kept, wrote }: Extract<Undo, { readonly kind: "restore-file" }>,
  { bench }: UndoContext,
): void {
  const now = bench.readBytes(path, Infinity);
  if (now === undefined || createHash("sha256").update(now).digest("hex") !== wrote) return;
  if (kept === undefined) bench.removeFile(path);
  else if (bench.status(kept) === undefined) return;
  else bench.rename(kept, path);
  bench.syncFolder(parent(path));
}

function restoreLink(
  { path, target, made }: Extract<Undo, { readonly kind: "restore-link" }>,
  { bench, kept }: UndoContext,
): void {
  const there = bench.status(path);
  const now = bench.readLink(path);
  if (there === undefined ? target === undefined : now === target) return;
  if (there !== undefined && now !== made)
    throw new CannotUndo(`\`${path}\` was replaced by something else`, [path]);
  if (target === undefined) bench.removeFile(path);
  else {
    const beside = join(kept, "link-back");
    bench.makeFolder(kept);
    bench.removeFile(beside);
    bench.makeLink(beside, target);
    bench.rename(beside, path);
  }
  bench.syncFolder(parent(path));
}
