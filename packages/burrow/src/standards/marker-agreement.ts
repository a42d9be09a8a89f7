import type { MarkerEnvironment } from "./marker-environment.ts";
import { judge } from "./marker-judgement.ts";
import { type Marker } from "./marker.ts";
import type { MarkerComparison, MarkerTerm } from "./marker-term.ts";
import { admitsVersion, type Specifier } from "./specifier-set.ts";
import { parseVersion } from "./version.ts";

/** More environments than this are not tried; markers that people write need a few hundred. */
const MOST_ENVIRONMENTS = 20_000;

/** Markers as two tools may write them. Absent: always. */
export type Conditions = readonly (Marker | undefined)[];

/**
 * Whether two markers hold in the same environments with a Python of the set, however they are written: a lock writes `python_full_version` and leaves out what
 * `requires-python` already says. They are tried in every environment that the values in them can tell apart; where these are too many, only equal texts agree.
 */
export function markersAgree(
  left: Marker | undefined,
  right: Marker | undefined,
  pythons: Specifier,
): boolean {
  if (String(left ?? "") === String(right ?? "")) return true;
  const environments = environmentsOf([left, right], pythons);
  return environments !== undefined && environments.every((one) => holds(left, one) === holds(right, one));
}

/** Whether the marker holds with no Python of the set; false when too many environments would have to be tried. */
export function neverHolds(marker: Marker | undefined, pythons: Specifier): boolean {
  if (marker === undefined) return false;
  return environmentsOf([marker], pythons)?.every((one) => holds(marker, one) === false) ?? false;
}

/** Whether two sets of Python versions admit the same ones, as far as the numbers in them can tell. */
export function specifiersAgree(left: Specifier, right: Specifier): boolean {
  const versions = pythonVersions([...left.clauses, ...right.clauses].map(({ text }) => text));
  return versions.every((text) => admits(left, text) === admits(right, text));
}

function admits(set: Specifier, text: string): boolean {
  const version = parseVersion(text);
  return version.ok && admitsVersion(set, version.value);
}

function holds(marker: Marker | undefined, environment: MarkerEnvironment): boolean | string {
  return marker === undefined ? true : judge(marker.term, environment);
}

const PLATFORMS = [
  { sys_platform: "linux", platform_system: "Linux", os_name: "posix" },
  { sys_platform: "darwin", platform_system: "Darwin", os_name: "posix" },
  { sys_platform: "win32", platform_system: "Windows", os_name: "nt" },
];
const IMPLEMENTATIONS = [
  { implementation_name: "cpython", platform_python_implementation: "CPython" },
  { implementation_name: "pypy", platform_python_implementation: "PyPy" },
];

/** Every combination of the values that the markers can tell apart; undefined when there are too many. */
function environmentsOf(markers: Conditions, pythons: Specifier): readonly MarkerEnvironment[] | undefined {
  const compared = new Map<string, Set<string>>();
  for (const marker of markers) if (marker) collect(marker.term, compared);
  const values = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => [...(compared.get(name) ?? [])]);

  const versions = pythonVersions([
    ...values("python_version", "python_full_version", "implementation_version"),
    ...pythons.clauses.map(({ text }) => text),
  ]).filter((text) => admits(pythons, text));
  const axes: readonly (readonly Partial<MarkerEnvironment>[])[] = [
    versions.map((full) => ({
      python_full_version: full,
      python_version: full.split(".").slice(0, 2).join("."),
      implementation_version: full,
    })),
    [...PLATFORMS, ...others(PLATFORMS, compared)],
    [...IMPLEMENTATIONS, ...others(IMPLEMENTATIONS, compared)],
    ...["platform_machine", "platform_release", "platform_version", "extra"].map((name) =>
      ["", ...values(name)].map((value) => ({ [name]: value })),
    ),
  ];
  if (axes.reduce((size, axis) => size * axis.length, 1) > MOST_ENVIRONMENTS) return undefined;
  const base = { extras: values("extras"), dependency_groups: values("dependency_groups") };
  return axes.reduce<readonly Partial<MarkerEnvironment>[]>(
    (found, axis) => found.flatMap((one) => axis.map((more) => ({ ...one, ...more }))),
    [base],
  ) as readonly MarkerEnvironment[];
}

/** What the markers compare each variable with. */
function collect(term: MarkerTerm, into: Map<string, Set<string>>): void {
  if (term.kind === "group") for (const inner of term.terms) collect(inner, into);
  else {
    const [variable, text] = sides(term);
    const known = into.get(variable) ?? new Set<string>();
    into.set(variable, known);
    for (const value of term.operator.endsWith("in") ? [text, ...text.split(/[\s,|]+/u)] : [text])
      known.add(value);
  }
}

function sides({ left, right }: MarkerComparison): readonly [variable: string, text: string] {
  return left.kind === "variable" ? [left.value, right.value] : [right.value, left.value];
}

/** For every value that none of the rows has, a row that differs in it alone. */
function others(
  rows: readonly Readonly<Record<string, string>>[],
  compared: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Readonly<Record<string, string>>[] {
  const [first = {}] = rows;
  return Object.keys(first).flatMap((name) =>
    [...(compared.get(name) ?? [])]
      .filter((value) => !rows.some((row) => row[name] === value))
      .map((value) => ({ ...first, [name]: value })),
  );
}

/** Full Python versions at, just below and just above every version that the texts name. */
function pythonVersions(texts: readonly string[]): readonly string[] {
  const found = new Set<string>(["3.8.20", "3.12.4"]);
  for (const text of texts.flatMap((one) => one.split(/[\s,|]+/u))) {
    const [, major, minor = "0", micro = "0"] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/u.exec(text) ?? [];
    if (major === undefined) continue;
    const [x, y, z] = [major, minor, micro].map(Number) as [number, number, number];
    for (const [a, b, c] of [
      [x, y, z],
      [x, y, z + 1],
      [x, y, Math.max(z - 1, 0)],
      [x, y, 99],
      [x, y + 1, 0],
      [x, Math.max(y - 1, 0), 99],
      [x + 1, 0, 0],
      [Math.max(x - 1, 0), 99, 0],
    ] as const)
      found.add(`${a}.${b}.${c}`);
  }
  return [...found];
}
