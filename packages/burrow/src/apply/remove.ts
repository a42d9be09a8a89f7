import type { Workbench } from "../machine/workbench.ts";
import type { AbsolutePath } from "../model/path.ts";

/** Removes a folder that is there and empty. */
export function removeIfEmpty(bench: Workbench, folder: AbsolutePath): void {
  if (bench.status(folder)?.kind === "folder" && bench.list(folder).length === 0) bench.removeFolder(folder);
}
