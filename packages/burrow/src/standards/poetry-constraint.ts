import { parsed, unparsed, type Parsed } from "../model/parsed.ts";
import { strip } from "./cursor.ts";
import { printable } from "./printable.ts";
import { Clause, parseClause } from "./specifier.ts";
import { Specifier } from "./specifier-set.ts";
import { spanOf, unionOf } from "./specifier-union.ts";
import { parseVersion, Version } from "./version.ts";

const LONGEST = 2000;

/**
 * Reads a version constraint of Poetry's own language as a set of version specifiers (PEP 440): `^1.2`, `~1.2`, `1.*`, `*`, a bare version (which means `==`),
 * clauses with commas or spaces between them, and alternatives (`||`) where one set of specifiers can say them.
 */
export function parsePoetryConstraint(text: string): Parsed<Specifier> {
  if (text.length > LONGEST) return unparsed("the version constraint is too long", 0);
  const alternatives: Specifier[] = [];
  for (const part of text.split(/\|\|?/u)) {
    const set = readSet(strip(part));
    if (set === undefined) return unparsed(`\`${printable(text)}\` is not a version constraint of Poetry`, 0);
    alternatives.push(set);
  }
  const [only] = alternatives;
  if (only && alternatives.length === 1) return parsed(only);
  const spans = alternatives.map(spanOf);
  const union = spans.includes(undefined) ? undefined : unionOf(spans.filter((span) => span !== undefined));
  return union
    ? parsed(union)
    : unparsed(`\`${printable(text)}\` cannot be said by one set of version specifiers (PEP 440)`, 0);
}

/** Clauses that all hold; a trailing comma is allowed, nothing at all is not. */
function readSet(text: string): Specifier | undefined {
  if (text === "") return undefined;
  const spaced = text.replace(/,\s*$/u, "").replaceAll(/([\^~<>=!])\s+(?=[^\s~<>=!^])/gu, "$1");
  const clauses: Clause[] = [];
  for (const part of spaced.split(/\s*,\s*|\s+/u)) {
    const read = readOne(part);
    if (read === undefined) return undefined;
    clauses.push(...read);
  }
  return new Specifier(clauses);
}

function readOne(text: string): readonly Clause[] | undefined {
  if (/^v?[*xX](?:\.[*xX])*$/u.test(text)) return [];
  if (text.startsWith("^")) return between(text.slice(1), nextBreaking);
  if (text.startsWith("~") && !text.startsWith("~=")) return between(text.slice(1), nextMinor);
  const [, sign = "", rest = ""] = /^(===?|!=|~=|<=?|>=?|=)?(.*)$/u.exec(text) ?? [];
  const operator = sign === "" || sign === "=" ? "==" : sign;
  // `1.*.*` means `1.*`.
  const version = rest.replace(/(?:\.\*)+$/u, ".*");
  const clause = parseClause(operator + version);
  if (operator === "~=" && !clause.ok) return between(version, nextMinor);
  return clause.ok ? [clause.value] : undefined;
}

function between(text: string, next: (version: Version) => Version): readonly Clause[] | undefined {
  const low = parseVersion(text);
  if (!low.ok) return undefined;
  return [clauseOf(">=", low.value), clauseOf("<", next(low.value))];
}

function clauseOf(operator: ">=" | "<", version: Version): Clause {
  // Bounds have no local part in PEP 440.
  const { epoch, release, pre, post, dev } = version;
  const bound = new Version({ epoch, release, pre, post, dev, local: undefined });
  return new Clause(operator, String(bound), bound, false);
}

/** `^`: the first number that is not zero goes up. */
function nextBreaking({ epoch, release }: Version): Version {
  const significant = release.findIndex((number) => number !== "0");
  const at = Math.min(significant === -1 ? release.length - 1 : significant, 2);
  return bumped(epoch, release, at);
}

/** `~`: the second number goes up, or the only one. */
function nextMinor({ epoch, release }: Version): Version {
  return bumped(epoch, release, release.length === 1 ? 0 : 1);
}

function bumped(epoch: string, release: Version["release"], at: number): Version {
  const next = String(BigInt(release[at] ?? "0") + 1n);
  const numbers = [...release.slice(0, at), next];
  while (numbers.length < Math.min(Math.max(release.length, 2), 3)) numbers.push("0");
  return new Version({
    epoch,
    release: numbers,
    pre: undefined,
    post: undefined,
    dev: undefined,
    local: undefined,
  });
}
