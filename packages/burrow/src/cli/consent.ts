import type { Plan } from "../model/plan.ts";
import type { AgreeToHook } from "../operations/hooks.ts";
import { hookLines, planBody } from "../render/plan.ts";
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
  return isYes(answer);
}

/** Asks before an environment is given recorded content: that also takes things away. */
export async function agreedTo(
  plan: Plan,
  yes: boolean,
  { world, look, say }: Pick<Setting, "world" | "look" | "say">,
): Promise<boolean> {
  if (yes || !mayAsk(world) || plan.steps.length === 0) return true;
  say([...planBody(plan, look), ""]);
  return isYes(await world.ask("do this? [y/N] "));
}

function changesAnother({ steps, environment }: Plan): boolean {
  const changes = steps.some(({ kind }) => kind !== "run-hook");
  return changes && environment !== undefined && !environment.origins.includes("own");
}

/**
 * How somebody is asked about a hook that nobody agreed to before: it is shown as it will be run. Undefined where nobody can be asked: such hooks are left out then.
 */
export function agreementToHooks(
  yes: boolean,
  { world, look, say }: Pick<Setting, "world" | "look" | "say">,
): AgreeToHook | undefined {
  if (yes) return () => Promise.resolve(true);
  if (!mayAsk(world)) return undefined;
  return async (hook) => {
    say(hookLines(hook, look));
    return isYes(await world.ask("run it, now and whenever it is needed while it stays the same? [y/N] "));
  };
}

function isYes(answer: string | undefined): boolean {
  return /^y(?:es)?$/iu.test(answer?.trim() ?? "");
}
