import type { Recovered } from "../apply/recover.ts";
import type { Machine } from "../machine/machine.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import type { Context } from "./context.ts";

/** Whether a process that is gone may have left something in a folder `.burrow`: a journal, its lock, or no more than the folder. */
function isLeft(machine: Machine, folder: AbsolutePath): boolean {
  const entries = machine.list(folder);
  if (entries.length === 0) return machine.status(folder)?.kind === "folder";
  return entries.some(({ name }) => name === "journal" || /^lock(?:\.|$)/u.test(name));
}

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
