import * as v from "valibot";
import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import type { CondaVitals } from "../../model/vitals.ts";
import { parseMatchSpec } from "../../standards/match-spec.ts";
import { child } from "../child.ts";
import { listedOnce, type Names } from "../inspect/record.ts";

/** Of a record in `conda-meta`, what tells whether the package is whole. */
const RECORD = v.object({
  name: v.string(),
  version: v.optional(v.string()),
  files: v.optional(v.array(v.string())),
  noarch: v.nullish(v.string()),
  paths_data: v.optional(
    v.object({
      paths: v.array(
        v.object({
          _path: v.string(),
          sha256_in_prefix: v.nullish(v.string()),
          sha256: v.nullish(v.string()),
          path_type: v.nullish(v.string()),
          prefix_placeholder: v.nullish(v.string()),
        }),
      ),
    }),
  ),
});

/** A package as conda recorded it. */
export type CondaRecord = v.InferOutput<typeof RECORD>;

/** Reads the records of a conda prefix; those that cannot be read are named. */
export function condaRecords(
  machine: Machine,
  realPrefix: AbsolutePath,
): { readonly records: readonly CondaRecord[]; readonly unreadable: readonly AbsolutePath[] } {
  const meta = join(realPrefix, "conda-meta");
  const records: CondaRecord[] = [];
  const unreadable: AbsolutePath[] = [];
  for (const name of machine
    .names(meta)
    .filter((one) => one.endsWith(".json"))
    .toSorted()) {
    const path = child(meta, name);
    const record = condaRecord(machine, path);
    if (record === undefined) unreadable.push(path);
    else records.push(record);
  }
  return { records, unreadable };
}

/** What a conda prefix says of itself; undefined when it is none. */
export function condaOf(
  machine: Machine,
  { kind, realPrefix, prefix, generation }: Environment,
): CondaVitals | undefined {
  if (kind !== "conda" && kind !== "conda-base" && kind !== "pixi") return undefined;
  const { records, unreadable } = condaRecords(machine, realPrefix);
  const listed = listedOnce(machine);
  const missing = records.flatMap((record) => {
    const { gone, total } = goneOf(machine, realPrefix, record, listed);
    return gone === 0 ? [] : [{ package: record.name, files: gone, total }];
  });
  const list = machine.readText(join(machine.home, ".conda", "environments.txt"));
  const lines = list?.split(/\r?\n/u).map((line) => line.trim());
  const isThis = (line: string) =>
    line === prefix ||
    line === realPrefix ||
    (isAbsolute(line) && machine.realPath(absolute(line)) === realPrefix);
  const names = new Set(records.map(({ name }) => name));
  const pinned = (machine.readText(join(realPrefix, "conda-meta", "pinned"))?.split(/\r?\n/u) ?? [])
    .map((line) => line.replace(/(?:^|\s)#.*$/u, "").trim())
    .filter((line) => line !== "");
  return {
    packages: records.map(({ name }) => name).toSorted(),
    unreadable,
    missing,
    // Of its own generations burrow lists none.
    ...(kind !== "pixi" && (lines || !generation) && { registered: lines?.some(isThis) === true }),
    badPins: pinned.filter((line) => pinnedName(line) === undefined),
    vainPins: pinned.filter((line) => {
      const name = pinnedName(line);
      return name !== undefined && !names.has(name);
    }),
  };
}

/** How many files of a package are not where its record says. Byte code never counts: Python writes it anew. */
export function goneOf(
  machine: Machine,
  realPrefix: AbsolutePath,
  { files = [], paths_data: data }: CondaRecord,
  listed: Names,
): { readonly gone: number; readonly total: number } {
  const theirs = files.filter((file) => !/\.py[co]$/u.test(file));
  const links = new Set(
    data?.paths.flatMap(({ _path: path, path_type: type }) => (type === "softlink" ? path : [])),
  );
  const gone = theirs.filter(
    (file) => !isThere(machine, join(realPrefix, file), links.has(file), listed),
  ).length;
  return { gone, total: theirs.length };
}

/** Reads one record of `conda-meta`; undefined when it cannot be read. */
export function condaRecord(machine: Machine, path: AbsolutePath): CondaRecord | undefined {
  try {
    const result = v.safeParse(RECORD, JSON.parse(machine.readText(path, Infinity) ?? ""));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** A link that leads nowhere is no file. */
function isThere(machine: Machine, path: AbsolutePath, isLink: boolean, listed: Names): boolean {
  if (isLink) return machine.target(path) !== undefined;
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash) as AbsolutePath;
  return listed(folder).has(path.slice(slash + 1)) || machine.status(path) !== undefined;
}

/** The name that a pin is for; undefined when it is no MatchSpec. */
function pinnedName(line: string): string | undefined {
  const spec = parseMatchSpec(line);
  return spec.ok ? spec.value.name : undefined;
}
