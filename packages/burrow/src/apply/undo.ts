import { createHash } from "node:crypto";
import type { Workbench } from "../machine/workbench.ts";
import type { Report } from "../model/event.ts";
import type { Undo } from "../model/journal.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import { CannotUndo } from "./cannot-undo.ts";
import { restorePrefix } from "./restore.ts";
import { removeIfEmpty } from "./remove.ts";
import { syncNearest } from "./sync.ts";

/** What an undo works with. */
export interface UndoContext {
  readonly bench: Workbench;
  /** The transaction's folder: whatever is made on the way is made here first. */
  readonly kept: AbsolutePath;
  /** Takes files that were edited in place, and cannot be put back, as they are. */
  readonly acceptEdits: boolean;
  /** Whether files that somebody may have made since are set aside, not deleted. */
  readonly sparing: boolean;
  readonly report: Report;
}

/** Takes one thing back. It is durable afterwards even when there was nothing to do: a process that was killed may have done it in memory alone. May be cut anywhere and be done again, also when it was never needed. Throws `CannotUndo` or the system's error. */
export async function performUndo(undo: Undo, context: UndoContext): Promise<void> {
  const { bench } = context;
  switch (undo.kind) {
    case "remove-tree":
      await bench.removeTree(undo.path);
      syncNearest(bench, undo.path);
      return;
    case "remove-folder":
      removeIfEmpty(bench, undo.path);
      syncNearest(bench, undo.path);
      return;
    case "move-back":
      moveBack(undo, context);
      return;
    case "restore-file":
      restoreFile(undo, context);
      syncNearest(bench, undo.path);
      return;
    case "restore-link":
      restoreLink(undo, context);
      syncNearest(bench, undo.path);
      return;
    case "restore-prefix":
      await restorePrefix(bench, undo, context);
      return;
    default:
      undo satisfies never;
  }
}

/** Where something stands again it is either what was set aside, or somebody put it there meanwhile: neither is replaced. The folder it lay in goes once its return is durable: else a power cut could take both. */
function moveBack({ from, to }: Extract<Undo, { readonly kind: "move-back" }>, { bench }: UndoContext): void {
  const isAside = bench.status(from) !== undefined;
  if (isAside && bench.status(to) !== undefined)
    throw new CannotUndo(`\`${to}\` was replaced by something else; what stood there is at \`${from}\``, [
      to,
    ]);
  if (isAside) bench.rename(from, to);
  syncNearest(bench, to);
  removeIfEmpty(bench, parent(from));
  syncNearest(bench, from);
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
}
