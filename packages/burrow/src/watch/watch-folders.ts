import { type FSWatcher, watch } from "node:fs";
import type { AbsolutePath } from "../model/path.ts";

/** Folders that are watched at most: the system has some thousands of watches for all of a person's programs (inotify(7)). */
const MOST = 2048;

/** Folders whose changes are told. */
export interface FolderWatch {
  /** Watches these, and no others any more. */
  set(folders: readonly AbsolutePath[]): void;
  close(): void;
}

/** Tells of changes right in the folders. One that cannot be watched is passed over: an interval sees what this does not. */
export function watchFolders(changed: () => void): FolderWatch {
  const watched = new Map<AbsolutePath, FSWatcher>();
  const drop = (folder: AbsolutePath) => {
    watched.get(folder)?.close();
    watched.delete(folder);
  };
  return {
    set: (folders) => {
      const wanted = new Set(folders.slice(0, MOST));
      for (const folder of watched.keys()) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) {
        if (watched.has(folder)) continue;
        try {
          const watcher = watch(folder, { persistent: false }, changed);
          watcher.on("error", () => drop(folder));
          watched.set(folder, watcher);
        } catch {
          // It is gone, forbidden, or there are no watches left.
        }
      }
    },
    close: () => {
      for (const folder of watched.keys()) drop(folder);
    },
  };
}
