import type { Workbench } from "../machine/workbench.ts";
import { isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import { child } from "../survey/child.ts";
import { manifestOf } from "../survey/inspect/generation-record.ts";
import { fileListOf } from "./generation-files.ts";
import {
  collectionName,
  type Going,
  type Leaving,
  purgeName,
  unfinishedCollections,
  unfinishedPurges,
} from "./going.ts";
import { removeIfEmpty } from "./remove.ts";

/** Forgets an environment whose generations lay in a folder. */
export type Forget = (environment: AbsolutePath) => Promise<void>;

/** Finishes in a folder `.burrow` what removals of generations and of environments were cut off at, whose lock is held; gives their names. */
export async function finishCollections(
  bench: Workbench,
  folder: AbsolutePath,
  forget: Forget,
): Promise<readonly string[]> {
  const purges = unfinishedPurges(bench, folder);
  for (const leaving of purges) await finishPurge(bench, leaving, forget);
  const all = unfinishedCollections(bench, folder);
  for (const going of all) {
    if (bench.status(going.generation) === undefined) bench.makeLink(going.generation, going.to);
    await removeAside(bench, going);
  }
  removeEmptied(bench, folder);
  return [...purges.map(purgeName), ...all.map(({ generation }) => collectionName(generation))];
}

/**
 * The links that lead to it go once it is durably aside, and its files once no link leads to them. It is forgotten before the last trace of it goes, which then leads nobody to it any more, and
 * not earlier: from elsewhere only memory leads there. Folders that nothing is in any more go as well.
 */
export async function finishPurge(
  bench: Workbench,
  { environment, aside }: Leaving,
  forget: Forget,
): Promise<void> {
  const generations = parent(environment);
  const folder = parent(generations);
  bench.syncFolder(generations);
  const envs = join(folder, "envs");
  for (const place of [parent(folder), envs]) {
    const links = linksInto(bench, place, environment);
    for (const link of links) bench.removeFile(link);
    if (links.length > 0) bench.syncFolder(place);
  }
  for (const { name, kind } of bench.list(aside))
    if (kind === "folder") await bench.removeTree(child(aside, name));
    else bench.removeFile(child(aside, name));
  await forget(environment);
  await bench.removeTree(aside);
  removeEmptied(bench, folder);
}

/** A removal that was cut off after its files were gone can have left these with nothing in them. */
function removeEmptied(bench: Workbench, folder: AbsolutePath): void {
  for (const name of ["generations", "envs"]) removeIfEmpty(bench, join(folder, name));
}

/** The links of a folder whose text leads into another; links behind links are somebody's. */
function linksInto(
  bench: Workbench,
  place: AbsolutePath,
  environment: AbsolutePath,
): readonly AbsolutePath[] {
  return bench
    .list(place)
    .filter(({ kind }) => kind === "link")
    .map(({ name }) => child(place, name))
    .filter((link) => {
      const text = bench.readLink(link);
      return text !== undefined && isInside(join(place, text), environment);
    });
}

/** Its records go once the link in its place is durable, and its files once nothing durable speaks of them. */
export async function removeAside(bench: Workbench, { generation, aside }: Going): Promise<void> {
  const folder = parent(generation);
  bench.syncFolder(folder);
  if (bench.status(generation)?.kind === "link") {
    for (const file of [manifestOf(generation), fileListOf(generation)]) bench.removeFile(file);
    bench.syncFolder(folder);
  }
  await bench.removeTree(aside);
}
