import type { Plan } from "../model/plan.ts";
import { planBody } from "../render/plan.ts";
import type { Setting } from "./command.ts";
import { mayAsk } from "./world.ts";

/**
 * Asks once before an environment that is not the project's own is changed; whatever is no clear yes changes nothing.
 * Where nobody can be asked (no terminal, `CI`) the plan's own rules hold.
 */
export async function agreed(
  plan: Plan,
  yes: boolean,
  { world, look, say }: Pick<Setting, "world" | "look" | "say">,
): Promise<boolean> {
  if (yes || !mayAsk(world) || !changesAnother(plan)) return true;
  say([...planBody(plan, look), ""]);
  const answer = await world.ask("change this environment, which is not the project's own? [y/N] ");
  return /^y(?:es)?$/iu.test(answer?.trim() ?? "");
}

function changesAnother({ steps, environment }: Plan): boolean {
  return steps.length > 0 && environment !== undefined && !environment.origins.includes("own");
}
