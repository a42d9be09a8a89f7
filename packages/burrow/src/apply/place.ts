import { join, parent, type AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";

/** Where a transaction keeps its lock, its journal and what it may have to put back. */
export interface TransactionPlace {
  /** The folder that is kept whole: the project's root, or the prefix that is changed in place. */
  readonly guarded: AbsolutePath;
  /** `<guarded>/.burrow`: on the same volume, and writable whenever the guarded folder is. */
  readonly folder: AbsolutePath;
  readonly journals: AbsolutePath;
}

/** The place of transactions that belong to a folder `.burrow`. */
export function transactionPlace(folder: AbsolutePath): TransactionPlace {
  return { guarded: parent(folder), folder, journals: join(folder, "journal") };
}

/**
 * The place of a plan: burrow's folder of Pythons when it provides one, the prefix that it changes in place, else the project whose generations it
 * builds; undefined when it changes nothing.
 */
export function placeOfPlan({ steps, goal }: Pick<Plan, "steps" | "goal">): TransactionPlace | undefined {
  if (steps.length === 0) return undefined;
  const provided = steps.find((step) => step.kind === "install-python");
  if (provided !== undefined) return transactionPlace(join(parent(provided.folder), ".burrow"));
  const preserve = steps.find(({ kind }) => kind === "preserve");
  const guarded = preserve?.kind === "preserve" ? preserve.prefix : goal.root;
  return transactionPlace(join(guarded, ".burrow"));
}

/** The journal of one transaction. */
export function journalFile({ journals }: TransactionPlace, transaction: string): AbsolutePath {
  return join(journals, `${transaction}.jsonl`);
}

/** What one transaction keeps: copies, scratch, links to be. Gone when the transaction is over. */
export function keptFolder({ journals }: TransactionPlace, transaction: string): AbsolutePath {
  return join(journals, transaction);
}
