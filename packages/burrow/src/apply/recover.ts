import { BurrowError } from "../model/error.ts";
import type { Workbench } from "../machine/workbench.ts";
import { systemRefusal } from "../model/system-error.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { TransactionContext } from "./context.ts";
import { TRANSACTION_VARIABLE } from "./engine-act.ts";
import { finishCollections } from "./finish-collections.ts";
import { openJournal } from "./journal.ts";
import { isLeft } from "./left.ts";
import { takeLock } from "./lock.ts";
import { guardedFolder, journalFile, keptFolder, transactionPlace, type TransactionPlace } from "./place.ts";
import { isInScope } from "./scope.ts";
import { removeIfEmpty } from "./remove.ts";
import { cleanUp, pendingIntents, takeBack } from "./take-back.ts";

/** What recovering one transaction came to. */
export interface Recovered {
  readonly transaction: string;
  /** `before`: taken back; `after`: it had been committed; `nothing`: it had not begun to change anything. */
  readonly outcome: "before" | "after" | "nothing";
  /** Steps undone now. */
  readonly undone: number;
  /** What the person had typed, and when (ISO 8601, UTC); absent when the journal was cut before it said. */
  readonly command?: string;
  readonly at?: string;
}

/** What a recovery is given. */
export interface RecoverContext extends Pick<
  TransactionContext,
  "bench" | "processes" | "ours" | "report" | "forget"
> {
  /** Takes files that were edited in place, and cannot be put back, as they are. Default false. */
  readonly acceptEdits?: boolean;
}

/**
 * Brings every unfinished transaction of a folder `.burrow` to before, or to after when it was committed, and finishes removals of generations. Idempotent, and may itself be killed.
 * Where nothing was left, nothing is touched, the lock included.
 * Throws `apply/locked`, `machine/refused`, `apply/journal` (a journal that cannot be believed is set aside, with all that it kept) and `apply/needs-recovery`.
 */
export async function recover(folder: AbsolutePath, context: RecoverContext): Promise<readonly Recovered[]> {
  const { bench, processes } = context;
  if (bench.status(folder)?.kind !== "folder") return [];
  if (!isLeft(bench, folder)) return [];
  const place = transactionPlace(folder);
  try {
    const lock = takeLock(bench, place, processes);
    try {
      return await recoverLocked(place, context);
    } finally {
      lock.release();
    }
  } catch (cause) {
    throw systemRefusal(cause) ?? cause;
  }
}

/** The same for who holds the lock. */
export async function recoverLocked(
  place: TransactionPlace,
  context: RecoverContext,
): Promise<readonly Recovered[]> {
  const { bench, ours, forget } = context;
  if (!["folder", undefined].includes(bench.status(place.journals)?.kind)) throw notOurs(place.journals);
  const names = bench.list(place.journals).map(({ name }) => name);
  const transactions = names
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .toReversed();
  refuseForeign(place, transactions, context);
  const guarded = guardedFolder(bench, place);
  const left = names.filter((name) => ours.knows(idOf(name), guarded));
  const recovered: Recovered[] = [];
  for (const transaction of transactions) recovered.push(await recoverOne(place, transaction, context));
  await removeOrphans(place, left, context); // durably, before who made them is forgotten
  for (const transaction of new Set(left.map(idOf))) ours.forget(transaction);
  const removed = await finishCollections(bench, place.folder, forget);
  return [
    ...recovered,
    ...removed.map((one) => ({ transaction: one, outcome: "after", undone: 0 }) as const),
  ];
}

/** The transaction that a name in the folder of journals belongs to: `<id>`, `<id>.jsonl`, `<id>.jsonl.1.tmp`. */
function idOf(name: string): string {
  return name.split(".", 1)[0] ?? name;
}

