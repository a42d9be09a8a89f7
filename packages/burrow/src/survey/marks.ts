import type { Machine } from "../machine/machine.ts";
import { ancestors, type AbsolutePath } from "../model/path.ts";

const CONDA_MARK = /^(?:environment|conda-lock)\.ya?ml$/u;
const MARK = /^(?:package\.json|requirements[^/\\]*\.txt|pyproject\.toml|setup\.py|\.git)$/u;

/** Whether a name marks the folder that it is in as a project's. */
export function isMark(name: string): boolean {
  return MARK.test(name);
}

/** Whether a folder is a project's: one of the files that say so is in it. */
export function isProject(machine: Machine, folder: AbsolutePath): boolean {
  return machine.list(folder).some(({ name }) => isMark(name));
}

/** The same for a goal of conda's, whose own files say so too. */
export function isCondaProject(machine: Machine, folder: AbsolutePath): boolean {
  return machine.list(folder).some(({ name }) => isMark(name) || CONDA_MARK.test(name));
}

/**
 * The folders above a path that could be a project's, nearest first: on the path's own file system, and neither the home folder nor the
 * root, where one file would embed everything.
 */
export function enclosingFolders(machine: Machine, path: AbsolutePath): readonly AbsolutePath[] {
  const device = machine.target(path)?.device;
  const above = ancestors(path);
  const end = above.findIndex((folder, index) => {
    const status = machine.target(folder);
    return (
      index === above.length - 1 ||
      folder === machine.home ||
      (status !== undefined && device !== undefined && status.device !== device)
    );
  });
  return above.slice(0, end === -1 ? undefined : end);
}
