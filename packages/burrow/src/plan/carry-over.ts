import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import { dropped, exactly, handRule, keptByHand, soundIn } from "./by-hand.ts";
import { condaKept, condaVariants } from "./conda/conda-carry-over.ts";
import { installedIn } from "./installed.ts";
import type { Judgement } from "./judgement.ts";
import { preferred } from "./preferences.ts";
import type { Exact } from "./questions.ts";
import type { Scene } from "./scene.ts";
import type { Variant } from "./variant.ts";

/** What of the replaced generation should live on. */
interface CarryOver {
  /** Versions that may stay: held as constraints while that resolves. */
  readonly keep: readonly Exact[];
  /** Constraints that are dropped with them: what a stale lock would have. */
  readonly prefer: readonly GoalRequirement[];
  /** Distributions that a person added by hand: held as requirements. */
  readonly byHand: readonly Exact[];
  /** Those that cannot be had again by name and version: editable installs, direct references. They are dropped, and that is said. */
  readonly lost: readonly Exact[];
}

/**
 * What a person added by hand is what was asked for by name and is neither in the goal, nor the project itself, nor what burrow installed for the goal (design §5).
 * Without a record nothing is known to be by hand; of an adopted environment it is all that nothing else there needs. `up --exact` drops it.
 */
function carryOver(scene: Scene, replaced?: Judgement): CarryOver {
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
  const whole = [...sound, ...recordedOf(environment)];
  const keep = policy.newest ? [] : whole.filter(({ name }) => !freed.has(name)).map(exactly);
  return {
    keep,
    prefer: policy.newest ? [] : preferred(scene, keep),
    byHand: added.filter((one) => sound.includes(one)).map(exactly),
    lost: added.filter((one) => !sound.includes(one)).map(exactly),
  };
}

/** What is damaged tells no version to rely on; what burrow recorded when it installed that does, where it came from an index. */
function recordedOf({ generation, distributions }: Environment): readonly Exact[] {
  const damaged = distributions.filter(
    ({ problems, editable, directUrl }) =>
      problems.length > 0 && editable === undefined && directUrl === undefined,
  );
  return (generation?.recorded ?? []).filter(({ name }) => damaged.some((one) => one.name === name));
}

/** All of an environment that can be had again by name and version, what is freed excepted. */
export function everythingIn(
  environment: Environment,
  { backend }: Pick<Goal, "backend">,
  freed: ReadonlySet<string>,
): Pick<Variant, "also" | "onTop"> {
  if (backend === "conda") return condaKept(environment, freed);
  return { also: soundIn(environment).filter(({ name }) => !freed.has(name)) };
}

/** The ways to ask for the next generation, from keeping the most of what is replaced to keeping the least. */
export function variantsFor(scene: Scene, replaced?: Judgement): readonly Variant[] {
  if (scene.goal.backend === "conda") return condaVariants(scene, replaced);
  const { keep, prefer, byHand, lost } = carryOver(scene, replaced);
  const gone = dropped(lost);
  const carrying = {
    also: byHand,
    byHand: byHand.map(({ name }) => name),
    warnings: [...keptByHand(byHand), ...gone],
  };
  return [
    ...(keep.length + prefer.length > 0 ? [{ name: "kept", keep, prefer, ...carrying }] : []),
    ...(byHand.length > 0 ? [{ name: "by-hand", keep: [], ...carrying }] : []),
    { name: "goal", keep: [], also: [], byHand: [], warnings: [...dropped(byHand), ...gone] },
  ];
}
