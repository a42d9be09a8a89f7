import type { Machine } from "../machine/machine.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";
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
 * The place of a plan: burrow's folder of Pythons, or of wheels, when it provides one, the prefix that it changes in place, the project whose generation it
 * builds; undefined when it changes nothing. A plan that only runs hooks changes nothing of a project, so where that cannot be written to its place is
 * the folder `spare`.
 */
export function placeOfPlan(
  machine: Machine,
  { steps, goal }: Pick<Plan, "steps" | "goal">,
  spare: AbsolutePath,
): TransactionPlace | undefined {
  if (steps.length === 0) return undefined;
  for (const step of steps) {
    if (step.kind === "install-python" || step.kind === "build-wheel")
      return transactionPlace(join(parent(step.folder), ".burrow"));
    if (step.kind === "preserve") {
      // A link to the prefix may point elsewhere by the time something has to be put back.
      return transactionPlace(join(machine.realPath(step.prefix) ?? step.prefix, ".burrow"));
    }
    if (step.kind !== "create-environment" && !(step.kind === "change-packages" && step.create)) continue;
    const folder = parent(parent(parent(step.prefix))); // `.burrow/generations/<name>/<n>`
    if (baseName(folder) === ".burrow") return transactionPlace(folder);
  }
  const folder = join(goal.root, ".burrow");
  const onlyHooks = steps.every(({ kind }) => kind === "run-hook");
  const mayWrite = machine.writable(machine.status(folder) === undefined ? goal.root : folder);
  return transactionPlace(onlyHooks && !mayWrite ? join(spare, ".burrow") : folder);
}

/** The folder that a place guards, links resolved: what a transaction is remembered with. */
export function guardedFolder(machine: Machine, { guarded }: TransactionPlace): AbsolutePath {
  return machine.realPath(guarded) ?? guarded;
}

/** The journal of one transaction. */
export function journalFile({ journals }: TransactionPlace, transaction: string): AbsolutePath {
  return join(journals, `${transaction}.jsonl`);
}

/** What one transaction keeps: copies, scratch, links to be. Gone when the transaction is over. */
export function keptFolder({ journals }: TransactionPlace, transaction: string): AbsolutePath {
  return join(journals, transaction);
}
