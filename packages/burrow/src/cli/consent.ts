import type { Plan } from "../model/plan.ts";
import type { AgreeToEngine } from "../operations/engines/engine-consent.ts";
import type { AgreeToHook } from "../operations/hooks.ts";
import { buildLines, hookLines, planBody } from "../render/plan.ts";
import { sentences } from "../render/line.ts";
import { sayOf } from "../render/say.ts";
import type { Setting } from "./command.ts";
import { mayAsk } from "./world.ts";

/**
 * Asks once before an environment that is not the project's own is changed; whatever is no clear yes changes nothing. Asks before one of conda's is built without a lock, or
 * from one that may be stale; there Enter goes on.
 * Where nobody can be asked (no terminal, `CI`) the plan's own rules hold.
 */
export async function agreed(
  plan: Plan,
  yes: boolean,
  { world, look, say }: Pick<Setting, "world" | "look" | "say">,
): Promise<boolean> {
  if (yes || !mayAsk(world)) return true;
  if (changesAnother(plan)) {
    say([...planBody(plan, look), ""]);
    return isYes(await world.ask("change this environment, which is not the project's own? [y/N] "));
  }
  const doubts = plan.warnings.filter(({ code }) => LOCK_DOUBTS.has(code));
  if (doubts.length === 0 || !isChange(plan)) return true;
  say(
    doubts.flatMap((doubt) =>
      sentences([{ text: "! ", tone: "warn" }], sayOf(doubt, look), look, { indent: 2 }),
    ),
  );
  return !isNo(await world.ask("continue anyway? [Y/n] "));
}

/** What makes it doubtful that a conda environment can be had again: worth a question before it is built (C44, C45). */
const LOCK_DOUBTS: ReadonlySet<string> = new Set(["conda-lock-older", "conda-lock-missing"]);

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

function changesAnother(plan: Plan): boolean {
  return isChange(plan) && plan.environment !== undefined && !plan.environment.origins.includes("own");
}

function isChange({ steps }: Plan): boolean {
  return steps.some(({ kind }) => kind !== "run-hook" && kind !== "build-wheel");
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

/** Whether an answer is a no; nobody who answers is one as well. */
function isNo(answer: string | undefined): boolean {
  return answer === undefined || !/^(?:y(?:es)?)?$/iu.test(answer.trim());
}

/** Whether an answer is a clear yes. */
export function isYes(answer: string | undefined): boolean {
  return /^y(?:es)?$/iu.test(answer?.trim() ?? "");
}
