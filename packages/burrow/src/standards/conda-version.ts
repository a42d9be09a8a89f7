import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { compareNumerals, numeral, type Numeral } from "./numeral.ts";
import { compareText, type Order } from "./order.ts";
import { printable } from "./printable.ts";

/** One part of a component: a number, or letters in lower case; `_` stands for a dash or underscore at the end of a version. */
type Part = { readonly number: Numeral } | { readonly letters: string };

/** What stands between two dots, as numbers and letters in turn; it begins with a number (0 where none is written). */
type Component = readonly Part[];

/** A version as conda orders it (CEP 33). It is compared by its parts: `1.0` and `1` are equal. */
export interface CondaVersion {
  readonly epoch: Numeral;
  readonly components: readonly Component[];
  /** After `+`; empty without one. */
  readonly local: readonly Component[];
  /** As it was written, in lower case. */
  readonly text: string;
}

const BODY = "[0-9a-z]+(?:[._-][0-9a-z]+)*(?:[._-]?[_-])?";
const FORM = new RegExp(`^(?:(\\d+)!)?(${BODY})(?:\\+(${BODY}))?$`, "u");

/** Reads a version in conda's form: `[epoch!]version[+local]`, separated by dots, or by dashes or underscores but not both. */
export function parseCondaVersion(text: string): Parsed<CondaVersion> {
  const lower = text.toLowerCase();
  const [, epoch = "", version, local] = FORM.exec(lower) ?? [];
  const components = version === undefined ? undefined : componentsOf(version);
  const after = local === undefined ? [] : componentsOf(local);
  const mixed = lower.includes("_") && lower.includes("-");
  if (components === undefined || after === undefined || mixed)
    return unparsed(`\`${printable(text)}\` is not a version of conda's`, 0);
  return parsed({ epoch: numeral(epoch), components, local: after, text: lower });
}

function componentsOf(text: string): readonly Component[] {
  // A dash or underscore at the end belongs to what it follows (openssl); of two signs, the first separates.
  const [, body = "", tail = ""] = /^(.*?)([._-]?[_-])?$/u.exec(text) ?? [];
  const components = body.split(/[._-]/u).map(partsOf);
  if (tail.length === 2) return [...components, [ZERO, UNDERSCORE]];
  const last = components.at(-1);
  return tail === "" || last === undefined ? components : [...components.slice(0, -1), [...last, UNDERSCORE]];
}

const ZERO: Part = { number: "0" };
const UNDERSCORE: Part = { letters: "_" };

function partsOf(text: string): Component {
  const parts = (text.match(/\d+|[a-z]+/gu) ?? []).map((piece): Part =>
    /^\d/u.test(piece) ? { number: numeral(piece) } : { letters: piece },
  );
  return parts[0] !== undefined && "letters" in parts[0] ? [ZERO, ...parts] : parts;
}

/** Orders two versions: by epoch, then component by component, then by what follows `+`. What is not there counts as zero. */
export function compareCondaVersions(left: CondaVersion, right: CondaVersion): Order {
  return (
    compareNumerals(left.epoch, right.epoch) ||
    compareComponents(left.components, right.components) ||
    compareComponents(left.local, right.local)
  );
}

function compareComponents(left: readonly Component[], right: readonly Component[]): Order {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = compareParts(left[at] ?? [], right[at] ?? []);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(left: Component, right: Component): Order {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = comparePart(left[at] ?? ZERO, right[at] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}

/** `dev` before `_` before other letters before numbers before `post`. */
function comparePart(left: Part, right: Part): Order {
  const ranks = rankOf(left) - rankOf(right);
  if (ranks !== 0) return ranks < 0 ? -1 : 1;
  if ("number" in left && "number" in right) return compareNumerals(left.number, right.number);
  return "letters" in left && "letters" in right ? compareText(left.letters, right.letters) : 0;
}

function rankOf(part: Part): number {
  if ("number" in part) return 3;
  return part.letters === "dev" ? 0 : part.letters === "_" ? 1 : part.letters === "post" ? 4 : 2;
}

/** Whether the version begins with the other: its last component with the other's last part, those before it equal. `1.2a1` begins with `1.2`, `1.20` does not. */
export function startsWith(version: CondaVersion, start: CondaVersion): boolean {
  if (version.epoch !== start.epoch) return false;
  if (start.local.length > 0)
    return (
      compareComponents(version.components, start.components) === 0 && beginsWith(version.local, start.local)
    );
  return beginsWith(version.components, start.components);
}

function beginsWith(components: readonly Component[], start: readonly Component[]): boolean {
  const last = start.length - 1;
  return start.every((wanted, at) => {
    const found = components[at] ?? [];
    return compareParts(at < last ? found : found.slice(0, wanted.length), wanted) === 0;
  });
}

/** The version without its last component, which `~=` lets vary; nothing is left of one that has only one. */
export function withoutLast(version: CondaVersion): CondaVersion {
  return { ...version, components: version.components.slice(0, -1), local: [] };
}
