import type { Workbench } from "../machine/workbench.ts";
import type { Report } from "../model/event.ts";
import type { JournalEntry } from "../model/journal.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";
import type { Journal } from "./journal.ts";
import { keptFolder, type TransactionPlace } from "./place.ts";
import { removeIfEmpty } from "./remove.ts";
import { halfDone } from "./system-error.ts";
import { performUndo } from "./undo.ts";

type Intent = Extract<JournalEntry, { readonly type: "intent" }>;

/** What taking back works with. */
export interface TakeBackContext {
  readonly bench: Workbench;
  readonly report: Report;
  /** Takes files that were edited in place, and cannot be put back, as they are. */
  readonly acceptEdits: boolean;
  /** Whether time has passed since the change, in which somebody may have made files: these are set aside, not deleted. Default false. */
  readonly sparing?: boolean;
}

/** Room that a transaction sets aside, in bytes, so that on a full disk its journal can still say what was undone. */
const RESERVE = 64 * 1024;

/** The transaction's own folder, with the room that it sets aside. */
export function makeKept(bench: Workbench, kept: AbsolutePath): void {
  bench.makeFolder(kept, 0o700);
  bench.createFile(join(kept, "reserve"), " ".repeat(RESERVE), 0o600);
  bench.syncFolder(parent(kept));
}

/**
 * Undoes what a journal intends and has not undone yet, newest first, and says so in it. May be cut anywhere and be done again.
 * Throws `apply/needs-recovery` when something cannot be undone; the journal then stays.
 */
export async function takeBack(
  journal: Journal,
  place: TransactionPlace,
  transaction: string,
  { bench, report, acceptEdits, sparing = false }: TakeBackContext,
): Promise<number> {
  const kept = keptFolder(place, transaction);
  const intents = pendingIntents(journal.entries);
  const steps = journal.entries.filter(({ type }) => type === "intent").length;
  try {
    bench.removeFile(join(kept, "reserve"));
    journal.mend();
    for (const { step, kind, undo } of intents) {
      for (const one of undo.toReversed())
        await performUndo(one, { bench, kept, acceptEdits, sparing, report });
      journal.append({ type: "undone", step });
      report({ type: "step.undone", step, steps, kind });
    }
    journal.append({ type: "rolled-back" });
  } catch (cause) {
    throw halfDone(`\`${place.guarded}\` could not be brought back to what it was`, cause);
  }
  return intents.length;
}

/** What was begun and not yet undone, newest first. */
export function pendingIntents(entries: readonly JournalEntry[]): readonly Intent[] {
  const undone = new Set(entries.flatMap((entry) => (entry.type === "undone" ? [entry.step] : [])));
  return entries
    .filter((entry) => entry.type === "intent" && !undone.has(entry.step))
    .toReversed() as Intent[];
}

/** Removes what a finished transaction leaves: first what it kept, then its journal, then the folder of journals when it is empty. */
export async function cleanUp(
  bench: Workbench,
  place: TransactionPlace,
  journal: AbsolutePath,
  kept: AbsolutePath,
): Promise<void> {
  await bench.removeTree(kept);
  const unfinished = bench
    .list(place.journals)
    .filter(({ name }) => name.startsWith(`${baseName(journal)}.`));
  for (const { name } of unfinished) bench.removeFile(join(place.journals, name)); // writes that were cut short
  bench.syncFolder(parent(kept));
  bench.removeFile(journal);
  bench.syncFolder(place.journals);
  removeIfEmpty(bench, place.journals);
  bench.syncFolder(place.folder);
}
