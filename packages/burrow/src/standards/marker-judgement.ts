import type { MarkerEnvironment } from "./marker-environment.ts";
import {
  MARKER_VARIABLES,
  type MarkerComparison,
  type MarkerOperator,
  type MarkerTerm,
} from "./marker-term.ts";
import { normalizeName } from "./name.ts";
import { printable } from "./printable.ts";
import { clauseContains, parseClause } from "./specifier.ts";
import { parseVersion } from "./version.ts";

/** Whether the term holds with the extra, or a message that says why that cannot be told. Every comparison is judged, also where the others decide. */
export function judge(
  term: MarkerTerm,
  environment: MarkerEnvironment,
  extra = environment.extra ?? "",
): boolean | string {
  if (term.kind === "comparison") return compare(term, environment, extra);
  let any = false;
  let all = true;
  for (const [index, inner] of term.terms.entries()) {
    if (index > 0 && term.joins[index - 1] === "or") {
      any ||= all;
      all = true;
    }
    const holds = judge(inner, environment, extra);
    if (typeof holds === "string") return holds;
    all &&= holds;
  }
  return any || all;
}

/** As Python's packaging has it, a text on both sides makes the right one the name of a variable, and a variable on both sides makes the right one a text. */
function compare(term: MarkerComparison, environment: MarkerEnvironment, extra: string): boolean | string {
  const { left, operator, right, byVersion, clause } = term;
  const name = left.kind === "variable" ? left.value : right.value;
  const value = name === "extra" ? normalizeName(extra) : lookUp(name, environment);
  if (value === undefined) return `there is no marker variable \`${printable(name)}\` here`;
  if (typeof value !== "string")
    return left.kind === "variable"
      ? `\`${name}\` is a set: it can only stand on the right of \`in\``
      : compareWithSet(normalizeName(left.value), operator, value);

  const [a, b] = left.kind === "variable" ? [value, right.value] : [left.value, value];
  if (byVersion) {
    const asked = clause ?? (left.kind === "variable" ? undefined : clauseOf(operator, b));
    if (asked !== undefined) {
      const version = parseVersion(a);
      return clauseContains(asked, a, version.ok ? version.value : undefined);
    }
  }
  return compareTexts(a, operator, b);
}

function lookUp(name: string, environment: MarkerEnvironment): string | readonly string[] | undefined {
  switch (name) {
    case "python_full_version": {
      // A Python built from a checkout says `3.14.0b1+`, which is a version only with something behind the plus.
      const full = environment.python_full_version;
      return full.endsWith("+") ? `${full}local` : full;
    }
    default:
      return MARKER_VARIABLES.get(name) === name ? environment[name as keyof MarkerEnvironment] : undefined;
  }
}

function clauseOf(operator: MarkerOperator, text: string) {
  const clause = parseClause(operator + text);
  return clause.ok ? clause.value : undefined;
}

function compareTexts(left: string, operator: MarkerOperator, right: string): boolean | string {
  switch (operator) {
    case "in":
      return right.includes(left);
    case "not in":
      return !right.includes(left);
    case "==":
    case "<=":
    case ">=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
    case ">":
      return false;
    case "~=":
    case "===":
      return undefinedComparison(left, operator, right);
  }
}

function compareWithSet(name: string, operator: MarkerOperator, set: readonly string[]): boolean | string {
  switch (operator) {
    case "in":
      return set.some((member) => normalizeName(member) === name);
    case "not in":
      return !set.some((member) => normalizeName(member) === name);
    case "!=":
      return true;
    case "==":
    case "<=":
    case ">=":
    case "<":
    case ">":
      return false;
    case "~=":
    case "===":
      return undefinedComparison(name, operator, set.join(", "));
  }
}

function undefinedComparison(left: string, operator: MarkerOperator, right: string): string {
  return `\`${operator}\` does not compare \`${printable(left)}\` with \`${printable(right)}\``;
}
