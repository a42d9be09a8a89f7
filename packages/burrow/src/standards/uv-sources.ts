import { andText, anyOf, negated } from "./marker-algebra.ts";
import { parseMarker, type Marker } from "./marker.ts";
import { normalizeName } from "./name.ts";
import type { LocatedProblem } from "./position.ts";
import { parseRequirement, Requirement } from "./requirement.ts";
import { Specifier } from "./specifier-set.ts";
import type { StatedRequirement } from "./table-requirement.ts";
import type { UvSource } from "./uv-table.ts";

/** The list that requirements stand in: sources may be meant for one extra or one group only. Normalised. */
export interface SourcedList {
  readonly extra?: string;
  readonly group?: string;
}

/**
 * Sends requirements where `[tool.uv.sources]` sends them. A source with a marker counts where that holds; elsewhere the requirement stays as it is.
 * A requirement that is an address already, or no PEP 508 text, stays as it is. Problems are of the table, not of the requirement's place.
 */
export function sourced(
  requirements: readonly StatedRequirement[],
  sources: ReadonlyMap<string, readonly UvSource[]>,
  list: SourcedList,
  problems: LocatedProblem[],
): readonly StatedRequirement[] {
  if (sources.size === 0) return requirements;
  return requirements.flatMap((requirement) => {
    const read = parseRequirement(requirement.text);
    if (!read.ok || read.value.url !== undefined || requirement.place) return [requirement];
    const fitting = (sources.get(normalizeName(read.value.name)) ?? []).filter(
      ({ extra, group }) =>
        (extra === undefined || extra === list.extra) && (group === undefined || group === list.group),
    );
    return fitting.length === 0 ? [requirement] : split(requirement, read.value, fitting, problems);
  });
}

function split(
  stated: StatedRequirement,
  requirement: Requirement,
  sources: readonly UvSource[],
  problems: LocatedProblem[],
): readonly StatedRequirement[] {
  const conditions: Marker[] = [];
  const found: StatedRequirement[] = [];
  let always = false;
  for (const { marker, url, place, line, column } of sources) {
    const read = marker === undefined ? undefined : parseMarker(marker);
    if (read?.ok === false)
      problems.push({
        message: read.problem.message,
        hint: 'write a marker, such as `python_version < "3.12"`',
        line,
        column,
      });
    if (read === undefined) always = true;
    else if (read.ok) conditions.push(read.value);
    const text = rewritten(requirement, marker, url);
    found.push({ ...stated, text, shown: stated.shown ?? stated.text, ...(place && { place }) });
  }
  if (always) return found;
  const any = anyOf(conditions);
  const rest = typeof any === "boolean" ? undefined : negated(any);
  if (rest !== undefined)
    return [
      ...found,
      {
        ...stated,
        text: rewritten(requirement, String(rest), undefined),
        shown: stated.shown ?? stated.text,
      },
    ];
  if (conditions.length > 0)
    problems.push({
      message: `the markers of the sources of \`${requirement.name}\` have no opposite`,
      hint: "use `==`, `<`, `>=` and their like in them",
      line: sources[0]?.line ?? 1,
      column: sources[0]?.column ?? 1,
    });
  return found;
}

function rewritten(requirement: Requirement, marker: string | undefined, url: string | undefined): string {
  const { name, extras, specifier } = requirement;
  const bare = new Requirement({
    name,
    extras,
    specifier: url === undefined ? specifier : new Specifier([]),
    url,
    marker: undefined,
  });
  const when = andText(requirement.marker && String(requirement.marker), marker);
  return String(bare) + (when === undefined ? "" : ` ; ${when}`);
}
