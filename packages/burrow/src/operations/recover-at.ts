import { isLeft } from "../apply/left.ts";
import type { Recovered } from "../apply/recover.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { siteAt } from "../survey/site.ts";
import { hasJournal } from "../survey/journals.ts";
import type { Context } from "./context.ts";

/** Finishes what was interrupted in one folder; where nothing was, no lock is taken. */
export async function recoverAt(
  { bench, processes, folders, report }: Context,
  folder: AbsolutePath,
  acceptEdits = false,
): Promise<readonly Recovered[]> {
  if (!isLeft(bench, join(folder, ".burrow"))) return [];
  const { recover } = await import("../apply/recover.ts");
  const ours = ownTransactions(bench, folders.data);
  return recover(join(folder, ".burrow"), { bench, processes, ours, report, acceptEdits });
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
