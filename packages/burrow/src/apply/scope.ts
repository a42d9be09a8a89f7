import type { Machine } from "../machine/machine.ts";
import type { Undo } from "../model/journal.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import type { TransactionPlace } from "./place.ts";

/**
 * Whether an undo touches only what a transaction of this place may have made or kept; what a journal says is not believed beyond that.
 * Folders are resolved first: a link on the way leads nowhere else.
 */
export function isInScope(
  machine: Machine,
  place: TransactionPlace,
  kept: AbsolutePath,
  undo: Undo,
): boolean {
  const { guarded, folder } = place;
  const generations = join(folder, "generations");
  const environments = join(folder, "envs");
  const own = (path: AbsolutePath) => staysInside(machine, path, guarded);
  switch (undo.kind) {
    case "remove-tree":
      return (
        (isInside(undo.path, generations) || (parent(undo.path) === guarded && isPythonName(undo.path))) &&
        own(undo.path)
      );
    case "remove-folder":
      return undo.path === environments && own(undo.path);
    case "restore-file":
      return (
        isInside(undo.path, guarded) &&
        !isInside(undo.path, folder) &&
        (undo.kept === undefined || isInside(undo.kept, kept)) &&
        own(undo.path)
      );
    case "restore-link":
      return (parent(undo.path) === guarded || parent(undo.path) === environments) && own(undo.path);
    case "restore-prefix":
      return undo.prefix === guarded && isInside(undo.preserved, kept) && undo.preserved !== kept;
    default:
      return undo satisfies never;
  }
}

/** Whether a folder has the name of a Python that burrow unpacks. */
function isPythonName(path: AbsolutePath): boolean {
  return /^[a-z]\w*-\d+\.\d+\.\d+[^-]*-(?:linux|macos|windows)-[^-]+-[a-z]+$/u.test(baseName(path));
}

function staysInside(machine: Machine, path: AbsolutePath, guarded: AbsolutePath): boolean {
  const real = machine.realPath(guarded) ?? guarded;
  let above = parent(path);
  while (machine.status(above) === undefined && parent(above) !== above) above = parent(above);
  return baseName(path) !== "" && isInside(machine.realPath(above) ?? above, real);
}
