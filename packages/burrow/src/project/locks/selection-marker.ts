import { assume } from "../../standards/marker-algebra.ts";
import { parseMarker } from "../../standards/marker.ts";
import type { MarkerComparison } from "../../standards/marker-term.ts";

/** The extras and groups of a selection, normalised, and the name of the project that they are of. */
export interface Selected {
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  readonly own?: string;
}

/**
 * What is left of a marker once the selection is known: `extra == …` as Poetry writes it, `… in extras` and `… in dependency_groups` (PEP 751), and the names that uv makes
 * of extras and groups that exclude each other (`extra-4-shop-cpu`). False when it cannot hold; undefined when it always does. A text that is no marker stays.
 */
export function underSelection(text: string | undefined, selected: Selected): string | undefined | false {
  const read = text === undefined ? undefined : parseMarker(text);
  if (read?.ok !== true) return text;
  const left = assume(read.value, (term) => known(term, selected));
  return typeof left === "boolean" ? (left ? undefined : false) : String(left);
}

function known({ left, right, operator }: MarkerComparison, selected: Selected): boolean | undefined {
  const [variable, name] = left.kind === "variable" ? [left.value, right.value] : [right.value, left.value];
  if (variable === "extras" || variable === "dependency_groups") {
    const there = (variable === "extras" ? selected.extras : selected.groups).includes(name);
    return operator === "in" ? there : operator === "not in" ? !there : undefined;
  }
  if (variable !== "extra") return undefined;
  const holds = isSelected(name, selected);
  return operator === "==" ? holds : operator === "!=" ? !holds : undefined;
}

function isSelected(name: string, { extras, groups, own }: Selected): boolean {
  const [, kind, digits = "0", rest = ""] = /^(extra|group|project)-(\d+)-(.+)$/u.exec(name) ?? [];
  if (kind === undefined || own === undefined) return extras.includes(name);
  if (rest.slice(0, Number(digits)) !== own) return extras.includes(name);
  const item = rest.slice(Number(digits) + 1);
  return kind === "project" || (kind === "extra" ? extras : groups).includes(item);
}
