import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Marked, Reader } from "./reader.ts";

/** The goal as a plan keeps it once its Python is chosen: of everything that is asked it is said whether it applies there. */
export function judgedOn(goal: Goal, python: Marked, reader: Reader): Goal {
  const judged = (some: readonly GoalRequirement[]): readonly GoalRequirement[] =>
    some.map((one) => ({ ...one, applies: reader.applies(one.marker, python, []) }));
  const { requirements, constraints, preferences } = goal;
  return {
    ...goal,
    requirements: judged(requirements),
    constraints: judged(constraints),
    ...(preferences && { preferences: judged(preferences) }),
  };
}
