import type { GoalRequirement } from "../model/goal.ts";
import type { Plan } from "../model/plan.ts";
import type { ReasonCode } from "../model/reason.ts";
import type { Look } from "./look.ts";
import { nameAndNeed } from "./requirement-text.ts";
import { at } from "./say.ts";

/** What a person can do about a refusal, with a command to paste; `line` is where the requirement at fault is asked for. */
const HINTS: Partial<
  Record<ReasonCode, (named: { readonly name: string; readonly line: string }) => string>
> = {
  "impossible-name": ({ line }) => `edit ${line}, then burrow up`,
  impossible: ({ line }) => `edit ${line}, then burrow up`,
  unsatisfiable: () => "loosen one of them, then burrow up",
  "no-interpreter": () => "install a Python that fits, or ask for another, then burrow up",
  "interpreter-unfit": () => "install another that fits, or ask for another, then burrow up",
  "locked-python": () => "name that Python in environment.yml, then burrow lock and burrow up",
  "needs-build": ({ name }) => `burrow up --allow-build ${name}`,
  "in-the-way": () => "burrow up --adopt",
  unreachable: () => "once the network is back: burrow up",
  "named-rejected": () => "to let burrow choose: burrow up",
};

/** The hint for a plan that refuses; undefined when nothing better is known than its reason. */
export function hintFor(plan: Plan, look: Look): string | undefined {
  const { name } = nameAndNeed(String(plan.because.params["requirement"] ?? ""));
  return HINTS[plan.because.code]?.({ name, line: blamed(plan, look) ?? "the requirement" });
}

/** What asks for a Python that cannot be had; undefined when it is no Python that is wanting, or no file asks for it. */
export function askedBy({ because: { code }, goal: { python } }: Plan, look: Look): string | undefined {
  if (code !== "no-interpreter" && code !== "interpreter-unfit" && code !== "locked-python") return undefined;
  const origin = python.asked === undefined ? python.origin : python.asked.origin;
  return origin && `${at(origin, look)} asks for it`;
}

/** Where the requirement that a refusal names is asked for. */
export function blamed({ because, goal }: Plan, look: Look): string | undefined {
  const named = because.params["requirement"];
  const asked = goal.requirements.find(({ text, name }: GoalRequirement) => text === named || name === named);
  return asked === undefined ? undefined : at(asked.origin, look);
}
