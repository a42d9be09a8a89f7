import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { isByteCode, recordedPaths } from "../../standards/record.ts";
import { child } from "../child.ts";

/** Names in a folder; the caller may keep them over many distributions, which share folders. */
export type Names = (folder: AbsolutePath) => ReadonlySet<string>;

/** Lists each folder once. */
export function listedOnce(machine: Machine): Names {
  const known = new Map<AbsolutePath, ReadonlySet<string>>();
  return (folder) => {
    const names = known.get(folder) ?? new Set(machine.names(folder));
    known.set(folder, names);
    return names;
  };
}

/**
 * Why a distribution's files cannot be relied on: some that its RECORD lists are not there, or the folder of an editable install is gone.
 * or the RECORD itself is gone. Undefined when all are, for an egg, and for a layer below, whose owner may keep lists of its own (Debian). Byte code never counts: Python writes it anew.
 */
export function recordProblem(
  machine: Machine,
  { name, version, location, info, format, editable, inherited }: Distribution,
  names: Names = listedOnce(machine),
): Reason | undefined {
  if (editable !== undefined && machine.target(editable) === undefined)
    return reason("broken-closure", { name, version, detail: `its folder ${editable} is gone` });
  const text = format === "dist-info" ? machine.readText(child(info, "RECORD")) : undefined;
  if (text === undefined)
    return format === "dist-info" && !inherited ? reason("record-missing", { name, version }) : undefined;
  const debian = location === DEBIAN;
  const paths = recordedPaths(text).filter(
    (path) => !isByteCode(path) && !(debian && path.startsWith("../")),
  );
  const isThere = finder(machine, location, names);
  const missing = paths.filter((path) => !isThere(path)).length;
  return missing === 0 ? undefined : reason("files-missing", { missing, total: paths.length, name, version });
}

/** Debian's packages put scripts elsewhere than their RECORD says (`../scripts/pip` is `/usr/bin/pip`); dpkg has a list of its own. */
const DEBIAN = "/usr/lib/python3/dist-packages";

/**
 * Finds what a RECORD lists, the files of a folder one after the other. The listing decides; only what it lacks is asked for by itself, for file
 * systems that take another case or another Unicode form.
 */
function finder(machine: Machine, location: AbsolutePath, names: Names): (path: string) => boolean {
  let within = "";
  let folder = location;
  let listed: ReadonlySet<string> | undefined;
  return (path) => {
    const slash = path.lastIndexOf("/");
    const parent = slash === -1 ? "" : path.slice(0, slash);
    if (listed === undefined || parent !== within) {
      within = parent;
      folder = join(location, parent);
      listed = names(folder);
    }
    const name = path.slice(slash + 1);
    return listed.has(name) || machine.status(child(folder, name)) !== undefined;
  };
}
