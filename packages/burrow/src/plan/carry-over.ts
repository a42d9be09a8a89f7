import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import { reason, type Reason } from "../model/reason.ts";
import { installedIn } from "./installed.ts";
import type { Judgement } from "./judgement.ts";
import type { Exact } from "./questions.ts";
import type { Scene } from "./scene.ts";

/** What of the replaced generation should live on. */
export interface CarryOver {
  /** Versions that may stay: held as constraints while that resolves. */
  readonly keep: readonly Exact[];
  /** Distributions that a person added by hand: held as requirements. */
  readonly byHand: readonly Exact[];
}

/** One way to ask for the next generation. */
export interface Variant {
  readonly name: string;
  readonly keep: readonly Exact[];
  readonly also: readonly Exact[];
  readonly warnings: readonly Reason[];
}

/**
 * What a person added by hand is what was asked for by name, is not in burrow's record of the generation and not the project itself (design §5).
 * Without a record nothing is known to be by hand; of an adopted environment everything is. `up --exact` drops it.
 */
export function carryOver({ goal, policy }: Scene, replaced?: Judgement): CarryOver {
  const environment = replaced?.candidate.environment;
  if (environment === undefined || environment.broken !== undefined) return { keep: [], byHand: [] };
  const recorded = environment.generation === undefined ? [] : environment.generation.recorded;
  const freed = new Set(replaced?.fit?.clashes.map(({ name }) => name));
  const sound = soundIn(environment);
  const asked = new Set(goal.requirements.map(({ name }) => name));
  const known = new Set(recorded?.map(({ name }) => name));
  const byHand =
    recorded === undefined || policy.exact
      ? []
      : sound.filter(({ name, requested }) => requested && !known.has(name) && !asked.has(name));
  return {
    keep: sound.filter(({ name }) => !freed.has(name)).map(({ name, version }) => ({ name, version })),
    byHand: byHand.map(({ name, version }) => ({ name, version })),
  };
}

/** What of an environment can be had again by name and version. */
export function soundIn(environment: Environment): readonly Distribution[] {
  return [...installedIn(environment).values()].filter(
    ({ inherited, editable, problems, directUrl }) =>
      !inherited && editable === undefined && directUrl === undefined && problems.length === 0,
  );
}

/** The ways to ask, from keeping the most to keeping the least. */
export function variantsOf({ keep, byHand }: CarryOver): readonly Variant[] {
  const kept = byHand.map(({ name, version }) => reason("carried-over", { name, version }));
  const dropped = byHand.map(({ name, version }) => reason("dropped", { name, version }));
  return [
    ...(keep.length > 0 ? [{ name: "kept", keep, also: byHand, warnings: kept }] : []),
    ...(byHand.length > 0 ? [{ name: "by-hand", keep: [], also: byHand, warnings: kept }] : []),
    { name: "goal", keep: [], also: [], warnings: dropped },
  ];
}
