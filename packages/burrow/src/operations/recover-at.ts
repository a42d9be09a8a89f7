import { isLeft } from "../apply/left.ts";
import type { Recovered } from "../apply/recover.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
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
