import * as v from "valibot";
import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import type { CondaVitals } from "../../model/vitals.ts";
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
  { kind, realPrefix, prefix }: Environment,
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
  const pins = machine.readText(join(realPrefix, "conda-meta", "pinned"))?.split(/\r?\n/u) ?? [];
  return {
    packages: records.map(({ name }) => name).toSorted(),
    unreadable,
    missing,
    ...(lines && kind !== "pixi" && { registered: lines.includes(prefix) || lines.includes(realPrefix) }),
    badPins: pins
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#") && !isPin(line)),
  };
}

/** How many files of a package are not where its record says. Byte code never counts: Python writes it anew. */
export function goneOf(
  machine: Machine,
  realPrefix: AbsolutePath,
  { files = [] }: CondaRecord,
  listed: Names,
): { readonly gone: number; readonly total: number } {
  const theirs = files.filter((file) => !file.endsWith(".pyc"));
  const gone = theirs.filter((file) => !isThere(machine, join(realPrefix, file), listed)).length;
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

function isThere(machine: Machine, path: AbsolutePath, listed: Names): boolean {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash) as AbsolutePath;
  return listed(folder).has(path.slice(slash + 1)) || machine.status(path) !== undefined;
}

/** `numpy`, `numpy 1.26.*`, `conda-forge::numpy>=1.26,<2`, `python 3.11.* *_cpython`. */
function isPin(line: string): boolean {
  return /^(?:[\w./-]+::)?[A-Za-z0-9_][\w.-]*(?:\s*(?:[=<>!~]=?\s*)?[\w.*+!,|<>=~ -]+)?(?:\[[^\]]*\])?(?:\s+#.*)?$/u.test(
    line,
  );
}
