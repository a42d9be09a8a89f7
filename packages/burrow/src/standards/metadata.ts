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

const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;
const LINE_FEED = 10;

/**
 * Reads the headers up to the first blank line, or the first line that is no header, as Python's `email` does; the description is never scanned.
 * Headers that nobody asks for cost one comparison: a machine has tens of thousands of these files.
 */
export function parseMetadata(text: string): CoreMetadata {
  let name: string | undefined;
  let version: string | undefined;
  let requiresPython: string | undefined;
  const requires: string[] = [];
  const extras: string[] = [];

  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const end = headerEnd(text, at);
    const colon = headerColon(text, at, end);
    if (colon === -1) break;
    switch (wanted(text, at, colon)) {
      case "name":
        name ??= valueOf(text, colon + 1, end);
        break;
      case "version":
        version ??= valueOf(text, colon + 1, end);
        break;
      case "requires-python":
        requiresPython ??= valueOf(text, colon + 1, end);
        break;
      case "requires-dist":
        requires.push(valueOf(text, colon + 1, end));
        break;
      case "provides-extra":
        extras.push(normalizeName(valueOf(text, colon + 1, end)));
        break;
      default:
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

/** The index of the line feed that ends the header, folded lines included, or the end of the text. */
function headerEnd(text: string, from: number): number {
  for (let at = from; ;) {
    const feed = text.indexOf("\n", at);
    if (feed === -1) return text.length;
    const next = text.charCodeAt(feed + 1);
    if (next !== SPACE && next !== TAB) return feed;
    at = feed + 1;
  }
}

/** Where the field name ends; -1 for a blank line or one that is no header (its name has no white space). Native searches: this runs cold. */
function headerColon(text: string, from: number, end: number): number {
  const first = text.charCodeAt(from);
  if (first === LINE_FEED || first === CARRIAGE_RETURN) return -1;
  const colon = text.indexOf(":", from);
  if (colon === -1 || colon >= end) return -1;
  const space = text.indexOf(" ", from);
  return space !== -1 && space < colon ? -1 : colon;
}

/** The lower-case field name when it may be one of ours, else the empty text; decided by length first. */
function wanted(text: string, from: number, colon: number): string {
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

function valueOf(text: string, from: number, end: number): string {
  const value = text.slice(from, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end);
  const folded = text.indexOf("\n", from);
  return folded === -1 || folded >= end ? value.trim() : value.trim().replaceAll(/\r?\n[ \t]*/gu, " ");
}