async function recoverOne(
  place: TransactionPlace,
  transaction: string,
  { bench, processes, report, acceptEdits = false }: RecoverContext,
): Promise<Recovered> {
  const file = journalFile(place, transaction);
  const kept = keptFolder(place, transaction);
  await processes.endMarked(TRANSACTION_VARIABLE, transaction);
  const opened = openJournal(bench, file);
  if ("bad" in opened)
    return setAside(bench, place, transaction, `line ${opened.bad} is not what was written`);
  const { journal } = opened;
  const { entries } = journal;
  const intents = pendingIntents(entries);
  const beyond = intents.flatMap(({ undo }) => undo).find((undo) => !isInScope(bench, place, kept, undo));
  if (beyond !== undefined)
    return setAside(
      bench,
      place,
      transaction,
      `it would touch what is not its own: ${JSON.stringify(beyond)}`,
    );

  const last = entries.findLast(({ type }) => type === "committed" || type === "rolled-back")?.type;
  const undone =
    last === undefined && intents.length > 0
      ? await takeBack(journal, place, transaction, { bench, report, acceptEdits, sparing: true })
      : 0;
  await cleanUp(bench, place, file, kept);
  const begin = entries.find((entry) => entry.type === "begin");
  return {
    transaction,
    outcome: last === "committed" ? "after" : entries.length <= 1 ? "nothing" : "before",
    undone,
    ...(begin !== undefined && { command: begin.command, at: begin.at }),
  };
}

/** Journals that this user did not write on this machine are set aside by name, and nothing that they say is done. */
function refuseForeign(
  place: TransactionPlace,
  transactions: readonly string[],
  { bench, ours }: RecoverContext,
): void {
  const guarded = guardedFolder(bench, place);
  const aside = transactions
    .filter((transaction) => !ours.knows(transaction, guarded))
    .map((transaction) => {
      const to = join(place.journals, `${transaction}.foreign`);
      bench.rename(journalFile(place, transaction), to);
      return to;
    });
  if (aside.length === 0) return;
  bench.syncFolder(place.journals);
  throw new BurrowError("apply/journal", `the journal \`${aside[0]}\` came from elsewhere`, {
    because: "burrow has no memory of writing it for this folder, so nothing that it says was done",
    hint: "look at it; when it is not yours, delete it",
    details: { journals: aside, guarded: place.guarded },
  });
}

/** A journal that cannot be believed is kept with all that it kept, out of the way, for a person to look at. */
function setAside(bench: Workbench, place: TransactionPlace, transaction: string, because: string): never {
  const aside = join(place.journals, `${transaction}.unreadable`);
  bench.rename(journalFile(place, transaction), aside);
  bench.syncFolder(place.journals);
  throw new BurrowError("apply/journal", `the journal \`${aside}\` cannot be believed`, {
    because,
    hint: `what it kept is in ${keptFolder(place, transaction)}`,
    details: { journal: aside, kept: keptFolder(place, transaction), guarded: place.guarded },
  });
}

/** A link may lead to what is somebody's. */
function notOurs(folder: AbsolutePath): BurrowError {
  return new BurrowError("apply/journal", `\`${folder}\` is no folder of burrow's`, {
    because: "burrow keeps its journals in a folder of its own, never behind a link",
    hint: "look at where it leads; when it is not yours, delete it",
  });
}

/** What a finished transaction of ours left when the power was cut while it began or cleaned up. What belongs to a journal that was set aside stays. */
async function removeOrphans(
  place: TransactionPlace,
  left: readonly string[],
  { bench }: RecoverContext,
): Promise<void> {
  const names = new Set(bench.list(place.journals).map(({ name }) => name));
  for (const name of left)
    if (names.has(name) && !["jsonl", "unreadable"].some((ending) => names.has(`${idOf(name)}.${ending}`)))
      await bench.removeTree(join(place.journals, name));
  if (left.length > 0 && bench.status(place.journals) !== undefined) bench.syncFolder(place.journals);
  removeIfEmpty(bench, place.journals);
}
