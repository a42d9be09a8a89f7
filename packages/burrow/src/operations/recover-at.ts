import { unfinishedPurges } from "../apply/going.ts";
import { isLeft } from "../apply/left.ts";
import type { Recovered } from "../apply/recover.ts";
import { lockBefore } from "../machine/lock-file.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { siteAt } from "../survey/site.ts";
import { hasJournal } from "../survey/journals.ts";
import type { Context } from "./context.ts";
import { forgetting } from "./forget-purged.ts";
import { recollect } from "./memory.ts";

/** Finishes what was interrupted in one folder; where nothing was, no lock is taken. */
export async function recoverAt(
  context: Context,
  folder: AbsolutePath,
  acceptEdits = false,
): Promise<readonly Recovered[]> {
  const { bench, processes, folders, report } = context;
  if (!isLeft(bench, join(folder, ".burrow"))) return [];
  const { recover } = await import("../apply/recover.ts");
  const ours = ownTransactions(bench, folders.data);
  return recover(join(folder, ".burrow"), {
    bench,
    processes,
    ours,
    report,
    acceptEdits,
    forget: forgetting(context),
  });
}

/** Projects of which burrow remembers an environment whose removal was cut off, and is not under way: nothing else leads there any more. */
export async function halfPurged(context: Context): Promise<readonly AbsolutePath[]> {
  const { machine, processes } = context;
  const { registry } = await recollect(context);
  const roots = registry.environments.flatMap(({ managed, place }) => {
    if (!managed || machine.status(place) !== undefined) return [];
    const root = generationPlace(join(place, "1"))?.root;
    if (root === undefined) return [];
    const folder = join(root, ".burrow");
    const isCutOff = unfinishedPurges(machine, folder).length > 0;
    return isCutOff && lockBefore(machine, folder, processes)?.kind !== "held" ? [root] : [];
  });
  return [...new Set(roots)];
}

/** Finishes what was interrupted in an environment, be it a change in place or of the link to it; gives whether there was anything. A lock alone changes nothing. */
export async function recoverEnvironment(context: Context, prefix: AbsolutePath): Promise<boolean> {
  const { machine } = context;
  let found = false;
  for (const folder of [siteAt(machine, prefix).root, machine.realPath(prefix) ?? prefix]) {
    if (!hasJournal(machine, join(folder, ".burrow"))) continue;
    found = true;
    await recoverAt(context, folder);
  }
  return found;
}
