import type { Plan } from "../model/plan.ts";
import type { ApplyContext, Before, Work } from "./context.ts";
import { placeOfPlan } from "./place.ts";
import { runTransaction, type Applied } from "./run-transaction.ts";
import { prepare } from "./steps/prepare.ts";

/**
 * Carries a plan out. Either all of its steps hold afterwards, or everything is as it was before; a plan without steps is done already.
 * Throws `apply/locked` and `plan/stale` with nothing changed, `apply/rolled-back` and `cancelled` with everything taken back
 * (`details.step` and `details.detail` say what failed), `apply/needs-recovery` when that failed too.
 */
export async function apply(plan: Plan, context: ApplyContext): Promise<Applied> {
  const place = placeOfPlan(context.bench, plan);
  if (place === undefined) return { transaction: "", steps: 0, seconds: 0 };
  const { id, action, steps, facts, pins, changes, python, goal, environment, tenants = [] } = plan;
  const work: Work = {
    id,
    action,
    steps,
    facts,
    pins,
    changes,
    ...(python !== undefined && { python }),
    prefix: environment?.prefix ?? place.guarded,
    options: goal.options,
    tenants,
  };
  const before: Before = { problems: new Set(), files: new Set() };
  return await runTransaction(work, place, context, (step, base) =>
    prepare(step, { ...context, ...base, before }),
  );
}
