import type { Plan } from "../model/plan.ts";
import type { Context } from "./context.ts";
import type { PlanOptions } from "./options.ts";
import { remembered } from "./remember.ts";

/**
 * What would `up` do, and why? Looks and asks, changes nothing but burrow's own cache. A refusal is a plan, not an error. What an index has newer is asked every time.
 */
export async function planProject(context: Context, options: PlanOptions): Promise<Plan> {
  if (options.newest === true) return (await import("./plan-anew.ts")).planAnew(context, options);
  return remembered(context, { plan: options }, changesNothing, async (noting) => {
    const { planAnew } = await import("./plan-anew.ts");
    return planAnew(noting, options, context);
  });
}

/** The same once what was interrupted around the project is finished: for who is about to change something. */
export async function planRecovered(context: Context, options: PlanOptions): Promise<Plan> {
  if (options.newest === true) {
    await (await import("./recover.ts")).recoverAround(context, options);
    return planProject(context, options);
  }
  return remembered(context, { up: options }, changesNothing, async (noting) => {
    const { recoverAround } = await import("./recover.ts");
    await recoverAround(noting, options);
    const { planAnew } = await import("./plan-anew.ts");
    return planAnew(noting, options, context);
  });
}

/** Only what is there and fits is worth remembering: a plan that changes something is made once. */
function changesNothing({ action, steps }: Plan): boolean {
  return action === "reuse" && steps.length === 0;
}
