import type { Pin } from "../model/pin.ts";
import type { Resolution, ResolveQuestion } from "../model/resolve.ts";
import type { Effect, House } from "./breaks.ts";
import { type Build, buildsOf } from "./builds.ts";
import { askCondaInto } from "./conda/conda-into.ts";
import { demandsOf } from "./demands.ts";
import { isLackingOnTop } from "./fit-result.ts";
import type { Wanting } from "./judgement.ts";
import { isRenewed, renewable } from "./renewal.ts";
import { intoQuestion } from "./questions.ts";
import { builtPins } from "./sources.ts";
import { ask, type Asking, type Scene } from "./scene.ts";

/** The environment with all who rely on it. */
export function houseOf({ installed, environment }: Wanting, { survey, reader }: Scene): House {
  const tenants = (survey.tenants ?? []).filter(({ realPrefix }) => realPrefix === environment.realPrefix);
  return { installed, environment, tenants, reader };
}

/** What a change in place would build. */
export function buildsInto({ fit }: Wanting, { goal }: Scene): readonly Build[] {
  return buildsOf(goal, fit);
}

/** All that a change in place comes to: what an engine answered, what is built beside it, and what pip does on top of conda's packages. */
export function effectOf(
  wanting: Wanting,
  scene: Scene,
  { pins, removed }: Pick<Effect, "pins" | "removed">,
): Effect {
  const { onTop } = wanting.fit;
  return { pins, removed, builds: buildsInto(wanting, scene), ...(onTop && { onTop }) };
}

/** Whether a change in place comes to nothing. */
export function isEmpty({ fit }: Wanting, { pins, removed, builds = [] }: Effect): boolean {
  return pins.length + removed.length + builds.length === 0 && !isLackingOnTop(fit);
}

/**
 * Asks what would change in the environment, every version kept but those in `free`, and where the newest are asked for, those that may become newer. What others there require comes along; where nothing meets that,
 * it is asked without, so that what would break can be named.
 */
export function askInto(
  wanting: Wanting,
  scene: Scene,
  free: readonly string[] | "all" | "none",
): Resolution | Asking {
  if (scene.goal.backend === "conda") return askCondaInto(wanting, scene, free);
  const answer = asked(wanting, scene, free);
  if (answer.kind !== "resolved") return answer;
  return { ...answer, pins: builtPins(withoutInherited(answer.pins, wanting, scene), scene) };
}

/** uv does not see what an environment inherits from its base and would install it again; what is there at the very version stays as it is. */
function withoutInherited(pins: readonly Pin[], { installed }: Wanting, { reader }: Scene): readonly Pin[] {
  return pins.filter(({ name, version, url }) => {
    const there = installed.get(name);
    return there?.inherited !== true || url !== undefined || !reader.sameVersion(there.version, version);
  });
}

function asked(
  wanting: Wanting,
  scene: Scene,
  free: readonly string[] | "all" | "none",
): Resolution | Asking {
  const { environment, installed } = wanting;
  const newer = isRenewed(wanting.candidate, scene) ? renewable(wanting) : [];
  const named = typeof free === "string" ? [] : free;
  const may = free === "all" || newer.length === 0 ? free : [...new Set([...named, ...newer])];
  const plain: ResolveQuestion = {
    ...intoQuestion(environment, installed, scene, may),
    ...(newer.length > 0 && { newest: true }),
  };
  if (plain.requirements.length === 0) return { kind: "resolved", pins: [], removed: [] };
  const replaced = buildsInto(wanting, scene).flatMap(({ name }) => name ?? []);
  const demands = demandsOf(houseOf(wanting, scene), may, replaced);
  if (demands.length === 0) return ask(scene, plain);
  const answer = ask(scene, {
    ...plain,
    key: `${plain.key}:minding`,
    constraints: [...plain.constraints, ...demands],
  });
  const unmet =
    answer.kind === "conflict" || (answer.kind === "impossible" && answer.cause !== "unknown-name");
  return unmet ? ask(scene, plain) : answer;
}
