import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join } from "../model/path.ts";
import type { Site } from "../model/survey.ts";
import { manifestOf } from "./generation-file.ts";
import { fileListOf } from "./generation-files.ts";
import { takeLock } from "./lock.ts";
import { transactionPlace } from "./place.ts";
import { generationFolder } from "./rollback.ts";

/**
 * Removes generations, and leaves in the place of each a link to the current one, because hooks, kernels and caches of builds record paths. Every act can be repeated: what was cut off
 * is finished by the next. Throws `apply/locked` with nothing removed.
 */
export async function collectGenerations(
  site: Site & { readonly current: number },
  numbers: readonly number[],
  { bench, processes }: { readonly bench: Workbench; readonly processes: Processes },
): Promise<void> {
  const lock = takeLock(bench, transactionPlace(join(site.root, ".burrow")), processes);
  try {
    const folder = join(site.root, ".burrow", "generations", site.name);
    for (const number of numbers) {
      const generation = generationFolder(site, number);
      const aside = join(folder, `.gone-${number}`);
      await bench.removeTree(aside);
      bench.rename(generation, aside);
      bench.makeLink(generation, String(site.current));
      for (const file of [manifestOf(generation), fileListOf(generation)]) bench.removeFile(file);
      bench.syncFolder(folder);
      await bench.removeTree(aside);
    }
    // What an earlier one was cut off at; the link is there already, or nobody can have had the path since.
    for (const { name } of bench.list(folder))
      if (name.startsWith(".gone-")) await bench.removeTree(join(folder, name));
  } finally {
    lock.release();
  }
}
