import type { Goal, GoalRequirement } from "../model/goal.ts";
import { type AbsolutePath, isInside } from "../model/path.ts";
import type { Policy } from "../model/policy.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Fit } from "./fit-result.ts";
import { sourceOnly } from "./questions.ts";

/** A folder that is built and installed editable. */
export interface Build {
  readonly project: AbsolutePath;
  readonly name?: string;
}

/** What has to be built: the project itself and editables of its own tree. With a fit, only those that do not hold there. */
export function buildsOf(goal: Goal, fit?: Fit): readonly Build[] {
  const { project } = goal;
  const held = fit !== undefined && (fit.project === "held" || fit.project === "none");
  const own =
    project === undefined || held
      ? []
      : [{ project: project.root, ...(project.name !== undefined && { name: project.name }) }];
  const others = sourceOnly(goal).flatMap((requirement) => {
    const { editable, name } = requirement;
    return editable === undefined ||
      !isOwnTree(requirement, goal) ||
      fit?.unmet.includes(requirement) === false
      ? []
      : [{ project: editable, ...(name !== "" && { name }) }];
  });
  return [...own, ...others];
}

/**
 * The first requirement, of those that are needed, that would run a stranger's build: without leave it must not, and with it burrow has no way to build it yet.
 * It would be left out silently otherwise, for no engine is asked for it.
 */
export function forbiddenBuild(
  goal: Goal,
  { allowBuilds }: Policy,
  isNeeded: (requirement: GoalRequirement) => boolean,
): Reason | undefined {
  const stranger = sourceOnly(goal).find(
    (requirement) => !isOwnTree(requirement, goal) && isNeeded(requirement),
  );
  return (
    stranger &&
    reason(allowBuilds.includes(stranger.name) ? "cannot-build" : "needs-build", {
      requirement: stranger.text,
    })
  );
}

/** What lies in the project's own folder; of recorded content also what a person let be built. */
function isOwnTree({ editable, name }: GoalRequirement, { root, exact }: Goal): boolean {
  return editable !== undefined && (isInside(editable, root) || exact?.builds.includes(name) === true);
}
