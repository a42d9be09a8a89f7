import type { CondaQuestion, Resolution } from "../../model/resolve.ts";
import type { Wanting } from "../judgement.ts";
import { isRenewed } from "../renewal.ts";
import { ask, type Asking, type Scene } from "../scene.ts";
import { condaIntoQuestion, specsOf } from "./questions.ts";

/**
 * Asks what would change in a prefix, every package kept but those in `free`, and where the newest are asked for, those that the goal needs. What other projects there
 * ask of conda comes along; where nothing meets that, it is asked without, so that what would break can be named. What only pip lacks is no question to conda.
 */
export function askCondaInto(
  { candidate, environment, fit }: Wanting,
  scene: Scene,
  free: readonly string[] | "all" | "none",
): Resolution | Asking {
  const { goal, survey } = scene;
  const isNewest = isRenewed(candidate, scene);
  const { onTop } = fit;
  const lacking = fit.missing.length - (onTop?.missing.length ?? 0);
  const clashing = fit.clashes.length - (onTop?.clashes.length ?? 0);
  if (lacking + clashing === 0 && !isNewest) return { kind: "resolved", pins: [], removed: [] };
  const may = typeof free === "string" ? free : ofConda(free, fit);
  const newer =
    isNewest && may !== "all" ? [...new Set([...(may === "none" ? [] : may), ...fit.needed])] : may;
  const plain: CondaQuestion = {
    ...condaIntoQuestion(environment, goal, newer),
    ...(isNewest && { newest: true }),
  };
  const demands = (survey.tenants ?? []).flatMap((tenant) =>
    tenant.realPrefix === environment.realPrefix && tenant.goal.backend === "conda"
      ? [...specsOf(tenant.goal.requirements), ...specsOf(tenant.goal.constraints)]
      : [],
  );
  if (demands.length === 0) return ask(scene, plain);
  const answer = ask(scene, {
    ...plain,
    key: `${plain.key}:minding`,
    constraints: [...new Set([...plain.constraints, ...demands])].toSorted(),
  });
  const unmet =
    answer.kind === "conflict" || (answer.kind === "impossible" && answer.cause !== "unknown-name");
  return unmet ? ask(scene, plain) : answer;
}

/** What pip is in the way of is no matter for conda. */
function ofConda(free: readonly string[], { clashes, onTop }: Wanting["fit"]): readonly string[] | "none" {
  const names = new Set(clashes.flatMap((clash) => (onTop?.clashes.includes(clash) ? [] : clash.name)));
  const freed = free.filter((name) => names.has(name));
  return freed.length === 0 ? "none" : freed;
}
