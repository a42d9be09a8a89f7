import type { Fact } from "../model/fact.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Files } from "./files.ts";

/** Files that remember what was read, so that no reader can forget to name what its goal depends on. */
export interface WatchedFiles extends Files {
  /** Every path that was read, in order, absent ones included, as it was just before. */
  facts(): readonly Fact[];
}

/** Watches the files that are read; folders are not watched, since burrow itself changes the project's. */
export function watchedFiles(files: Files): WatchedFiles {
  const facts = new Map<AbsolutePath, Fact>();
  return {
    read(path) {
      if (!facts.has(path)) facts.set(path, files.fact(path));
      return files.read(path);
    },
    isFolder: (path) => files.isFolder(path),
    isThere: (path) => files.isThere(path),
    list: (path) => files.list(path),
    fact: (path) => files.fact(path),
    facts: () => [...facts.values()],
  };
}
