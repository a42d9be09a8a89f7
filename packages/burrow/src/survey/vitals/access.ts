import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import { isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import { isByteCode, recordedPaths } from "../../standards/record.ts";
import { child } from "../child.ts";

/** The environment's own folders that this user may not read: nothing below them is seen. */
export function lockedFolders(
  machine: Machine,
  { layers, realPrefix }: Environment,
): readonly AbsolutePath[] {
  const own = layers.filter(({ inherited }) => !inherited).map(({ sitePackages }) => sitePackages);
  const folders = [...own, join(realPrefix, "bin")].map((folder) => machine.realPath(folder) ?? folder);
  return [...new Set(folders)].filter((folder) => isLocked(machine, folder));
}

/**
 * Why some of a distribution's files cannot be read by this user: the files, or a folder of theirs, whose files would seem to be gone. Undefined when all can, and when
 * its RECORD cannot be read, which is told as that.
 */
export function unreadableProblem(
  machine: Machine,
  { name, version, location, info, format, inherited }: Distribution,
): Reason | undefined {
  const text =
    format === "dist-info" && !inherited ? machine.readText(child(info, "RECORD"), Infinity) : undefined;
  if (text === undefined) return undefined;
  const real = machine.realPath(location) ?? location;
  const files = recordedPaths(text)
    .filter((path) => !isByteCode(path) && !path.startsWith("/"))
    .map((path) => join(real, path));
  const folders = [...new Set(files.map((file) => parent(file)))].filter((one) => isInside(one, real));
  const above = new Set(folders.flatMap((folder) => [...upTo(folder, real)]));
  const [folder] = [...above].toSorted().filter((one) => isLocked(machine, one));
  if (folder !== undefined) return reason("unreadable-folder", { name, version, path: folder });
  const locked = files.filter((file) => isLocked(machine, file));
  const [first] = locked;
  if (first === undefined) return undefined;
  return reason("unreadable-files", { name, version, what: counted(locked.length, "file"), path: first });
}

function* upTo(folder: AbsolutePath, top: AbsolutePath): Generator<AbsolutePath> {
  for (let one = folder; one !== top && isInside(one, top); one = parent(one)) yield one;
}

/** There, and not to be read. */
function isLocked(machine: Machine, path: AbsolutePath): boolean {
  return !machine.readable(path) && machine.target(path) !== undefined;
}
