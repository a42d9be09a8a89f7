import type { Machine } from "../machine/machine.ts";
import type { Undo } from "../model/journal.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import type { TransactionPlace } from "./place.ts";

/**
 * Whether an undo touches only what a transaction of this place may have made or kept; what a journal says is not believed beyond that.
 * Folders are resolved first: the same place may be reached in two ways, and a link on the way leads nowhere else.
 */
export function isInScope(
  machine: Machine,
  place: TransactionPlace,
  keptFolder: AbsolutePath,
  undo: Undo,
): boolean {
  const real = (path: AbsolutePath) => resolved(machine, path);
  const guarded = machine.realPath(place.guarded) ?? place.guarded;
  const folder = join(guarded, baseName(place.folder));
  const generations = join(folder, "generations");
  const environments = join(folder, "envs");
  const kept = real(keptFolder);
  switch (undo.kind) {
    case "remove-tree": {
      const path = real(undo.path);
      return isInside(path, generations) || (parent(path) === guarded && isOwnName(path));
    }
    case "remove-folder":
      return real(undo.path) === environments;
    case "move-back": {
      const above = parent(real(undo.to));
      return (
        (above === guarded || above === environments) && parent(real(undo.from)) === join(folder, "adopted")
      );
    }
    case "restore-file": {
      const path = real(undo.path);
      const isOwn = path !== guarded && isInside(path, guarded) && !isInside(path, folder);
      return isOwn && (undo.kept === undefined || isInside(real(undo.kept), kept));
    }
    case "restore-link": {
      const above = parent(real(undo.path));
      return above === guarded || above === environments || real(undo.path) === join(folder, "current");
    }
    case "restore-prefix": {
      const preserved = real(undo.preserved);
      const isLiteral = undo.prefix === guarded && isEnvironment(machine, guarded);
      return isLiteral && preserved !== kept && isInside(preserved, kept);
    }
    default:
      return undo satisfies never;
  }
}

/** A prefix is restored only where an environment stands: no other folder is ever preserved. */
function isEnvironment(machine: Machine, folder: AbsolutePath): boolean {
  return ["pyvenv.cfg", "conda-meta"].some((name) => machine.status(join(folder, name)) !== undefined);
}

/** Whether a folder has the name of a Python that burrow unpacks, or of a wheel that it has built. */
function isOwnName(path: AbsolutePath): boolean {
  return /^(?:[a-z]\w*-\d+\.\d+\.\d+[^-]*-(?:linux|macos|windows)-[^-]+-[a-z]+|built-[0-9a-f]{16})$/u.test(
    baseName(path),
  );
}

/** The path with the links above it resolved; folders that are not there are taken as they are written. */
function resolved(machine: Machine, path: AbsolutePath): AbsolutePath {
  const above = parent(path);
  if (above === path) return path;
  return join(machine.realPath(above) ?? resolved(machine, above), baseName(path));
}
