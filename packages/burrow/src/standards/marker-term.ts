import { normalizeName } from "./name.ts";
import { type Clause, parseClause } from "./specifier.ts";

/** The variables of markers (PEP 508, PEP 751), and the older names that stand for some of them. */
export const MARKER_VARIABLES: ReadonlyMap<string, string> = new Map([
  ...[
    "implementation_name",
    "implementation_version",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_full_version",
    "python_version",
    "sys_platform",
    "extra",
    "extras",
    "dependency_groups",
  ].map((name): [string, string] => [name, name]),
  ["os.name", "os_name"],
  ["sys.platform", "sys_platform"],
  ["platform.version", "platform_version"],
  ["platform.machine", "platform_machine"],
  ["platform.python_implementation", "platform_python_implementation"],
  ["python_implementation", "platform_python_implementation"],
]);

/** The variables that are compared as versions where the other side is one. */
const VERSIONS: ReadonlySet<string> = new Set([
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
]);

/** The variables that are compared with names of extras and dependency groups. */
const NAME_VARIABLES: ReadonlySet<string> = new Set(["extra", "extras", "dependency_groups"]);

/** How a marker compares. */
export type MarkerOperator = "===" | "==" | "~=" | "!=" | "<=" | ">=" | "<" | ">" | "in" | "not in";

/** One side of a comparison: a variable, or a text in quotes. */
export interface MarkerOperand {
  readonly kind: "variable" | "text";
  readonly value: string;
}

/** Two sides and how they are compared. */
export interface MarkerComparison {
  readonly kind: "comparison";
  readonly left: MarkerOperand;
  readonly operator: MarkerOperator;
  readonly right: MarkerOperand;
  /** Whether the variable is one that is compared as a version. */
  readonly byVersion: boolean;
  /** The operator with the right side as a version specifier, where a version variable stands left and the right side is a version. */
  readonly clause: Clause | undefined;
}

/** Two terms or more with `and` and `or` between them, as written; `and` binds first. */
export interface MarkerGroup {
  readonly kind: "group";
  readonly terms: readonly MarkerTerm[];
  /** One fewer than there are terms. */
  readonly joins: readonly ("and" | "or")[];
}

/** A part of a marker that holds or does not. */
export type MarkerTerm = MarkerComparison | MarkerGroup;

/** A comparison, with the names that stand for extras and groups normalised (PEP 685). */
export function comparison(
  left: MarkerOperand,
  operator: MarkerOperator,
  right: MarkerOperand,
): MarkerComparison {
  const variable = left.kind === "variable" ? left.value : right.value;
  const byVersion = VERSIONS.has(variable);
  const clause = byVersion && left.kind === "variable" ? parseClause(operator + right.value) : undefined;
  return {
    kind: "comparison",
    left: isNameOnLeft(left, right) ? { kind: "text", value: normalizeName(left.value) } : left,
    operator,
    right: isNameOnRight(left, right) ? { kind: "text", value: normalizeName(right.value) } : right,
    byVersion,
    clause: clause?.ok === true ? clause.value : undefined,
  };
}

/** The text of a term as markers write it; `nested` adds the parentheses that a group needs inside another. */
export function termText(term: MarkerTerm, nested = false): string {
  if (term.kind === "comparison")
    return `${operandText(term.left)} ${term.operator} ${operandText(term.right)}`;
  const text = term.terms
    .map((inner, index) => (index === 0 ? "" : ` ${term.joins[index - 1]} `) + termText(inner, true))
    .join("");
  return nested ? `(${text})` : text;
}

/** The extras that a term names, normalised, in order of appearance. */
export function* extrasIn(term: MarkerTerm): Generator<string> {
  if (term.kind === "group") {
    for (const inner of term.terms) yield* extrasIn(inner);
    return;
  }
  const { left, right } = term;
  if (isNameOnRight(left, right)) yield right.value;
  else if (isNameOnLeft(left, right) && right.value !== "dependency_groups") yield left.value;
}

/** Whether a term compares with the variable. */
export function mentions(term: MarkerTerm, variable: string): boolean {
  return term.kind === "group"
    ? term.terms.some((inner) => mentions(inner, variable))
    : term.left.value === variable || term.right.value === variable;
}

function operandText({ kind, value }: MarkerOperand): string {
  if (kind === "variable") return value;
  if (!value.includes('"')) return `"${value}"`;
  // A text with both quotes can only be written with an escape.
  return value.includes("'") ? `"${value.replaceAll('"', String.raw`\x22`)}"` : `'${value}'`;
}

function isNameOnLeft(left: MarkerOperand, right: MarkerOperand): boolean {
  return left.kind === "text" && right.kind === "variable" && NAME_VARIABLES.has(right.value);
}

function isNameOnRight(left: MarkerOperand, right: MarkerOperand): boolean {
  return right.kind === "text" && left.kind === "variable" && left.value === "extra";
}
