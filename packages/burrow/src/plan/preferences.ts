import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Exact } from "./questions.ts";
import type { Reader } from "./reader.ts";

/**
 * What a lock that is older than the manifests would have (`Goal.preferences`), as constraints: of names whose version is not kept for another reason, and only
 * where the manifests do not rule it out.
 */
export function preferred(
  { goal, reader }: { readonly goal: Pick<Goal, "requirements" | "preferences">; readonly reader: Reader },
  keep: readonly Exact[],
): readonly GoalRequirement[] {
  const kept = new Set(keep.map(({ name }) => name));
  return (goal.preferences ?? [])
    .filter(
      (preference) =>
        preference.url === undefined &&
        preference.editable === undefined &&
        !kept.has(preference.name) &&
        goal.requirements.every(
          ({ name, url, specifier }) =>
            name !== preference.name ||
            (url === undefined && reader.contains(specifier, versionOf(preference))),
        ),
    )
    .map((preference) => ({ ...preference, hashes: [] }));
}

/** A lock asks for exactly one version. */
function versionOf({ specifier }: GoalRequirement): string {
  return specifier.replace(/^===?/u, "");
}
