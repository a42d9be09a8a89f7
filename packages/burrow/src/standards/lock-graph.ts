import { andText, anyOf, negated } from "./marker-algebra.ts";
import { type Marker, parseMarker } from "./marker.ts";
import { specifierContains } from "./specifier-set.ts";

/** Where a locked package comes from. */
export type LockSource =
  /** An index; its address where the lock tells. */
  | { readonly kind: "index"; readonly url?: string }
  /** An archive or a commit, as PEP 508 writes its address. */
  | { readonly kind: "url"; readonly url: string }
  /** A folder or an archive of this machine, relative to the lock; `virtual` is a project that is not installed itself. */
  | { readonly kind: "path"; readonly path: string; readonly editable: boolean; readonly virtual?: boolean };

/** What a package needs: another package, with extras, in some of its versions. */
export interface LockEdge {
  /** Normalised, as the extras. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Exactly this version. */
  readonly version?: string;
  /** A version of this set (PEP 440). */
  readonly specifier?: string;
  readonly source?: LockSource;
  readonly marker?: string;
}

/** One package of a lock file, in terms that all formats share. */
export interface LockNode {
  /** Normalised. */
  readonly name: string;
  /** Absent when only its build tells; `*` where the lock leaves it open (Pipenv, for another platform). */
  readonly version?: string;
  readonly source: LockSource;
  /** `algorithm:hex`. */
  readonly hashes: readonly string[];
  /** A condition of its own. */
  readonly marker?: string;
  /** Where it begins, from 1. */
  readonly line: number;
  readonly needs: readonly LockEdge[];
  /** What its extras need besides, by normalised name. */
  readonly extras: ReadonlyMap<string, readonly LockEdge[]>;
}

/** A package that is wanted, and when. */
export interface LockPin {
  readonly node: LockNode;
  /** The extras that it is wanted with. */
  readonly extras: readonly string[];
  readonly marker?: string;
}

/** Conditions of which one has to hold: each is a set of markers that hold together, sorted. */
type Alternatives = readonly (readonly string[])[];

/** Alternatives beyond this are not told apart: the package is then wanted always, which is too much and never too little. */
const MOST_ALTERNATIVES = 24;
const ALWAYS: Alternatives = [[]];

/**
 * What of a lock is wanted when the roots are, and under which condition: every way that leads to a package is one alternative of its marker. `missing` names what is
 * needed and not in the lock.
 */
export function wanted(
  nodes: readonly LockNode[],
  roots: readonly LockEdge[],
): { readonly pins: readonly LockPin[]; readonly missing: readonly string[] } {
  const byName = new Map<string, LockNode[]>();
  for (const node of nodes) byName.set(node.name, [...(byName.get(node.name) ?? []), node]);
  const reached = new Map<LockNode, Map<string, Alternatives>>();
  const missing = new Set<string>();
  const queue: { readonly edge: LockEdge; readonly when: Alternatives }[] = roots.map((edge) => ({
    edge,
    when: ALWAYS,
  }));

  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    const { edge, when } = item;
    const targets = targetsOf(edge, byName);
    if (targets.length === 0) missing.add(edge.name);
    for (const node of targets)
      for (const extra of ["", ...edge.extras]) {
        const states = reached.get(node) ?? new Map<string, Alternatives>();
        reached.set(node, states);
        const before = states.get(extra) ?? [];
        const after = either(before, together(when, [edge.marker, node.marker]));
        if (after === before) continue;
        states.set(extra, after);
        const needs = extra === "" ? node.needs : (node.extras.get(extra) ?? []);
        for (const need of needs) queue.push({ edge: need, when: after });
      }
  }
  return { pins: nodes.flatMap((node) => pinOf(node, reached.get(node))), missing: [...missing] };
}

function targetsOf(edge: LockEdge, byName: ReadonlyMap<string, readonly LockNode[]>): readonly LockNode[] {
  const named = byName.get(edge.name) ?? [];
  const fitting = named.filter(
    ({ version, source }) =>
      (edge.version === undefined || version === edge.version) &&
      (edge.source === undefined || JSON.stringify(edge.source) === JSON.stringify(source)) &&
      (edge.specifier === undefined || version === undefined || specifierContains(edge.specifier, version)),
  );
  // A lock may override what a package says of its needs; with one version there is no doubt which is meant.
  return fitting.length === 0 && named.length === 1 ? named : fitting;
}

function together(when: Alternatives, markers: readonly (string | undefined)[]): Alternatives {
  const more = markers.filter((marker) => marker !== undefined);
  return more.length === 0 ? when : when.map((all) => [...new Set([...all, ...more])].toSorted());
}

/** The alternatives of both, without those that another one includes; the first itself when the second adds nothing. */
function either(known: Alternatives, more: Alternatives): Alternatives {
  const fresh = more.filter((one) => !known.some((other) => includes(one, other)));
  if (fresh.length === 0) return known;
  const kept = known.filter((one) => !fresh.some((other) => includes(one, other)));
  const all = [
    ...kept,
    ...fresh.filter(
      (one, at) =>
        !fresh.some(
          (other, index) => index !== at && includes(one, other) && (other.length < one.length || index < at),
        ),
    ),
  ];
  return all.length > MOST_ALTERNATIVES ? ALWAYS : all;
}

function includes(all: readonly string[], some: readonly string[]): boolean {
  return some.every((marker) => all.includes(marker));
}

function pinOf(node: LockNode, states: ReadonlyMap<string, Alternatives> | undefined): readonly LockPin[] {
  const when = states?.get("");
  if (states === undefined || when === undefined) return [];
  const extras = [...states.keys()].filter((extra) => extra !== "").toSorted();
  const marker = markerOf(when);
  return [{ node, extras, ...(marker !== undefined && { marker }) }];
}

/** The alternatives as one marker; absent when one of them always holds. */
function markerOf(when: Alternatives): string | undefined {
  if (when.some((all) => all.length === 0)) return undefined;
  const markers: Marker[] = [];
  for (const all of when) {
    const read = parseMarker(andText(...all) ?? "");
    // A marker that is none is kept, so that whoever reads the requirement says so.
    if (!read.ok) return andText(...all);
    markers.push(read.value);
  }
  // Two conditions of which one always holds: where both lead to a package, it is always wanted.
  const texts = new Set(markers.map(String));
  if (markers.some((one) => texts.has(String(negated(one) ?? "")))) return undefined;
  const any = anyOf(markers);
  return typeof any === "boolean" ? undefined : String(any);
}
