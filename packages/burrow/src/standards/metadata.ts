import { normalizeName } from "./name.ts";

/** The headers of a distribution's `METADATA` or `PKG-INFO` that burrow needs (core metadata specification). */
export interface CoreMetadata {
  /** As written; absent when the file has no such header. */
  readonly name?: string;
  readonly version?: string;
  /** `Requires-Dist` values as written, folded lines joined. */
  readonly requires: readonly string[];
  /** `Provides-Extra`, normalised (PEP 685). */
  readonly extras: readonly string[];
  readonly requiresPython?: string;
}

/** Where the headers end: before a line that is neither a header (its name is printable ASCII without spaces) nor the rest of one. */
const LAST = /\n(?![!-9;-~]*:|[ \t])/u;
const FIRST = /^[!-9;-~]*:/u;

/**
 * Reads the headers up to the first blank line, or the first line that is no header, as Python's `email` does; the description is never scanned.
 * A header that nobody asks for costs one look at its first letter: a machine has tens of thousands of these files.
 */
export function parseMetadata(file: string): CoreMetadata {
  let name: string | undefined;
  let version: string | undefined;
  let requiresPython: string | undefined;
  const requires: string[] = [];
  const extras: string[] = [];

  const text = file.startsWith("\ufeff") ? file.slice(1) : file;
  const length = FIRST.test(text) ? text.search(LAST) : 0;
  const limit = length === -1 ? text.length : length;
  for (let at = 0; at < limit;) {
    let end = feedAfter(text, at);
    const field = mayBeWanted(text.charCodeAt(at)) ? fieldAt(text, at) : "";
    if (field !== "") {
      while (isSpace(text.charCodeAt(end + 1))) end = feedAfter(text, end + 1);
      const value = unfolded(text.slice(at + field.length + 1, end).trim());
      if (field === "name") name ??= value;
      else if (field === "version") version ??= value;
      else if (field === "requires-python") requiresPython ??= value;
      else if (field === "requires-dist") requires.push(value);
      else if (field === "provides-extra") extras.push(normalizeName(value));
    }
    at = end + 1;
  }
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    requires,
    extras,
    ...(requiresPython !== undefined && { requiresPython }),
  };
}

/** The index of the next line feed, or of the end. */
function feedAfter(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed === -1 ? text.length : feed;
}

/** Whether a header starts as one of ours does: with n, p, r or v in either case. */
function mayBeWanted(code: number): boolean {
  const lower = code | 32;
  return lower === 110 || lower === 112 || lower === 114 || lower === 118;
}

/** The lower-case name of the header when it is as long as one of ours, else the empty text. */
function fieldAt(text: string, from: number): string {
  const colon = text.indexOf(":", from);
  switch (colon - from) {
    case 4:
    case 7:
    case 13:
    case 14:
    case 15:
      return text.slice(from, colon).toLowerCase();
    default:
      return "";
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/** A value with its folded lines joined. */
function unfolded(value: string): string {
  return value.includes("\n") ? value.replaceAll(/\r?\n[ \t]*/gu, " ") : value;
}
