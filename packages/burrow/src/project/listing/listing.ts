import type { SnapshotDistribution } from "../../model/snapshot.ts";
import type { MarkerEnvironment } from "../../standards/marker-environment.ts";
import { judgeMarker, parseMarker } from "../../standards/marker.ts";
import type { LocatedProblem, Position } from "../../standards/position.ts";
import { specifierContains } from "../../standards/specifier-set.ts";

/** A distribution as a file lists it, and when it is meant. */
export interface ListedDistribution extends Position {
  readonly distribution: SnapshotDistribution;
  /** A marker that was read already. */
  readonly marker?: string;
  /** Specifiers that were read already; empty: any Python. */
  readonly requiresPython: string;
}

/** What a file by another tool lists of one environment; all of it was checked, also what is not meant here. */
export interface Listing {
  readonly requiresPython?: string;
  /** Markers, one of which has to hold; none: it is for every environment. */
  readonly environments: readonly string[];
  /** Groups that are always wanted (`default-groups` of PEP 751). */
  readonly groups: readonly string[];
  readonly distributions: readonly ListedDistribution[];
}

/** What was listed, or the first thing that is wrong with it. */
export type ListingResult =
  | { readonly ok: true; readonly listing: Listing }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** What is meant for one Python, sorted by name, or why it cannot be told. */
export type Meant =
  | { readonly ok: true; readonly distributions: readonly SnapshotDistribution[] }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Chooses of a listing what is meant for a Python: as PEP 751 has it, no name may be left twice. */
export function meantFor({ environments, groups, distributions }: Listing, of: MarkerEnvironment): Meant {
  const variables: MarkerEnvironment = { ...of, extra: "", extras: [], dependency_groups: groups };
  const version = of.python_full_version;
  if (environments.length > 0 && !environments.some((marker) => holds(marker, variables) === true))
    return wrong(`it is for other environments than this Python ${version}`, { line: 1, column: 1 });
  const lines = new Map<string, number>();
  const meant: SnapshotDistribution[] = [];
  for (const { distribution, marker, requiresPython, line, column } of distributions) {
    const { name } = distribution;
    const isMeant = marker === undefined || holds(marker, variables);
    if (typeof isMeant === "string")
      return wrong(`the marker of \`${name}\` cannot be judged: ${isMeant}`, { line, column });
    if (!isMeant) continue;
    if (!specifierContains(requiresPython, version))
      return wrong(`\`${name}\` is for Python ${requiresPython}, and this is ${version}`, { line, column });
    const before = lines.get(name);
    if (before !== undefined)
      return wrong(`\`${name}\` stands there twice, first at line ${before}`, { line, column });
    lines.set(name, line);
    meant.push(distribution);
  }
  return { ok: true, distributions: meant.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
}

function holds(marker: string, variables: MarkerEnvironment): boolean | string {
  const read = parseMarker(marker);
  const judged = read.ok ? judgeMarker(read.value, variables) : read;
  return judged.ok ? judged.value : judged.problem.message;
}

function wrong(message: string, at: Position): Meant {
  return { ok: false, problem: { message, ...at } };
}
