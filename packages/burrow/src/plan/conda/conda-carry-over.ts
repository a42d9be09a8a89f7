import type { CondaPackage } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import { dropped, exactly, handRule, keptByHand, soundIn } from "../by-hand.ts";
import type { Judgement } from "../judgement.ts";
import type { Exact } from "../questions.ts";
import type { Scene } from "../scene.ts";
import type { Variant } from "../variant.ts";
import { isOfConda } from "./conda-breaks.ts";

/**
 * The ways to ask for the next generation of a conda environment: with what a person added by hand at its exact version, of conda's packages and of pip's, and without it.
 * What else was there is only preferred, so that it is never in the way.
 */
export function condaVariants(scene: Scene, replaced?: Judgement): readonly Variant[] {
  const { goal, policy } = scene;
  const environment = replaced?.candidate.environment;
  if (goal.exact !== undefined)
    return [{ name: "recorded", keep: [], also: [], byHand: goal.exact.byHand, warnings: [] }];
  if (environment === undefined || environment.broken !== undefined)
    return [{ name: "goal", keep: [], also: [], byHand: [], warnings: [] }];
  const freed = new Set(replaced?.fit?.clashes.map(({ name }) => name));
  const { packages = [] } = environment;
  const keep = policy.newest
    ? []
    : packages.filter(({ name, problems }) => problems.length === 0 && !freed.has(name)).map(exactly);
  const also = policy.exact ? [] : packages.filter((one) => isByHand(one, environment, goal)).map(exactly);
  const onTop = policy.exact ? [] : pipsByHand(environment, scene, replaced);
  const all = [...also, ...onTop];
  const bare: Variant = { name: "goal", keep, also: [], byHand: [], warnings: dropped(all) };
  if (all.length === 0) return [bare];
  const byHand = all.map(({ name }) => name);
  return [{ name: "by-hand", keep, also, onTop, byHand, warnings: keptByHand(all) }, bare];
}

/** All of a conda environment, what is freed excepted: of conda's packages and of what pip put on top. */
export function condaKept(
  environment: Environment,
  freed: ReadonlySet<string>,
): Required<Pick<Variant, "also" | "onTop">> {
  const isKept = ({ name, problems }: Pick<CondaPackage, "name" | "problems">): boolean =>
    problems.length === 0 && !freed.has(name);
  const pips = soundIn(environment).filter((one) => isKept(one) && !isOfConda(environment, one));
  return { also: (environment.packages ?? []).filter(isKept).map(exactly), onTop: pips.map(exactly) };
}

/** A person asked conda for it by name, and neither the goal nor burrow did. */
function isByHand(
  { name, requested, problems }: CondaPackage,
  { generation }: Environment,
  { requirements }: Goal,
): boolean {
  if (problems.length > 0 || requirements.some((one) => one.kind === "conda" && one.name === name))
    return false;
  if (generation?.byHand?.includes(name) === true) return true;
  return requested.length > 0 && generation?.recorded?.some((one) => one.name === name) !== true;
}

function pipsByHand(environment: Environment, scene: Scene, replaced?: Judgement): readonly Exact[] {
  const asked = new Set(scene.goal.requirements.flatMap(({ kind, name }) => (kind === "pypi" ? name : [])));
  const needed = replaced?.fit?.onTop?.needed;
  const isHand = handRule(environment, scene);
  return soundIn(environment)
    .filter(
      (one) =>
        !asked.has(one.name) && needed?.has(one.name) !== true && !isOfConda(environment, one) && isHand(one),
    )
    .map(exactly);
}
