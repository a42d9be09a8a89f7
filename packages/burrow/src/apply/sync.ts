import type { Workbench } from "../machine/workbench.ts";
import { isInside, parent, type AbsolutePath } from "../model/path.ts";

/** Makes the names of a folder durable, and of those above it up to and including `top`. */
export function syncUpTo(bench: Workbench, folder: AbsolutePath, top: AbsolutePath): void {
  for (let at = folder; isInside(at, top); at = parent(at)) {
    bench.syncFolder(at);
    if (at === top) return;
  }
}

/** The same for a folder that may be gone: starts with the nearest one that is there. */
export function syncNearest(bench: Workbench, path: AbsolutePath): void {
  let at = parent(path);
  while (bench.status(at) === undefined && parent(at) !== at) at = parent(at);
  bench.syncFolder(at);
}
