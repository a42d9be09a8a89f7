import type { Workbench } from "../machine/workbench.ts";
import type { JournalEntry } from "../model/journal.ts";
import { parent, type AbsolutePath } from "../model/path.ts";
import { journalLine, readJournalText } from "./journal-line.ts";
import { journalFile, type TransactionPlace } from "./place.ts";
import { syncUpTo } from "./sync.ts";

/** `Omit` for each member of a union. */
type WithoutSeq<Entry> = Entry extends unknown ? Omit<Entry, "seq"> : never;

/** What can be said next; the journal counts by itself. */
export type Said = WithoutSeq<JournalEntry>;

/** The record of one transaction: lines are only added, and each is durable before `append` returns. */
export interface Journal {
  readonly file: AbsolutePath;
  readonly entries: readonly JournalEntry[];
  /** Throws the system's error when the line could not be made durable; it may then be there, in part or whole, until the next append or `mend`. */
  append(said: Said): void;
  /** Makes the file hold exactly the entries that were appended without an error. */
  mend(): void;
}

/** Starts a journal, empty and durable. */
export function startJournal(bench: Workbench, place: TransactionPlace, transaction: string): Journal {
  const file = journalFile(place, transaction);
  bench.makeFolder(place.journals, 0o700);
  bench.createFile(file, "", 0o600);
  bench.syncFile(file);
  syncUpTo(bench, place.journals, place.guarded);
  return journal(bench, file, [], false);
}

/** What stands in a journal's file, made durable before anybody acts on it: the last process may have died before it was. The journal to go on with, `bad` when a line in the middle is not what was written. */
export function openJournal(
  bench: Workbench,
  file: AbsolutePath,
): { readonly journal: Journal } | { readonly bad: number } {
  bench.syncFile(file);
  bench.syncFolder(parent(file));
  const { entries, torn, bad } = readJournalText(bench.readText(file, Infinity) ?? "");
  return bad === undefined ? { journal: journal(bench, file, entries, torn) } : { bad };
}

function journal(
  bench: Workbench,
  file: AbsolutePath,
  past: readonly JournalEntry[],
  isTorn: boolean,
): Journal {
  const entries = [...past];
  let torn = isTorn;
  const mend = () => {
    if (!torn) return;
    bench.writeFile(file, entries.map(journalLine).join(""), 0o600);
    bench.syncFolder(parent(file));
    torn = false;
  };
  return {
    file,
    entries,
    mend,
    append: (said) => {
      mend();
      const entry = { seq: entries.length, ...said } as JournalEntry;
      torn = true;
      bench.append(file, journalLine(entry));
      torn = false;
      entries.push(entry);
    },
  };
}
