import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { given } from "./given.ts";
import { compareText } from "./order.ts";
import { type Clause, clauseContains, parseClause } from "./specifier.ts";
import { strip } from "./cursor.ts";
import { parseVersion, Version } from "./version.ts";

/** A set of version specifiers such as `>=1,<2` (PEP 440); an empty one admits everything. It prints sorted, each clause once. */
export class Specifier {
  /** Sorted by their text, none twice. */
  readonly clauses: readonly Clause[];

  constructor(clauses: readonly Clause[]) {
    this.clauses = canonical(clauses);
  }

  toString(): string {
    return this.clauses.join(",");
  }

  toJSON(): string {
    return this.toString();
  }
}

/** How pre-releases are judged. */
export interface ContainsOptions {
  /** `false` keeps every pre-release out, even one that the set names; by default they count as any version, for a single version has no final one beside it. */
  readonly prereleases?: boolean;
}

/** Reads a set of version specifiers: clauses with commas between them, empty ones left out. */
export function parseSpecifier(text: string): Parsed<Specifier> {
  const clauses: Clause[] = [];
  let start = 0;
  for (const part of text.split(",")) {
    if (strip(part) !== "") {
      const clause = parseClause(part);
      if (!clause.ok) return unparsed(clause.problem.message, start + clause.problem.index);
      clauses.push(clause.value);
    }
    start += part.length + 1;
  }
  return parsed(new Specifier(clauses));
}

/**
 * Whether the set admits the version (PEP 440). A specifier text that does not parse throws `InvalidStandardText`; a version text that does not parse
 * is an arbitrary one, which only `===` and the empty set admit.
 */
export function specifierContains(
  specifier: string | Specifier,
  version: string | Version,
  options: ContainsOptions = {},
): boolean {
  const set = given(specifier, parseSpecifier);
  if (typeof version !== "string") return admitsVersion(set, version, options.prereleases);
  const result = parseVersion(version);
  return admitsText(set, version, result.ok ? result.value : undefined, options.prereleases);
}

/** Whether the set admits the version; for hot paths. */
export function admitsVersion(specifier: Specifier, version: Version, prereleases?: boolean): boolean {
  if (prereleases === false && version.isPrerelease) return false;
  return specifier.clauses.every((clause) =>
    clauseContains(clause, clause.operator === "===" ? version.toString() : "", version),
  );
}

function admitsText(
  { clauses }: Specifier,
  text: string,
  version: Version | undefined,
  prereleases: boolean | undefined,
): boolean {
  if (prereleases === false && version?.isPrerelease === true) return false;
  return clauses.every((clause) => clauseContains(clause, text, version));
}

/** Whether a clause asks for a pre-release by name (`>=2.0rc1`), by which installers take it that pre-releases are welcome. `!=` does not. */
export function mentionsPrerelease({ clauses }: Specifier): boolean {
  return clauses.some(({ operator, text, version }) => {
    if (operator === "!=") return false;
    if (version !== undefined) return version.isPrerelease;
    const arbitrary = parseVersion(text);
    return arbitrary.ok && arbitrary.value.isPrerelease;
  });
}

/** The version text that the set pins: that of its first `==` without a wildcard or `===`; undefined when it leaves a choice. */
export function pinnedVersion({ clauses }: Specifier): string | undefined {
  return clauses.find(({ operator, wildcard }) => operator === "===" || (operator === "==" && !wildcard))
    ?.text;
}

/** Of clauses that say the same (`==1.0` and `==1.0.0`) the first in order stays. */
function canonical(clauses: readonly Clause[]): readonly Clause[] {
  if (clauses.length < 2) return clauses;
  const sorted = clauses
    .map((clause) => ({ clause, text: clause.toString() }))
    .toSorted((a, b) => compareText(a.text, b.text))
    .map(({ clause }) => clause);
  if (new Set(clauses.map(({ operator }) => operator)).size === clauses.length) return sorted;
  const kept = new Map<string, Clause>();
  for (const clause of sorted) {
    const key = meaning(clause);
    if (!kept.has(key)) kept.set(key, clause);
  }
  return [...kept.values()];
}

/** The clause with its version in normal form, without trailing zeros where they mean nothing. */
function meaning(clause: Clause): string {
  const { operator, version, wildcard } = clause;
  if (version === undefined || wildcard) return clause.toString();
  if (operator === "~=") return operator + version.toString();
  const { epoch, release, pre, post, dev, local } = version;
  let length = release.length;
  while (length > 1 && release[length - 1] === "0") length--;
  return `${operator}${String(new Version({ epoch, release: release.slice(0, length), pre, post, dev, local }))}`;
}
