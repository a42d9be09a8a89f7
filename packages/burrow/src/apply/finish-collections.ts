import type { Workbench } from "../machine/workbench.ts";
import { parent, type AbsolutePath } from "../model/path.ts";
import { manifestOf } from "../survey/inspect/generation-record.ts";
import { fileListOf } from "./generation-files.ts";
import { unfinishedCollections, type Going } from "./going.ts";

/** Finishes in a folder `.burrow` what removals of generations were cut off at, whose lock is held; gives the generations. */
export async function finishCollections(
  bench: Workbench,
  folder: AbsolutePath,
): Promise<readonly AbsolutePath[]> {
  const all = unfinishedCollections(bench, folder);
  for (const going of all) {
    if (bench.status(going.generation) === undefined) bench.makeLink(going.generation, going.to);
    await removeAside(bench, going);
  }
  return all.map(({ generation }) => generation);
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
