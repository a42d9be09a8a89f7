import type { Machine } from "../machine/machine.ts";
import type { Distribution } from "../model/distribution.ts";
import { isAbsolute, join, absolute, type AbsolutePath } from "../model/path.ts";
import { parseRecord, type RecordEntry } from "../standards/record.ts";

/** A file of a distribution, as its RECORD lists it. */
export interface InstalledFile extends RecordEntry {
  readonly at: AbsolutePath;
}

/** What the RECORD of a distribution lists, with absolute paths; undefined when there is no RECORD. */
export function recordOf(
  machine: Machine,
  { info, location }: Pick<Distribution, "info" | "location">,
): readonly InstalledFile[] | undefined {
  const text = machine.readText(join(info, "RECORD"), Infinity);
  if (text === undefined) return undefined;
  return parseRecord(text).map((entry) => ({
    ...entry,
    at: isAbsolute(entry.path) ? absolute(entry.path) : join(location, entry.path),
  }));
}

/** All files that a distribution is known to have: by its RECORD, or for an egg by `installed-files.txt` and its own folder. */
export function filesOf(machine: Machine, distribution: Distribution): readonly AbsolutePath[] {
  const recorded = recordOf(machine, distribution);
  if (recorded !== undefined) return recorded.map(({ at }) => at);
  const { info } = distribution;
  const listed = machine.readText(join(info, "installed-files.txt"))?.split(/\r?\n/u) ?? [];
  const inside = machine.list(info).map(({ name }) => join(info, name));
  return [info, ...inside, ...listed.filter((path) => path !== "").map((path) => join(info, path))];
}
