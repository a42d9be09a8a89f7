import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { GoalRequirement } from "../model/goal.ts";
import { reason, type Reason } from "../model/reason.ts";
import { installedIn, needsOf } from "./installed.ts";
import type { Judgement } from "./judgement.ts";
import { preferred } from "./preferences.ts";
import type { Exact } from "./questions.ts";
import type { Scene } from "./scene.ts";

/** What of the replaced generation should live on. */
export interface CarryOver {
  /** Versions that may stay: held as constraints while that resolves. */
  readonly keep: readonly Exact[];
  /** Constraints that are dropped with them: what a stale lock would have. */
  readonly prefer: readonly GoalRequirement[];
  /** Distributions that a person added by hand: held as requirements. */
  readonly byHand: readonly Exact[];
  /** Those that cannot be had again by name and version: editable installs, direct references. They are dropped, and that is said. */
  readonly lost: readonly Exact[];
}

/** One way to ask for the next generation. */
export interface Variant {
  readonly name: string;
  readonly keep: readonly Exact[];
  readonly prefer?: readonly GoalRequirement[];
  readonly also: readonly Exact[];
  /** Normalised names of what was added by hand and lives on: the generation remembers that. */
  readonly byHand: readonly string[];
  readonly warnings: readonly Reason[];
}

/**
 * What a person added by hand is what was asked for by name and is neither in the goal, nor the project itself, nor what burrow installed for the goal (design §5).
 * Without a record nothing is known to be by hand; of an adopted environment it is all that nothing else there needs. `up --exact` drops it.
 */
export function carryOver(scene: Scene, replaced?: Judgement): CarryOver {
  const { goal, policy } = scene;
  if (goal.exact !== undefined) return { keep: [], prefer: [], byHand: [], lost: [] };
  const environment = replaced?.candidate.environment;
  if (environment === undefined || environment.broken !== undefined)
    return { keep: [], prefer: policy.newest ? [] : preferred(scene, []), byHand: [], lost: [] };
  const freed = new Set(replaced?.fit?.clashes.map(({ name }) => name));
  const sound = soundIn(environment);
  const asked = new Set([...goal.requirements.map(({ name }) => name), goal.project?.name]);
  const isByHand = handRule(environment, scene);
  const added = [...installedIn(environment).values()].filter(
    (one) =>
      !policy.exact &&
      !one.inherited &&
      !asked.has(one.name) &&
      (one.editable === undefined || one.editable !== goal.project?.root) &&
      isByHand(one),
  );
  const keep = policy.newest ? [] : sound.filter(({ name }) => !freed.has(name)).map(exact);
  return {
    keep,
    prefer: policy.newest ? [] : preferred(scene, keep),
    byHand: added.filter((one) => sound.includes(one)).map(exact),
    lost: added.filter((one) => !sound.includes(one)).map(exact),
  };
}

/** How to tell what was added by hand: by burrow's record where there is one, in an environment of somebody else's by what nothing there needs. */
function handRule(environment: Environment, { reader }: Scene): (one: Distribution) => boolean {
  const { generation } = environment;
  if (generation === undefined) {
    const installed = [...installedIn(environment).values()];
    const needed = new Set(
      installed.flatMap((one) => needsOf(one, environment, [], reader).map(({ name }) => name)),
    );
    return ({ name, requested }) => requested || !needed.has(name);
  }
  const { recorded, byHand = [] } = generation;
  if (recorded === undefined) return () => false;
  const known = new Set(recorded.map(({ name }) => name));
  return ({ name, requested }) => byHand.includes(name) || (requested && !known.has(name));
}

function exact({ name, version }: Distribution): Exact {
  return { name, version };
}

/** What of an environment can be had again by name and version. */
export function soundIn(environment: Environment): readonly Distribution[] {
  return [...installedIn(environment).values()].filter(
    ({ inherited, editable, problems, directUrl }) =>
      !inherited && editable === undefined && directUrl === undefined && problems.length === 0,
  );
}

/** The ways to ask, from keeping the most to keeping the least. */
export function variantsOf({ keep, prefer, byHand, lost }: CarryOver): readonly Variant[] {
  const gone = said("dropped", lost);
  const carrying = {
    also: byHand,
    byHand: byHand.map(({ name }) => name),
    warnings: [...said("carried-over", byHand), ...gone],
  };
  return [
    ...(keep.length + prefer.length > 0 ? [{ name: "kept", keep, prefer, ...carrying }] : []),
    ...(byHand.length > 0 ? [{ name: "by-hand", keep: [], ...carrying }] : []),
    { name: "goal", keep: [], also: [], byHand: [], warnings: [...said("dropped", byHand), ...gone] },
  ];
}

function said(code: "carried-over" | "dropped", some: readonly Exact[]): readonly Reason[] {
  return some.map(({ name, version }) => reason(code, { name, version }));
}
