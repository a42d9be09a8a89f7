import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import { reason, type Reason } from "../model/reason.ts";
import { type Installed, needsOf, needText } from "./installed.ts";
import { proof } from "./proof.ts";
import type { Need, Reader } from "./reader.ts";
import { type ProjectState, projectState } from "./own-project.ts";

/** Something needed that is not installed. */
export interface Missing {
  readonly name: string;
  /** As asked, such as `watchdog>=6.0.0`. */
  readonly text: string;
  /** The installed distribution that needs it; absent when the goal itself asks. */
  readonly by?: string;
}

/** An installed version that is not one of those asked for. */
export interface Clash {
  readonly name: string;
  readonly installed: string;
  readonly specifier: string;
  readonly text: string;
  readonly by?: string;
}

/** How an environment stands to a goal: the goal's requirements and their whole dependency closure, under this environment's markers. */
export interface Fit {
  readonly missing: readonly Missing[];
  readonly clashes: readonly Clash[];
  /** Installed, right by version, but not provably what was asked (a hash, a URL, a commit). */
  readonly unproven: readonly Reason[];
  /** Normalised names of the closure, as far as it is installed. */
  readonly needed: ReadonlySet<string>;
  /** How many requirements of the goal apply here. */
  readonly asked: number;
  readonly project: ProjectState;
  readonly warnings: readonly Reason[];
}

/** The goal's requirements whose markers hold in this environment. */
export function applicable(goal: Goal, environment: Environment, reader: Reader): readonly GoalRequirement[] {
  return goal.requirements.filter(({ marker }) => reader.applies(marker, environment, []));
}

/** Compares an environment with a goal. Walks only what is needed; what else is installed does not matter. */
export function fitOf(environment: Environment, installed: Installed, goal: Goal, reader: Reader): Fit {
  const missing = new Map<string, Missing>();
  const clashes: Clash[] = [];
  const unproven: Reason[] = [];
  const warnings = new Map<string, Reason>();
  const needed = new Set<string>();
  const visited = new Set<string>();
  const queue: { readonly need: Need; readonly by?: string }[] = [];

  const asked = applicable(goal, environment, reader);
  const project = projectState(installed, goal, environment, reader);
  for (const requirement of asked) {
    if (requirement.editable !== undefined && requirement.editable === goal.project?.root) continue;
    if (requirement.name === "") continue;
    queue.push({ need: requirement });
    const distribution = installed.get(requirement.name);
    const doubt = distribution && proof(distribution, requirement, environment);
    if (doubt) unproven.push(doubt);
  }
  // The queue grows while it is walked: breadth first, so that what the goal asks for is judged before what that needs.
  for (const { need, by } of queue) {
    const key = `${need.name}[${need.extras.join(",")}]${need.specifier}`;
    if (visited.has(key)) continue;
    visited.add(key);
    const distribution = installed.get(need.name);
    if (distribution === undefined) {
      if (!missing.has(need.name))
        missing.set(need.name, { name: need.name, text: needText(need), ...(by && { by }) });
      continue;
    }
    needed.add(need.name);
    const { version } = distribution;
    if (!reader.contains(need.specifier, version)) {
      clashes.push({
        name: need.name,
        installed: version,
        specifier: need.specifier,
        text: needText(need),
        ...(by && { by }),
      });
      continue;
    }
    if (reader.isPreRelease(version) && !reader.namesPreRelease(need.specifier))
      warnings.set(`pre:${need.name}`, reason("pre-release", { name: need.name, version }));
    for (const extra of need.extras)
      if (!distribution.extras.includes(extra))
        warnings.set(
          `extra:${need.name}:${extra}`,
          reason("unknown-extra", { name: need.name, version, extra }),
        );
    for (const child of needsOf(distribution, environment, need.extras, reader))
      queue.push({ need: child, by: need.name });
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
    unproven,
    needed,
    asked: asked.length,
    project,
    warnings: [...warnings.values()],
  };
}
