import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join, parent } from "../model/path.ts";
import type { Site } from "../model/survey.ts";
import { finishCollections, type Forget, removeAside } from "./finish-collections.ts";
import { unfinishedCollections, type Going } from "./going.ts";
import { takeLock } from "./lock.ts";
import { transactionPlace } from "./place.ts";
import { generationFolder } from "./rollback.ts";
import { halfDone } from "./system-error.ts";

/**
 * Removes generations, and leaves in the place of each a link to the current one, because hooks, kernels and caches of builds record paths. What is cut off is finished by the next,
 * and by `recover`. Throws `apply/locked` with nothing removed, the system's error with that generation and the later ones as they were, and `apply/needs-recovery`.
 */
export async function collectGenerations(
  site: Site & { readonly current: number },
  numbers: readonly number[],
  {
    bench,
    processes,
    forget,
  }: { readonly bench: Workbench; readonly processes: Processes; readonly forget: Forget },
): Promise<void> {
  const place = transactionPlace(join(site.root, ".burrow"));
  const lock = takeLock(bench, place, processes);
  try {
    await finishCollections(bench, place.folder, forget);
    const to = String(site.current);
    for (const number of numbers) {
      const generation = generationFolder(site, number);
      const going = { generation, aside: join(parent(generation), `.gone-${number}.${to}`), to };
      exchange(bench, going);
      await removeAside(bench, going);
    }
  } catch (cause) {
    throw unfinishedCollections(bench, place.folder).length > 0
      ? halfDone(`an old generation of \`${site.link}\` is only half removed`, cause)
      : cause;
  } finally {
    lock.release();
  }
}

/** Where no link can be made, the generation stays. */
function exchange(bench: Workbench, { generation, aside, to }: Going): void {
  bench.rename(generation, aside);
  try {
    bench.syncFolder(parent(generation)); // else a power cut could leave the link alone, and nothing to finish it by
    bench.makeLink(generation, to);
  } catch (cause) {
    bench.rename(aside, generation);
    throw cause;
  }
}
