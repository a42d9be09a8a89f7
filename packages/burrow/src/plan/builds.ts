import type { Goal, GoalRequirement } from "../model/goal.ts";
import { type AbsolutePath, isInside } from "../model/path.ts";
import type { Policy } from "../model/policy.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Step } from "../model/step.ts";
import { normalizeName } from "../standards/name.ts";
import type { Fit } from "./fit-result.ts";
import { sourceOnly } from "./questions.ts";
import type { Scene } from "./scene.ts";

/** A folder that is built and installed editable. */
export interface Build {
  readonly project: AbsolutePath;
  readonly name?: string;
}

/** What has to be built: the project itself and editables. With a fit, only those that do not hold there. */
export function buildsOf(goal: Goal, fit?: Fit): readonly Build[] {
  const { project } = goal;
  const held = fit !== undefined && (fit.project === "held" || fit.project === "none");
  const own =
    project === undefined || held
      ? []
      : [{ project: project.root, ...(project.name !== undefined && { name: project.name }) }];
  const others = sourceOnly(goal).flatMap((requirement) => {
    const { editable, name } = requirement;
    return editable === undefined || fit?.unmet.includes(requirement) === false
      ? []
      : [{ project: editable, ...(name !== "" && { name }) }];
  });
  return [...own, ...others];
}

/** The steps that build them and install them editable. */
export function buildSteps(prefix: AbsolutePath, builds: readonly Build[]): readonly Step[] {
  return builds.map(({ project, name }) => ({
    kind: "build-project",
    prefix,
    project,
    ...(name !== undefined && { name }),
    why: reason("step-build", { name: name ?? project }),
  }));
}

/** Requirements of a goal that only a build of somebody else's source can meet: all but editables of its own tree, and of recorded content what a person let be built. */
export function strangersOf(goal: Goal): readonly GoalRequirement[] {
  const { root, exact } = goal;
  return sourceOnly(goal).filter(
    ({ editable, name }) =>
      editable === undefined || !(isInside(editable, root) || exact?.builds.includes(name) === true),
  );
}

/** Whether a requirement may be built from source: leave is given by its name, or where only a build tells that, by its text. */
export function mayBuild(
  { name, text }: Pick<GoalRequirement, "name" | "text">,
  { allowBuilds }: Pick<Policy, "allowBuilds">,
): boolean {
  return allowBuilds.some((allowed) => allowed === text || (name !== "" && normalizeName(allowed) === name));
}

/**
 * The first requirement, of those that are needed, that would run a stranger's build without leave. Of what was built before, with leave, nothing runs again.
 * It would be left out silently otherwise, for no engine is asked for it.
 */
export function forbiddenBuild(
  { goal, policy, sources }: Pick<Scene, "goal" | "policy" | "sources">,
  isNeeded: (requirement: GoalRequirement) => boolean,
): Reason | undefined {
  const stranger = strangersOf(goal).find(
    (requirement) =>
      isNeeded(requirement) && !mayBuild(requirement, policy) && sources?.built.has(requirement) !== true,
  );
  return stranger && reason("needs-build", { requirement: stranger.text });
}
