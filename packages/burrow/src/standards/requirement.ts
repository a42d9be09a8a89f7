import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { Cursor, isAlphanumeric } from "./cursor.ts";
import { takeMarker } from "./marker-reader.ts";
import { Marker } from "./marker.ts";
import { compareText } from "./order.ts";
import { type Clause, takeClause } from "./specifier.ts";
import { parseSpecifier, Specifier } from "./specifier-set.ts";

/** The parts of a requirement. */
export interface RequirementParts {
  /** As written; `normalizeName` gives its normal form. */
  readonly name: string;
  /** As written, sorted, each once. */
  readonly extras: readonly string[];
  /** Empty when any version does, and when there is a URL. */
  readonly specifier: Specifier;
  readonly url: string | undefined;
  readonly marker: Marker | undefined;
}

/** A requirement (PEP 508), such as `requests[socks]>=2.8; python_version < "3.9"`. It prints normalised, its name as written. */
export class Requirement implements RequirementParts {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: Specifier;
  readonly url: string | undefined;
  readonly marker: Marker | undefined;

  constructor({ name, extras, specifier, url, marker }: RequirementParts) {
    this.name = name;
    this.extras = extras;
    this.specifier = specifier;
    this.url = url;
    this.marker = marker;
  }

  toString(): string {
    const { name, extras, specifier, url, marker } = this;
    return (
      name +
      (extras.length === 0 ? "" : `[${extras.join(",")}]`) +
      specifier.toString() +
      (url === undefined ? "" : ` @ ${url}`) +
      (marker === undefined ? "" : `${url === undefined ? "" : " "}; ${marker.toString()}`)
    );
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Reads a requirement: a name with extras, then version specifiers (in parentheses or not) or `@` and a URL, then a marker. */
export function parseRequirement(text: string): Parsed<Requirement> {
  const cursor = new Cursor(text);
  const requirement = takeRequirement(cursor);
  return typeof requirement === "string" ? unparsed(requirement, cursor.at) : parsed(requirement);
}

/** What is wrong is a message, and the cursor stands where. */
function takeRequirement(cursor: Cursor): Requirement | string {
  cursor.takeBlanks();
  const name = takeName(cursor);
  if (name === undefined) return "expected the name of a project";
  cursor.takeBlanks();
  const extras = takeExtras(cursor);
  if (typeof extras === "string") return extras;
  cursor.takeBlanks();

  const url = cursor.take("@") ? takeUrl(cursor) : undefined;
  if (url === "") return "expected a URL after `@`";
  const specifier = url === undefined ? takeSpecifier(cursor) : new Specifier([]);
  if (typeof specifier === "string") return specifier;

  cursor.takeBlanks();
  if (cursor.done) return new Requirement({ name, extras, specifier, url, marker: undefined });
  if (!cursor.take(";")) return EXPECTED[url === undefined ? "version" : "url"];
  const term = takeMarker(cursor);
  if (typeof term === "string") return term;
  if (!cursor.done) return "expected `and`, `or` or the end of the marker";
  return new Requirement({ name, extras, specifier, url, marker: new Marker(term) });
}

const EXPECTED = {
  url: "expected `;` and a marker after the URL, or the end",
  version: "expected a version specifier (PEP 440), `;` and a marker, or the end",
} as const;

/** A name ends where it could not go on, and not with `-` or `.`. */
function takeName(cursor: Cursor): string | undefined {
  if (!isAlphanumeric(cursor.next)) return undefined;
  const taken = cursor.takeWhile((unit) => isAlphanumeric(unit) || unit === 45 || unit === 46 || unit === 95);
  let length = taken.length;
  while (taken.endsWith("-", length) || taken.endsWith(".", length)) length--;
  cursor.at -= taken.length - length;
  return taken.slice(0, length);
}

function takeExtras(cursor: Cursor): readonly string[] | string {
  if (!cursor.take("[")) return [];
  const extras = new Set<string>();
  cursor.takeBlanks();
  while (!cursor.take("]")) {
    if (extras.size > 0) {
      if (!cursor.take(",")) return "expected `,` or `]` after the name of an extra";
      cursor.takeBlanks();
    }
    const extra = takeName(cursor);
    if (extra === undefined) return "expected the name of an extra";
    extras.add(extra);
    cursor.takeBlanks();
  }
  return [...extras].toSorted(compareText);
}

/** All that is neither a space nor a tab. */
function takeUrl(cursor: Cursor): string {
  cursor.takeBlanks();
  return cursor.takeWhile((unit) => unit !== 32 && unit !== 9);
}

/** Version specifiers with commas between them, perhaps one at their end, perhaps all in parentheses. */
function takeSpecifier(cursor: Cursor): Specifier | string {
  const enclosed = cursor.take("(");
  if (enclosed) cursor.takeBlanks();
  const start = cursor.at;
  const clauses: Clause[] = [];
  for (let clause = tryClause(cursor); clause !== undefined; clause = tryClause(cursor)) {
    clauses.push(clause);
    cursor.takeBlanks();
    if (!cursor.take(",")) break;
    cursor.takeBlanks();
  }
  const end = cursor.at;
  if (enclosed && !cursor.take(")")) return "expected `)` or a comma between version specifiers";
  // `===` takes commas too, which are understood only afterwards to stand between specifiers.
  if (!clauses.some(({ operator }) => operator === "===")) return new Specifier(clauses);
  const specifier = parseSpecifier(cursor.text.slice(start, end));
  if (specifier.ok) return specifier.value;
  cursor.at = start + specifier.problem.index;
  return specifier.problem.message;
}

function tryClause(cursor: Cursor): Clause | undefined {
  const start = cursor.at;
  const clause = takeClause(cursor);
  if (clause === undefined) cursor.at = start;
  return clause;
}
