import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import {
  compareCondaVersions,
  type CondaVersion,
  parseCondaVersion,
  startsWith,
  withoutLast,
} from "./conda-version.ts";
import { printable } from "./printable.ts";

const COMPARISONS = ["==", "!=", "<=", ">=", "<", ">"] as const;
type Comparison = (typeof COMPARISONS)[number];

/** Which versions of a package are meant, in conda's language. It is plain data; `printVersionSpec` gives its text. */
export type VersionSpec =
  | { readonly kind: "any" }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly version: CondaVersion }
  /** `=1.2` and `1.2.*`; with `negated`, `!=1.2.*`. */
  | { readonly kind: "starts"; readonly negated: boolean; readonly version: CondaVersion }
  /** `~=1.2`: at least that, and all but its last component the same. */
  | { readonly kind: "compatible"; readonly version: CondaVersion }
  /** `1.*.3`: its text, in lower case, with `*` for anything. */
  | { readonly kind: "glob"; readonly pattern: string }
  | { readonly kind: "all" | "some"; readonly of: readonly VersionSpec[] };

/** Groups within groups that are read; no package has more than two. */
const DEEPEST = 32;

/** Reads a set of versions: `>=1,<2|3.*`, where `,` (and) binds closer than `|` (or) and parentheses group. Regular expressions are not read. */
export function parseVersionSpec(text: string): Parsed<VersionSpec> {
  if (/[$^]/u.test(text))
    return unparsed(`\`${printable(text)}\` is a regular expression, which is not read`, 0);
  const reader = { text, at: 0 };
  const spec = readSome(reader, 0);
  if (spec === undefined || reader.at < text.length)
    return unparsed(`\`${printable(text)}\` is not a set of versions of conda's`, reader.at);
  return parsed(spec);
}

interface Reader {
  readonly text: string;
  at: number;
}

function readSome(reader: Reader, depth: number): VersionSpec | undefined {
  return readGroup(reader, "|", "some", () => readGroup(reader, ",", "all", () => readOne(reader, depth)));
}

function readGroup(
  reader: Reader,
  separator: string,
  kind: "all" | "some",
  readPart: () => VersionSpec | undefined,
): VersionSpec | undefined {
  const of: VersionSpec[] = [];
  do {
    const part = readPart();
    if (part === undefined) return undefined;
    of.push(part);
  } while (take(reader, separator));
  return of.length === 1 ? of[0] : { kind, of };
}

function readOne(reader: Reader, depth: number): VersionSpec | undefined {
  if (!take(reader, "(")) {
    skipSpace(reader);
    const [text = ""] = /^[^,|()]*/u.exec(reader.text.slice(reader.at)) ?? [];
    const spec = readConstraint(text.trim());
    if (spec !== undefined) reader.at += text.length;
    return spec;
  }
  if (depth >= DEEPEST) return undefined;
  const inner = readSome(reader, depth + 1);
  return inner !== undefined && take(reader, ")") ? inner : undefined;
}

function take(reader: Reader, word: string): boolean {
  skipSpace(reader);
  if (!reader.text.startsWith(word, reader.at)) return false;
  reader.at += word.length;
  skipSpace(reader);
  return true;
}

function skipSpace(reader: Reader): void {
  while (reader.text[reader.at] === " " || reader.text[reader.at] === "\t") reader.at += 1;
}

/** One constraint: an operator or none, and a version whose end may be `*`. */
function readConstraint(text: string): VersionSpec | undefined {
  const [, operator = "", written = ""] = /^([=!<>~]*)(.*)$/u.exec(text) ?? [];
  const isAny = /^\*(?:\.\*)*$/u.test(written);
  if (isAny) return operator === "!=" || !isOperator(operator) ? undefined : { kind: "any" };
  if (!isOperator(operator)) return undefined;
  const [, body = "", tail = ""] = /^(.*?)((?:\.?\*(?:\.\*)*)?)$/u.exec(written) ?? [];
  if (body.includes("*")) return readGlob(operator, written.toLowerCase());
  const version = parseCondaVersion(body);
  return version.ok ? constraint(operator, version.value, tail !== "") : undefined;
}

/** A `*` between other characters; only where it stands alone or behind `==` is it clear what it means. */
function readGlob(operator: string, pattern: string): VersionSpec | undefined {
  const plain = operator === "" || operator === "==" || operator === "=";
  return plain && !pattern.includes("**") && /^[0-9a-z.*_+!-]+$/u.test(pattern)
    ? { kind: "glob", pattern }
    : undefined;
}

function constraint(operator: Operator, version: CondaVersion, open: boolean): VersionSpec {
  switch (operator) {
    case "=":
      return { kind: "starts", negated: false, version };
    case "":
      return open
        ? { kind: "starts", negated: false, version }
        : { kind: "compare", operator: "==", version };
    case "!=":
      return open ? { kind: "starts", negated: true, version } : { kind: "compare", operator, version };
    case "~=":
      return { kind: "compatible", version };
    // `>1.*` would leave nothing between itself and `>=`: engines read it so.
    case ">":
      return { kind: "compare", operator: open ? ">=" : ">", version };
    case "==":
    case "<=":
    case ">=":
    case "<":
      return { kind: "compare", operator, version };
  }
}

type Operator = Comparison | "" | "=" | "~=";

function isOperator(text: string): text is Operator {
  return text === "" || text === "=" || text === "~=" || (COMPARISONS as readonly string[]).includes(text);
}

/** Whether the set has the version. */
export function specHas(spec: VersionSpec, version: CondaVersion): boolean {
  switch (spec.kind) {
    case "any":
      return true;
    case "all":
      return spec.of.every((part) => specHas(part, version));
    case "some":
      return spec.of.some((part) => specHas(part, version));
    case "starts":
      return startsWith(version, spec.version) !== spec.negated;
    case "compatible":
      return (
        compareCondaVersions(version, spec.version) >= 0 && startsWith(version, withoutLast(spec.version))
      );
    case "glob":
      return matchesGlob(version.text, spec.pattern);
    case "compare":
      return compares(spec.operator, compareCondaVersions(version, spec.version));
  }
}

function compares(operator: Comparison, order: number): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Whether a text fits a pattern in which `*` stands for anything; in time that grows with their product at most. */
export function matchesGlob(text: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The set as conda writes it: `>=1,<2|3.*`. */
export function printVersionSpec(spec: VersionSpec): string {
  switch (spec.kind) {
    case "any":
      return "*";
    case "glob":
      return spec.pattern;
    case "compare":
      return spec.operator + spec.version.text;
    case "starts":
      return `${spec.negated ? "!=" : ""}${spec.version.text}.*`;
    case "compatible":
      return `~=${spec.version.text}`;
    case "some":
      return spec.of.map(printVersionSpec).join("|");
    case "all":
      return spec.of
        .map((part) => (part.kind === "some" ? `(${printVersionSpec(part)})` : printVersionSpec(part)))
        .join(",");
  }
}
