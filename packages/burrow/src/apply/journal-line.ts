import { createHash } from "node:crypto";
import * as v from "valibot";
import type { JournalEntry } from "../model/journal.ts";
import { isAbsolute, type AbsolutePath } from "../model/path.ts";

const path = v.pipe(
  v.string(),
  v.check(isAbsolute, "not an absolute path"),
  v.transform((text) => text as AbsolutePath),
);

const undo = v.variant("kind", [
  v.strictObject({ kind: v.literal("remove-tree"), path }),
  v.strictObject({ kind: v.literal("remove-folder"), path }),
  v.strictObject({ kind: v.literal("move-back"), from: path, to: path }),
  v.strictObject({
    kind: v.literal("restore-file"),
    path,
    kept: v.exactOptional(path),
    wrote: v.string(),
  }),
  v.strictObject({
    kind: v.literal("restore-link"),
    path,
    target: v.exactOptional(v.string()),
    made: v.string(),
  }),
  v.strictObject({
    kind: v.literal("restore-prefix"),
    prefix: path,
    preserved: path,
    changing: v.exactOptional(v.array(v.string())),
  }),
]);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const entry = v.variant("type", [
  v.strictObject({
    seq: count,
    type: v.literal("begin"),
    transaction: v.string(),
    plan: v.string(),
    action: v.string(),
    prefix: path,
    at: v.string(),
    command: v.string(),
  }),
  v.strictObject({
    seq: count,
    type: v.literal("intent"),
    step: count,
    kind: v.string(),
    undo: v.array(undo),
  }),
  v.strictObject({ seq: count, type: v.literal("done"), step: count }),
  v.strictObject({ seq: count, type: v.literal("committed") }),
  v.strictObject({ seq: count, type: v.literal("undone"), step: count }),
  v.strictObject({ seq: count, type: v.literal("rolled-back") }),
]);

const line = v.strictObject({ sum: v.string(), entry });

/** What a journal's text says. */
export interface JournalText {
  readonly entries: readonly JournalEntry[];
  /** The text of the lines that are whole. */
  readonly whole: string;
  /** Whether something follows that is no whole line: a write that was cut short. It counts as not written. */
  readonly torn: boolean;
  /** The first line (from 1) that is bad although others follow; such a journal is not acted upon. */
  readonly bad?: number;
}

/** One entry as a line: its checksum (SHA-256 of the entry's text, 16 hex digits) and the entry. */
export function journalLine(journalEntry: JournalEntry): string {
  const text = JSON.stringify(journalEntry);
  return `{"sum":"${checksum(text)}","entry":${text}}\n`;
}

/** Reads a journal. A bad last line is a torn one; total. */
export function readJournalText(text: string): JournalText {
  const lines = text.split("\n");
  const entries: JournalEntry[] = [];
  let whole = "";
  for (const [index, content] of lines.entries()) {
    const isLast = index === lines.length - 1;
    const read = isLast ? undefined : readLine(content, entries.length);
    if (read === undefined) {
      const followed = lines.slice(index + 1).some((later) => later !== "");
      return {
        entries,
        whole,
        torn: whole.length < text.length,
        ...(followed && { bad: index + 1 }),
      };
    }
    entries.push(read);
    whole += `${content}\n`;
  }
  return { entries, whole, torn: false };
}

function readLine(text: string, seq: number): JournalEntry | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = v.safeParse(line, data);
  if (!read.success || read.output.entry.seq !== seq) return undefined;
  return read.output.sum === checksum(JSON.stringify(rawEntry(data))) ? read.output.entry : undefined;
}

/** The entry in the order in which it was written: a schema may give its fields in another. */
function rawEntry(data: unknown): unknown {
  return (data as { readonly entry: unknown }).entry;
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
