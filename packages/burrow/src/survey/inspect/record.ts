import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import { absolute, isAbsolute, type AbsolutePath } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { parseRecord } from "../../standards/record.ts";
import { child } from "../child.ts";

/** Names in a folder; the caller may keep them over many distributions, which share folders. */
export type Names = (folder: AbsolutePath) => ReadonlySet<string>;

/** Lists each folder once. */
export function listedOnce(machine: Machine): Names {
  const known = new Map<AbsolutePath, ReadonlySet<string>>();
  return (folder) => {
    const names = known.get(folder) ?? new Set(machine.list(folder).map(({ name }) => name));
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
  const paths = parseRecord(text).flatMap(({ path }) =>
    isByteCode(path) || (debian && path.startsWith("../")) ? [] : path,
  );
  const missing = paths.filter((path) => !isThere(machine, location, path, names)).length;
  return missing === 0 ? undefined : reason("files-missing", { missing, total: paths.length, name, version });
}

/** Debian's packages put scripts elsewhere than their RECORD says (`../scripts/pip` is `/usr/bin/pip`); dpkg has a list of its own. */
const DEBIAN = "/usr/lib/python3/dist-packages";

function isByteCode(path: string): boolean {
  return path.endsWith(".pyc") || path.includes("__pycache__/");
}

/** The listing decides; only what it lacks is asked for by itself, for file systems that take another case or another Unicode form. */
function isThere(machine: Machine, location: AbsolutePath, path: string, names: Names): boolean {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const within = slash === -1 ? "" : path.slice(0, slash);
  if (names(folderOf(location, within)).has(name)) return true;
  return machine.status(child(folderOf(location, within), name)) !== undefined;
}

function folderOf(location: AbsolutePath, within: string): AbsolutePath {
  if (within === "") return location;
  if (isAbsolute(within)) return absolute(within);
  return within.includes(".") || !location.startsWith("/")
    ? absolute(`${location}/${within}`)
    : (`${location}/${within}` as AbsolutePath);
}
