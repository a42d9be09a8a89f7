import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, parent } from "../model/path.ts";

/** Makes a folder for this user's eyes alone, where it is missing, so that a power cut does not take it again. Throws the system's error. */
export function makeDurableFolder(bench: Workbench, folder: AbsolutePath): void {
  const made = bench.makeFolder(folder, 0o700);
  if (made !== undefined) syncAbove(bench, folder, made);
}

/** Makes the names of a folder, and of those above it that were made with it, durable. */
function syncAbove(bench: Workbench, folder: AbsolutePath, topmost: AbsolutePath): void {
  bench.syncFolder(parent(folder));
  if (folder !== topmost) syncAbove(bench, parent(folder), topmost);
}
