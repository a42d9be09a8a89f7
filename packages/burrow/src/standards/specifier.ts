import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { comparePublic, compareRelease, orderOf } from "./compare-versions.ts";
import { Cursor, isSpace, strip } from "./cursor.ts";
import { printable } from "./printable.ts";
import { takeVersion, Version } from "./version.ts";

const OPERATORS = ["===", "~=", "==", "!=", "<=", ">=", "<", ">"] as const;

/** How a version specifier compares (PEP 440). */
export type Operator = (typeof OPERATORS)[number];

/** One version specifier of a set, such as `>=1.0`. It prints as written, without white space. */
export class Clause {
  readonly operator: Operator;
  /** As written, `.*` included. */
  readonly text: string;
  /** What it compares with; absent for `===`, which compares texts. */
  readonly version: Version | undefined;
  /** Whether it ends in `.*`. */
  readonly wildcard: boolean;

  constructor(operator: Operator, text: string, version: Version | undefined, wildcard: boolean) {
    this.operator = operator;
    this.text = text;
    this.version = version;
    this.wildcard = wildcard;
  }

  toString(): string {
    return this.operator + this.text;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Reads one version specifier, white space around it included. */
export function parseClause(text: string): Parsed<Clause> {
  const cursor = new Cursor(text);
  cursor.takeWhile(isSpace);
  const clause = takeClause(cursor);
  cursor.takeWhile(isSpace);
  return clause && cursor.done
    ? parsed(clause)
    : unparsed(`\`${printable(strip(text))}\` is not a version specifier (PEP 440)`, cursor.at);
}

/** Moves over the longest version specifier that comes next. Without one the cursor stands where it went wrong. */
export function takeClause(cursor: Cursor): Clause | undefined {
  const operator = OPERATORS.find((sign) => cursor.take(sign));
  if (operator === undefined) return undefined;
  cursor.takeWhile(isSpace);
  const start = cursor.at;
  if (operator === "===") return new Clause(operator, cursor.takeWhile(isArbitrary), undefined, false);

  const version = takeVersion(cursor);
  const equality = operator === "==" || operator === "!=";
  const wildcard = version !== undefined && equality && isPlain(version) && cursor.take(".*");
  if (version === undefined || (operator === "~=" && version.release.length < 2)) return undefined;
  if (version.local !== undefined && !equality) {
    cursor.at = cursor.text.indexOf("+", start);
    return undefined;
  }
  return new Clause(operator, cursor.text.slice(start, cursor.at), version, wildcard);
}

/** Whether the clause alone admits the version; `text` is the version as its source writes it, `version` is undefined when that is no version. */
export function clauseContains(clause: Clause, text: string, version: Version | undefined): boolean {
  if (clause.version === undefined) return text.toLowerCase() === clause.text.toLowerCase();
  return version !== undefined && admits(clause, clause.version, version);
}

function admits({ operator, wildcard }: Clause, asked: Version, version: Version): boolean {
  switch (operator) {
    case "==":
      return wildcard ? hasPrefix(version, asked, asked.release.length) : isEqual(version, asked);
    case "!=":
      return !(wildcard ? hasPrefix(version, asked, asked.release.length) : isEqual(version, asked));
    case "<=":
      return comparePublic(version, asked) <= 0;
    case ">=":
      return comparePublic(version, asked) >= 0;
    case "~=":
      return comparePublic(version, asked) >= 0 && hasPrefix(version, asked, asked.release.length - 1);
    case "<":
      return isBefore(version, asked);
    case ">":
      return isAfter(version, asked);
    case "===":
      return false;
  }
}

/** A local part counts only when it is asked for. */
function isEqual(version: Version, asked: Version): boolean {
  return asked.local === undefined ? comparePublic(version, asked) === 0 : orderOf(version, asked) === 0;
}

/** `<V` leaves out the pre-releases of V, unless V is one itself. */
function isBefore(version: Version, asked: Version): boolean {
  if (comparePublic(version, asked) >= 0) return false;
  return (
    asked.isPrerelease || !version.isPrerelease || !isSameBase(version, asked) || !isSameStage(version, asked)
  );
}

/** `>V` leaves out V's own local versions, and its post-releases unless V is one or is a development release. */
function isAfter(version: Version, asked: Version): boolean {
  if (comparePublic(version, asked) <= 0) return false;
  if (asked.post !== undefined || asked.dev !== undefined) return true;
  return !isSameBase(version, asked) || !isSamePre(version, asked);
}

function isSameBase(version: Version, asked: Version): boolean {
  return version.epoch === asked.epoch && compareRelease(version.release, asked.release) === 0;
}

function isSamePre({ pre }: Version, { pre: asked }: Version): boolean {
  return pre?.kind === asked?.kind && pre?.number === asked?.number;
}

/** Whether a pre-release leads up to what is asked: to the release for a release, to the same post-release for a post-release. */
function isSameStage(version: Version, asked: Version): boolean {
  return asked.post === undefined || (version.pre === undefined && version.post === asked.post);
}

/** Whether the release begins with the first `length` numbers of what is asked, filled up with zeros. */
function hasPrefix(version: Version, asked: Version, length: number): boolean {
  if (version.epoch !== asked.epoch) return false;
  for (let at = 0; at < length; at++) if ((version.release[at] ?? "0") !== asked.release[at]) return false;
  return true;
}

function isPlain({ pre, post, dev, local }: Version): boolean {
  return pre === undefined && post === undefined && dev === undefined && local === undefined;
}

/** What `===` takes: all but white space and what ends a specifier in a requirement. */
function isArbitrary(unit: number): boolean {
  return !isSpace(unit) && unit !== 59 && unit !== 41;
}
