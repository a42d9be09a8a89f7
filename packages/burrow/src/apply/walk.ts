import type { Machine, Status } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";
import { child } from "../survey/child.ts";

/** Something below a folder. */
export interface Found {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly at: AbsolutePath;
  readonly status: Status;
}

/** How many folders are read before others may have their turn. */
const FOLDERS_AT_ONCE = 64;

/**
 * All that is below a folder, each folder before what is in it, links not followed; `skip` leaves out a path and what is below it.
 * What vanishes meanwhile is not there.
 */
export async function walk(
  machine: Machine,
  root: AbsolutePath,
  skip: (path: string, kind: Status["kind"]) => boolean = () => false,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const folders = [{ path: "", at: root }];
  for (let read = 1; ; read += 1) {
    const folder = folders.pop();
    if (folder === undefined) break;
    for (const { name, kind } of machine.list(folder.at)) {
      const path = folder.path === "" ? name : `${folder.path}/${name}`;
      if (skip(path, kind)) continue;
      const at = child(folder.at, name);
      const status = machine.status(at);
      if (status === undefined) continue;
      found.push({ path, at, status });
      if (status.kind === "folder") folders.push({ path, at });
    }
    if (read % FOLDERS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
