import type { GoalRequirement } from "../../model/goal.ts";
import type { LockEdge } from "../../standards/lock-graph.ts";

/** What a manifest asks for as the roots of a lock that does not say itself which of its packages belong to which group. */
export function rootsOf(requirements: readonly GoalRequirement[]): readonly LockEdge[] {
  return requirements
    .filter(({ name }) => name !== "")
    .map(({ name, extras, specifier, marker }) => ({
      name,
      extras,
      ...(specifier !== "" && { specifier }),
      ...(marker !== undefined && { marker }),
    }));
}
