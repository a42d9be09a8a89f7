import type { Plan } from "../model/plan.ts";
import type { AgreeToEngine } from "../operations/engine-consent.ts";
import type { AgreeToHook } from "../operations/hooks.ts";
import { buildLines, hookLines, planBody } from "../render/plan.ts";
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
  const changes = steps.some(({ kind }) => kind !== "run-hook" && kind !== "build-wheel");
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

/** How somebody is asked for a conda engine where none is here, and where it goes; undefined where nobody can be asked. */
export function agreementToEngines(
  yes: boolean,
  { world, say }: Pick<Setting, "world" | "say">,
): AgreeToEngine | undefined {
  if (!mayAsk(world)) return undefined;
  return async ({ engine, version }) => {
    if (yes) return "user";
    say([
      `this needs a conda engine, and none is here: ${engine} ${version} can be fetched, proven by its checksum`,
    ]);
    const answer = (
      await world.ask("fetch it for all your projects, for this project alone, or not? [u/p/N] ")
    )?.trim();
    if (answer === undefined) return undefined;
    if (/^(?:u|user|y|yes)$/iu.test(answer)) return "user";
    return /^(?:p|project)$/iu.test(answer) ? "project" : undefined;
  };
}

/** How somebody is asked before a stranger's source is built, which runs its code. Undefined where nobody can be asked: it is refused then. */
export function agreementToBuilds(
  yes: boolean,
  { world, look, say }: Pick<Setting, "world" | "look" | "say">,
): ((requirement: string) => Promise<boolean>) | undefined {
  if (yes) return () => Promise.resolve(true);
  if (!mayAsk(world)) return undefined;
  return async (requirement) => {
    say(buildLines(requirement, look));
    return isYes(await world.ask("build it? [y/N] "));
  };
}

/** Whether an answer is a clear yes. */
export function isYes(answer: string | undefined): boolean {
  return /^y(?:es)?$/iu.test(answer?.trim() ?? "");
}
