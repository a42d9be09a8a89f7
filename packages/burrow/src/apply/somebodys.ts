import type { Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";
import { normalizeName } from "../standards/name.ts";
import { recordOf } from "./installed-files.ts";
import { readPackageRecords } from "./package-check.ts";
import { walk, type Found } from "./walk.ts";

/** What tells the files of a change from those that somebody made meanwhile. */
export interface Change {
  /** Nanoseconds since the epoch: when the change began. */
  readonly since: bigint;
  /** Normalised names of the distributions that it places, replaces or removes. */
  readonly changing: readonly string[];
}

/** The folder in a prefix where what is somebody's is put, so that it is not deleted. */
export function asideFolder(prefix: AbsolutePath, transaction: string): AbsolutePath {
  return join(prefix, `.burrow-set-aside-${transaction}`);
}

/**
 * Of what stands at these paths in a prefix and was not preserved, the files that the change did not place, as far as can be told: newer than its beginning,
 * neither byte code nor by name, RECORD or record in `conda-meta` of a changing one. (Installers that link or clone from a cache keep its older times.)
 */
export async function somebodysFiles(
  bench: Workbench,
  prefix: AbsolutePath,
  foreign: readonly AbsolutePath[],
  { since, changing }: Change,
): Promise<readonly AbsolutePath[]> {
  const names = new Set(changing.map((name) => normalizeName(name)));
  const found: { readonly at: AbsolutePath; readonly status: Status }[] = [];
  for (const at of foreign) {
    const status = bench.status(at);
    if (status === undefined) continue;
    const below: readonly Found[] = status.kind === "folder" ? await walk(bench, at) : [];
    found.push({ at, status }, ...below);
  }
  const infos = found.filter(({ at }) => at.endsWith(".dist-info") && isNamed(baseName(at), names));
  const placed = new Set(
    infos.flatMap(({ at }) => recordOf(bench, { info: at, location: parent(at) }) ?? []).map(({ at }) => at),
  );
  const { records } = readPackageRecords(bench, prefix);
  for (const { name, files } of records)
    if (names.has(normalizeName(name))) for (const { at } of files) placed.add(at);
  const isOfChange = (at: AbsolutePath): boolean =>
    placed.has(at) ||
    isNamed(baseName(at), names) ||
    (parent(at) === prefix ? CONDAS.has(baseName(at)) : isOfChange(parent(at)));
  return found
    .filter(
      ({ at, status }) => isFile(status) && status.mtime > since && !at.endsWith(".pyc") && !isOfChange(at),
    )
    .map(({ at }) => at);
}

/** Folders of a prefix that conda's tools alone write. */
const CONDAS: ReadonlySet<string> = new Set(["conda-meta", "__clobbers__"]);

function isFile({ kind }: Status): boolean {
  return kind === "file" || kind === "link";
}

/** `click`, `click.py`, `click-8.1.dist-info`, `click.libs`. */
function isNamed(file: string, names: ReadonlySet<string>): boolean {
  const parts = normalizeName(file).split("-");
  return parts.some((_, index) => names.has(parts.slice(0, index + 1).join("-")));
}
