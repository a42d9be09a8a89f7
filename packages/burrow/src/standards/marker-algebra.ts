import { Marker, parseMarker } from "./marker.ts";
import { comparison, type MarkerComparison, type MarkerOperator, type MarkerTerm } from "./marker-term.ts";

/** A condition that may be known already. */
export type Condition = boolean | Marker;

/** What is left of a marker when some of its comparisons are known. */
export function assume(marker: Marker, known: (term: MarkerComparison) => boolean | undefined): Condition {
  const left = reduce(marker.term, known);
  return typeof left === "boolean" ? left : new Marker(left);
}

/** The marker that holds when all do. */
export function allOf(markers: readonly Marker[]): Condition {
  const [first] = markers;
  if (first === undefined) return true;
  return markers.length === 1
    ? first
    : new Marker(
        joined(
          markers.map(({ term }) => term),
          "and",
        ),
      );
}

/** The marker that holds when any does. */
export function anyOf(markers: readonly Marker[]): Condition {
  const [first] = markers;
  if (first === undefined) return false;
  return markers.length === 1
    ? first
    : new Marker(
        joined(
          markers.map(({ term }) => term),
          "or",
        ),
      );
}

/** The marker that holds when this one does not; undefined where PEP 508 has no words for that (`~=`, `===`). */
export function negated({ term }: Marker): Marker | undefined {
  const turned = negatedTerm(term);
  return turned && new Marker(turned);
}

/** Joins marker texts with `and`; absent ones always hold. A text that does not parse is kept as it is, for whoever reads the whole to judge. */
export function andText(...texts: readonly (string | undefined)[]): string | undefined {
  const given = texts.filter((text) => text !== undefined && text !== "") as readonly string[];
  if (given.length < 2) return given[0];
  const read = given.map(parseMarker).flatMap((result) => (result.ok ? [result.value] : []));
  if (read.length < given.length) return given.map((text) => `(${text})`).join(" and ");
  return String(allOf(read));
}

const OPPOSITES: ReadonlyMap<MarkerOperator, MarkerOperator> = new Map([
  ["==", "!="],
  ["!=", "=="],
  ["<", ">="],
  [">=", "<"],
  [">", "<="],
  ["<=", ">"],
  ["in", "not in"],
  ["not in", "in"],
]);

function negatedTerm(term: MarkerTerm): MarkerTerm | undefined {
  if (term.kind === "comparison") {
    const operator = OPPOSITES.get(term.operator);
    return operator && comparison(term.left, operator, term.right);
  }
  const ors: MarkerTerm[] = [];
  for (const ands of alternatives(term)) {
    const turned = ands.map(negatedTerm).filter((inner) => inner !== undefined);
    if (turned.length < ands.length) return undefined;
    ors.push(joined(turned, "or"));
  }
  return joined(ors, "and");
}

function reduce(
  term: MarkerTerm,
  known: (term: MarkerComparison) => boolean | undefined,
): boolean | MarkerTerm {
  if (term.kind === "comparison") return known(term) ?? term;
  const open: MarkerTerm[] = [];
  for (const ands of alternatives(term)) {
    const parts = ands.map((inner) => reduce(inner, known));
    if (parts.includes(false)) continue;
    const left = parts.filter((part) => typeof part !== "boolean");
    if (left.length === 0) return true;
    open.push(joined(left, "and"));
  }
  return open.length === 0 ? false : joined(open, "or");
}

/** The terms of a group as alternatives, each a list of what has to hold together. */
function alternatives(
  term: Extract<MarkerTerm, { readonly kind: "group" }>,
): readonly (readonly MarkerTerm[])[] {
  const found: MarkerTerm[][] = [[]];
  for (const [index, inner] of term.terms.entries()) {
    if (index > 0 && term.joins[index - 1] === "or") found.push([]);
    found.at(-1)?.push(inner);
  }
  return found;
}

/** One term of several; groups with the same join are opened, so that no parentheses pile up. */
function joined(terms: readonly MarkerTerm[], join: "and" | "or"): MarkerTerm {
  const [first] = terms;
  if (terms.length === 1 && first) return first;
  const flat = terms.flatMap((term) =>
    term.kind === "group" && term.joins.every((one) => one === join) ? term.terms : [term],
  );
  const distinct = [...new Map(flat.map((term) => [JSON.stringify(term), term])).values()];
  const [only] = distinct;
  if (distinct.length === 1 && only) return only;
  return { kind: "group", terms: distinct, joins: distinct.slice(1).map(() => join) };
}
