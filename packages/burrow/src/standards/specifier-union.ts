import { comparePublic } from "./compare-versions.ts";
import { Clause } from "./specifier.ts";
import { Specifier } from "./specifier-set.ts";
import { Version } from "./version.ts";

/** The versions between two bounds, some left out; an absent bound is none. */
export interface Span {
  readonly low?: { readonly version: Version; readonly included: boolean };
  readonly high?: { readonly version: Version; readonly included: boolean };
  readonly except: readonly Clause[];
}

/** More versions than this are not left out one by one. */
const MOST_EXCEPTIONS = 20;

/** A set of specifiers as one span; undefined when it compares texts (`===`) or local parts, which have no bounds. */
export function spanOf({ clauses }: Specifier): Span | undefined {
  let span: Span = { except: [] };
  for (const one of clauses) {
    const { operator, version, wildcard } = one;
    if (version === undefined || version.local !== undefined) return undefined;
    const next = new Version({ ...BARE, epoch: version.epoch, release: raised(version.release) });
    const before = new Version({
      ...BARE,
      epoch: version.epoch,
      release: raised(version.release.slice(0, -1)),
    });
    if (operator === "!=") span = { ...span, except: [...span.except, one] };
    else if (operator === "==" && wildcard) span = within(span, version, true, next, false);
    else if (operator === "==") span = within(span, version, true, version, true);
    else if (operator === "~=") span = within(span, version, true, before, false);
    else if (operator === ">" || operator === ">=") span = within(span, version, operator === ">=");
    else span = within(span, undefined, false, version, operator === "<=");
  }
  return span;
}

/**
 * The set of specifiers that admits what any of the spans admits; undefined when there is none. Pre-releases of the version at which two spans meet are
 * admitted, too: no specifier could keep them out.
 */
export function unionOf(spans: readonly Span[]): Specifier | undefined {
  const sorted = spans.toSorted(byLow);
  const [first, ...rest] = sorted;
  if (first === undefined || (sorted.length > 1 && sorted.some(({ except }) => except.length > 0)))
    return undefined;
  let whole = first;
  const except: Clause[] = [...first.except];
  for (const span of rest) {
    const gap = gapBetween(whole, span);
    if (gap === undefined) return undefined;
    except.push(...gap);
    const { high: _, ...open } = whole;
    const high = whole.high && span.high && later(whole.high, span.high);
    whole = { ...open, ...(high && { high }) };
  }
  if (except.length > MOST_EXCEPTIONS) return undefined;
  return new Specifier([
    ...(whole.low ? [clause(whole.low.included ? ">=" : ">", whole.low.version)] : []),
    ...(whole.high ? [clause(whole.high.included ? "<=" : "<", whole.high.version)] : []),
    ...except,
  ]);
}

const BARE = { pre: undefined, post: undefined, dev: undefined, local: undefined };

function within(span: Span, low?: Version, lowIn = false, high?: Version, highIn = false): Span {
  const lower = low && { version: low, included: lowIn };
  const upper = high && { version: high, included: highIn };
  const bottom = span.low && lower ? tighter(lower, span.low, 1) : (span.low ?? lower);
  const top = span.high && upper ? tighter(upper, span.high, -1) : (span.high ?? upper);
  return { except: span.except, ...(bottom && { low: bottom }), ...(top && { high: top }) };
}

/** What begins first, and of two that begin together the one that leaves less out. */
function byLow({ low: a }: Span, { low: b }: Span): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return comparePublic(a.version, b.version) || Number(b.included) - Number(a.included);
}

type Bound = NonNullable<Span["low"]>;

/** The bound that leaves less: the later of two lower ones (`1`), the earlier of two upper ones (`-1`). */
function tighter(a: Bound, b: Bound, side: 1 | -1): Bound {
  const order = comparePublic(a.version, b.version);
  if (order === 0) return a.included ? b : a;
  return order === side ? a : b;
}

/** The later of two upper bounds. */
function later(a: Bound, b: Bound): Bound {
  const order = comparePublic(a.version, b.version);
  if (order === 0) return a.included ? a : b;
  return order > 0 ? a : b;
}

/** What lies between the first span and the next, as specifiers that leave it out: nothing, one version, or whole series (`!=2.*`). */
function gapBetween({ high }: Span, { low }: Span): readonly Clause[] | undefined {
  if (high === undefined || low === undefined) return [];
  const order = comparePublic(high.version, low.version);
  if (order > 0 || (order === 0 && (high.included || low.included))) return [];
  if (order === 0) return [clause("!=", high.version)];
  if (high.included || !low.included || !isPlain(high.version) || !isPlain(low.version)) return undefined;
  return seriesBetween(high.version, low.version);
}

/** `2` and `4` have the series `2.*` and `3.*` between them; `1.3` and `2` more than can be listed. */
function seriesBetween(from: Version, to: Version): readonly Clause[] | undefined {
  const length = Math.max(significant(from).length, significant(to).length, 1);
  const low = filled(from, length);
  const high = filled(to, length);
  const shared = low.slice(0, -1).every((number, at) => number === high[at]);
  const count = Number(high.at(-1)) - Number(low.at(-1));
  if (from.epoch !== to.epoch || !shared || count > MOST_EXCEPTIONS) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const release = [...low.slice(0, -1), String(Number(low.at(-1)) + index)];
    const version = new Version({ ...BARE, epoch: from.epoch, release });
    return new Clause("!=", `${String(version)}.*`, version, true);
  });
}

function significant({ release }: Version): readonly string[] {
  return release.slice(0, release.findLastIndex((number) => number !== "0") + 1);
}

function filled({ release }: Version, length: number): readonly string[] {
  return Array.from({ length }, (_, at) => release[at] ?? "0");
}

/** The release with its last number one higher. */
function raised(release: readonly string[]): readonly string[] {
  return [...release.slice(0, -1), String(BigInt(release.at(-1) ?? "0") + 1n)];
}

function isPlain({ pre, post, dev }: Version): boolean {
  return pre === undefined && post === undefined && dev === undefined;
}

function clause(operator: Clause["operator"], version: Version): Clause {
  return new Clause(operator, String(version), version, false);
}
