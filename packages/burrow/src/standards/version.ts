import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { Cursor, isAlphanumeric, isDigit, isSpace } from "./cursor.ts";
import { numeral, type Numeral } from "./numeral.ts";
import { printable } from "./printable.ts";

/** The kinds of pre-release, in order. */
export type PreKind = "a" | "b" | "rc";

/** The parts of a version (PEP 440). Numbers are decimal digits without leading zeros, of any size. */
export interface VersionParts {
  readonly epoch: Numeral;
  /** At least one number; trailing zeros as written. */
  readonly release: readonly Numeral[];
  readonly pre: { readonly kind: PreKind; readonly number: Numeral } | undefined;
  readonly post: Numeral | undefined;
  readonly dev: Numeral | undefined;
  /** At least one segment, in lower case; those of digits alone are numbers. */
  readonly local: readonly string[] | undefined;
}

/** A version (PEP 440). It prints in its normal form; two that print differently may still be equal: ask `compareVersions`. */
export class Version implements VersionParts {
  readonly epoch: Numeral;
  readonly release: readonly Numeral[];
  readonly pre: VersionParts["pre"];
  readonly post: Numeral | undefined;
  readonly dev: Numeral | undefined;
  readonly local: readonly string[] | undefined;

  constructor({ epoch, release, pre, post, dev, local }: VersionParts) {
    this.epoch = epoch;
    this.release = release;
    this.pre = pre;
    this.post = post;
    this.dev = dev;
    this.local = local;
  }

  /** Whether it is an alpha, a beta, a candidate or a development release. */
  get isPrerelease(): boolean {
    return this.pre !== undefined || this.dev !== undefined;
  }

  toString(): string {
    const { epoch, release, pre, post, dev, local } = this;
    return (
      (epoch === "0" ? "" : `${epoch}!`) +
      release.join(".") +
      (pre === undefined ? "" : pre.kind + pre.number) +
      (post === undefined ? "" : `.post${post}`) +
      (dev === undefined ? "" : `.dev${dev}`) +
      (local === undefined ? "" : `+${local.join(".")}`)
    );
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Reads a version in any spelling that PEP 440 allows, white space around it included. */
export function parseVersion(text: string): Parsed<Version> {
  const cursor = new Cursor(text);
  cursor.takeWhile(isSpace);
  const version = takeVersion(cursor);
  cursor.takeWhile(isSpace);
  return version && cursor.done
    ? parsed(version)
    : unparsed(`\`${printable(text)}\` is not a version (PEP 440)`, cursor.at);
}

/** Moves over the longest version that comes next. Without one the cursor stands where it went wrong. */
export function takeVersion(cursor: Cursor): Version | undefined {
  if (!isDigit(cursor.next)) cursor.takeWord(V);
  let first = cursor.takeWhile(isDigit);
  let epoch = "0";
  if (first !== "" && cursor.take("!")) {
    epoch = numeral(first);
    first = cursor.takeWhile(isDigit);
  }
  if (first === "") return undefined;
  const release = [numeral(first)];
  while (cursor.next === 46 && isDigit(cursor.text.charCodeAt(cursor.at + 1))) {
    cursor.at++;
    release.push(numeral(cursor.takeWhile(isDigit)));
  }
  const more = isAlphanumeric(cursor.next) || isSeparator(cursor.next);
  return new Version({
    epoch,
    release,
    pre: more ? takePre(cursor) : undefined,
    post: more ? takePost(cursor) : undefined,
    dev: more ? takeSuffix(cursor, DEV_WORDS)?.number : undefined,
    local: takeLocal(cursor),
  });
}

const V: readonly string[] = ["v"];
const DEV_WORDS: readonly string[] = ["dev"];
const PRE_WORDS: readonly string[] = ["alpha", "beta", "preview", "pre", "rc", "a", "b", "c"];
const POST_WORDS: readonly string[] = ["post", "rev", "r"];

function takePre(cursor: Cursor): VersionParts["pre"] {
  const suffix = takeSuffix(cursor, PRE_WORDS);
  if (suffix === undefined) return undefined;
  const { word, number } = suffix;
  return { kind: word.startsWith("a") ? "a" : word.startsWith("b") ? "b" : "rc", number };
}

function takePost(cursor: Cursor): Numeral | undefined {
  if (cursor.next !== 45 || !isDigit(cursor.text.charCodeAt(cursor.at + 1)))
    return takeSuffix(cursor, POST_WORDS)?.number;
  cursor.at++; // `1.0-1` is a post-release without its word
  return numeral(cursor.takeWhile(isDigit));
}

function takeSuffix(cursor: Cursor, words: readonly string[]): { word: string; number: Numeral } | undefined {
  const start = cursor.at;
  takeSeparator(cursor);
  const word = cursor.takeWord(words);
  if (word === undefined) {
    cursor.at = start;
    return undefined;
  }
  takeSeparator(cursor);
  return { word, number: numeral(cursor.takeWhile(isDigit)) };
}

function takeLocal(cursor: Cursor): readonly string[] | undefined {
  if (cursor.next !== 43 || !isAlphanumeric(cursor.text.charCodeAt(cursor.at + 1))) return undefined;
  const segments: string[] = [];
  do {
    cursor.at++;
    const segment = cursor.takeWhile(isAlphanumeric).toLowerCase();
    segments.push(isNumeric(segment) ? numeral(segment) : segment);
  } while (isSeparator(cursor.next) && isAlphanumeric(cursor.text.charCodeAt(cursor.at + 1)));
  return segments;
}

/** Whether a local segment is a number. */
export function isNumeric(segment: string): boolean {
  for (let at = 0; at < segment.length; at++) if (!isDigit(segment.charCodeAt(at))) return false;
  return true;
}

function takeSeparator(cursor: Cursor): void {
  if (isSeparator(cursor.next)) cursor.at++;
}

function isSeparator(unit: number): boolean {
  return unit === 46 || unit === 45 || unit === 95;
}
