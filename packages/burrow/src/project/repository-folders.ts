import { type AbsolutePath, ancestors, join } from "../model/path.ts";
import type { Scope } from "./reading.ts";

/** The project's folder and those above it, up to the first that holds `.git`; without a repository, the project's alone. */
export function repositoryFolders({ files, root }: Scope): readonly AbsolutePath[] {
  const folders = [root, ...ancestors(root)];
  const top = folders.findIndex((folder) => files.isThere(join(folder, ".git")));
  return folders.slice(0, Math.max(top, 0) + 1);
}
