import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Machine, Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { placedPaths } from "../standards/conda-paths.ts";
import { child } from "../survey/child.ts";
import { reason, type Reason } from "../model/reason.ts";
import { contentHash } from "./installed-check.ts";

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
  try {
    const read: unknown = JSON.parse(machine.readText(path, Infinity) ?? "");
    const { name, version, paths_data: data, ...rest } = read as RecordText;
    if (typeof name !== "string" || typeof version !== "string") return undefined;
    const { paths } = data as { readonly paths: readonly PathText[] };
    const placed = placedPaths(rest);
    return { name, version, files: paths.map((one) => fileOf(prefix, one, placed)) };
  } catch {
    return undefined;
  }
}

type RecordText = Readonly<Partial<Record<"name" | "version" | "paths_data" | "noarch" | "files", unknown>>>;
type PathText = Readonly<Partial<Record<"_path" | "path_type" | "sha256" | "sha256_in_prefix", unknown>>>;

/** By hand, and not by a schema: a prefix has thousands of them. Throws when it is not of its form or leaves the prefix. */
function fileOf(
  prefix: AbsolutePath,
  one: PathText,
  placed: (path: string) => string,
): PackageRecord["files"][number] {
  const { _path: written, path_type: type, sha256, sha256_in_prefix: inPrefix } = one;
  const isPosix = prefix.startsWith("/");
  const path = isPosix ? written : String(written).replaceAll("\\", "/"); // mamba's way on Windows
  if (typeof path !== "string" || !STAYS_INSIDE.test(path)) throw new TypeError("no path in the prefix");
  const hash = inPrefix ?? sha256 ?? undefined;
  if (hash !== undefined && typeof hash !== "string") throw new TypeError("no hash");
  return {
    at: child(prefix, isPosix ? placed(path) : placed(path).replaceAll("/", "\\")),
    isLink: type === "softlink" || type === "directory",
    ...(hash !== undefined && { sha256: hash }),
  };
}

/** Names between single slashes, none of which goes up or nowhere. */
const STAYS_INSIDE = /^(?!\.{0,2}(?:\/|$))[^/]+(?:\/(?!\.{0,2}(?:\/|$))[^/]+)*$/u;

/** What a check of packages came to. */
export interface PackagesCheck {
  readonly packages: number;
  readonly files: number;
  readonly problems: readonly Reason[];
  readonly records: readonly PackageRecord[];
}

/** Compares the files of packages (absent: all) with their records in `conda-meta`. Byte code is left out: Python writes it as it likes. `statusOf` knows what a walk has found already. */
export async function checkPackages(
  bench: Workbench,
  prefix: AbsolutePath,
  names: ReadonlySet<string> | undefined,
  verified: VerifiedFiles,
  signal: AbortSignal,
  statusOf: (at: AbsolutePath) => Status | undefined = (at) => bench.status(at),
): Promise<PackagesCheck> {
  const { records, unreadable } = readPackageRecords(bench, prefix);
  const problems: Reason[] = [...unreadable];
  const owners = ownersOnce(records);
  const checked = records.filter(({ name }) => names === undefined || names.has(name));
  let files = 0;
  for (const { name, version, files: listed } of checked) {
    signal.throwIfAborted();
    const theirs = listed.filter(({ at }) => !at.endsWith(".pyc"));
    files += theirs.length;
    const wrong = { missing: 0, altered: 0 };
    for (const file of theirs) {
      const state = stateOf(bench, file, verified, statusOf(file.at));
      const known = typeof state === "string" ? state : await state;
      if (known === "whole") continue;
      // Of two packages with a file of one path, only one can have it.
      const isAnothers =
        known === "altered" && (await anyWhole(bench, owners(file.at), verified, statusOf(file.at)));
      if (!isAnothers) wrong[known] += 1;
    }
    const total = theirs.length;
    if (wrong.missing > 0)
      problems.push(reason("files-missing", { missing: wrong.missing, total, name, version }));
    if (wrong.altered > 0)
      problems.push(reason("package-altered", { altered: wrong.altered, total, name, version }));
  }
  return { packages: checked.length, files, problems, records };
}

/** Answers at once where nothing has to be hashed: a promise for each of thousands of files is felt. */
function stateOf(
  bench: Workbench,
  { at, isLink, sha256 }: PackageRecord["files"][number],
  verified: VerifiedFiles,
  status: Status | undefined,
): FileState | Promise<FileState> {
  if (status === undefined) return "missing";
  if (isLink || status.kind !== "file" || sha256 === undefined) return "whole";
  const judged = (found: string | undefined) => (found === sha256 ? "whole" : "altered");
  const content = contentHash(bench, at, status, verified, sha256);
  return typeof content === "string" ? judged(content) : content.then(judged);
}

type FileState = "whole" | "missing" | "altered";

type Listed = PackageRecord["files"][number];

/** What all packages say of the file at a path; asked only of what is not as one of them says. */
function ownersOnce(records: readonly PackageRecord[]): (at: AbsolutePath) => readonly Listed[] {
  let known: Map<AbsolutePath, Listed[]> | undefined;
  return (at) => {
    if (known === undefined) {
      known = new Map();
      for (const file of records.flatMap(({ files }) => files)) {
        const before = known.get(file.at);
        if (before === undefined) known.set(file.at, [file]);
        else before.push(file);
      }
    }
    return known.get(at) ?? [];
  };
}

async function anyWhole(
  bench: Workbench,
  files: readonly Listed[],
  verified: VerifiedFiles,
  status: Status | undefined,
): Promise<boolean> {
  if (files.length < 2) return false;
  for (const file of files) if ((await stateOf(bench, file, verified, status)) === "whole") return true;
  return false;
}
