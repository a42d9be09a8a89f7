import * as v from "valibot";
import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Machine } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { contentHash } from "./installed-check.ts";

const recordSchema = v.object({
  name: v.string(),
  version: v.string(),
  paths_data: v.object({
    paths: v.array(
      v.object({
        _path: v.pipe(
          v.string(),
          v.check((path) => !path.startsWith("/") && !path.split("/").includes("..")),
        ),
        path_type: v.optional(v.string()),
        sha256: v.nullish(v.string()),
        sha256_in_prefix: v.nullish(v.string()),
      }),
    ),
  }),
});

/** A package as its record in `conda-meta` lists it. */
export interface PackageRecord {
  readonly name: string;
  readonly version: string;
  readonly files: readonly {
    readonly at: AbsolutePath;
    readonly isLink: boolean;
    /** Of the file as it is in the prefix, where the record tells. */
    readonly sha256?: string;
  }[];
}

/** The records of a prefix, and those that cannot be read. */
export function readPackageRecords(
  machine: Machine,
  prefix: AbsolutePath,
): { readonly records: readonly PackageRecord[]; readonly unreadable: readonly Reason[] } {
  const records: PackageRecord[] = [];
  const unreadable: Reason[] = [];
  const meta = join(prefix, "conda-meta");
  for (const { name } of machine.list(meta).filter((entry) => entry.name.endsWith(".json"))) {
    const path = join(meta, name);
    const record = readRecord(machine, prefix, path);
    if (record === undefined) unreadable.push(reason("unreadable-metadata", { path }));
    else records.push(record);
  }
  return { records, unreadable };
}

function readRecord(machine: Machine, prefix: AbsolutePath, path: AbsolutePath): PackageRecord | undefined {
  let data: unknown;
  try {
    data = JSON.parse(machine.readText(path, Infinity) ?? "");
  } catch {
    return undefined;
  }
  const read = v.safeParse(recordSchema, data);
  if (!read.success) return undefined;
  const { name, version, paths_data: paths } = read.output;
  const files = paths.paths.map(({ _path, path_type: type, sha256, sha256_in_prefix: inPrefix }) => {
    const hash = inPrefix ?? sha256;
    return {
      at: join(prefix, ..._path.split("/")),
      isLink: type === "softlink" || type === "directory",
      ...(typeof hash === "string" && { sha256: hash }),
    };
  });
  return { name, version, files };
}

/** Compares the files of packages (absent: all) with their records in `conda-meta`. Byte code is left out: Python writes it as it likes. */
export async function checkPackages(
  bench: Workbench,
  prefix: AbsolutePath,
  names: ReadonlySet<string> | undefined,
  verified: VerifiedFiles,
  signal: AbortSignal,
): Promise<{ readonly packages: number; readonly files: number; readonly problems: readonly Reason[] }> {
  const { records, unreadable } = readPackageRecords(bench, prefix);
  const problems: Reason[] = [...unreadable];
  const checked = records.filter(({ name }) => names === undefined || names.has(name));
  let files = 0;
  for (const { name, version, files: listed } of checked) {
    signal.throwIfAborted();
    const theirs = listed.filter(({ at }) => !at.endsWith(".pyc"));
    files += theirs.length;
    const wrong = { missing: 0, altered: 0 };
    for (const file of theirs) {
      const state = await stateOf(bench, file, verified);
      if (state !== "whole") wrong[state] += 1;
    }
    const total = theirs.length;
    if (wrong.missing > 0)
      problems.push(reason("files-missing", { missing: wrong.missing, total, name, version }));
    if (wrong.altered > 0)
      problems.push(reason("package-altered", { altered: wrong.altered, total, name, version }));
  }
  return { packages: checked.length, files, problems };
}

async function stateOf(
  bench: Workbench,
  { at, isLink, sha256 }: PackageRecord["files"][number],
  verified: VerifiedFiles,
): Promise<"whole" | "missing" | "altered"> {
  const status = bench.status(at);
  if (status === undefined) return "missing";
  if (isLink || status.kind !== "file" || sha256 === undefined) return "whole";
  return (await contentHash(bench, at, status, verified)) === sha256 ? "whole" : "altered";
}
