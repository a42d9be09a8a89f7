import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import { reason, type Reason } from "../model/reason.ts";
import { closureOf, type Root } from "./closure.ts";
import type { Clash, Fit, Missing } from "./fit-result.ts";
import { type Installed, needText } from "./installed.ts";
import { installedProject, type ProjectState, projectState } from "./own-project.ts";
import { proof } from "./proof.ts";
import type { Reader } from "./reader.ts";

/** The goal's requirements whose markers hold in this environment. */
export function applicable(goal: Goal, environment: Environment, reader: Reader): readonly GoalRequirement[] {
  return goal.requirements.filter(({ marker }) => reader.applies(marker, environment, []));
}

/** Compares an environment with what a goal asks an index for. Walks only what is needed; what else is installed does not matter. */
export function pypiFit(environment: Environment, installed: Installed, goal: Goal, reader: Reader): Fit {
  const missing = new Map<string, Missing>();
  const warnings = new Map<string, Reason>();
  const needed = new Set<string>();

  const asked = applicable(goal, environment, reader);
  const direct = asked
    .filter(({ editable }) => editable === undefined || editable !== goal.project?.root)
    .map((requirement) => directFit(requirement, environment, installed));
  for (const { requirement, root } of direct)
    if (root === undefined) missing.set(requirement.text, { name: "", text: requirement.text });
  const project = projectState(installed, goal, environment, reader);
  const itself = installedProject(installed, goal);
  const clashes = [...projectClashes(project, itself, goal)];
  if (itself !== undefined && project !== "other") needed.add(itself.name);

  const roots = direct.flatMap(({ root }) => root ?? []);
  for (const { need, by, distribution, fits } of closureOf(roots, environment, installed, reader)) {
    const { name, extras, specifier } = need;
    if (distribution === undefined) {
      if (!missing.has(name)) missing.set(name, { name, text: needText(need), ...(by && { by }) });
      continue;
    }
    needed.add(name);
    const { version } = distribution;
    if (!fits) {
      clashes.push({ name, installed: version, specifier, text: needText(need), ...(by && { by }) });
      continue;
    }
    if (reader.isPreRelease(version) && !reader.namesPreRelease(specifier))
      warnings.set(`pre:${name}`, reason("pre-release", { name, version }));
    for (const extra of extras)
      if (!distribution.extras.includes(extra))
        warnings.set(`extra:${name}:${extra}`, reason("unknown-extra", { name, version, extra }));
  }
  for (const constraint of goal.constraints) {
    const distribution = needed.has(constraint.name) ? installed.get(constraint.name) : undefined;
    if (distribution === undefined || !reader.applies(constraint.marker, environment, [])) continue;
    const { name, version } = distribution;
    if (!reader.contains(constraint.specifier, version))
      clashes.push({ name, installed: version, specifier: constraint.specifier, text: needText(constraint) });
  }
  return {
    missing: [...missing.values()],
    clashes,
    unproven: direct.flatMap(({ requirement, doubt }) =>
      doubt === undefined ? [] : [{ requirement, because: doubt }],
    ),
    unmet: direct.flatMap(({ requirement, root, doubt }) =>
      root === undefined || doubt !== undefined || !installed.has(root.need.name) ? [requirement] : [],
    ),
    needed,
    asked: asked.length,
    project,
    warnings: [...warnings.values()],
  };
}

/** A requirement of the goal as the closure begins with it: without a root when it has no name and nothing that is installed came from its address. */
interface DirectFit {
  readonly requirement: GoalRequirement;
  readonly root?: Root;
  readonly doubt?: Reason;
}

function directFit(requirement: GoalRequirement, environment: Environment, installed: Installed): DirectFit {
  const { name, editable, url } = requirement;
  if (name !== "") {
    const distribution = installed.get(name);
    const doubt = distribution && proof(distribution, requirement, environment);
    return { requirement, root: { need: requirement }, ...(doubt && { doubt }) };
  }
  if (editable === undefined && url === undefined) return { requirement };
  const found = [...installed.values()].find((one) => proof(one, requirement, environment) === undefined);
  return found === undefined
    ? { requirement }
    : { requirement, root: { need: { ...requirement, name: found.name, specifier: "" } } };
}

/** What has the project's name and is something else is in the way of it. */
function projectClashes(
  state: ProjectState,
  found: Distribution | undefined,
  { project }: Goal,
): readonly Clash[] {
  if (state !== "other" || found === undefined || project === undefined) return [];
  const place = `-e ${project.root}`;
  return [{ name: found.name, installed: found.version, specifier: place, text: place }];
}
