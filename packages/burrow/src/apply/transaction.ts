import type { Plan } from "../model/plan.ts";
import type { HookStep } from "../model/step.ts";
import type { ApplyContext, Before, Placed, Proof, Work } from "./context.ts";
import { placeOfPlan } from "./place.ts";
import { runTransaction, type Applied } from "./run-transaction.ts";
import { prepare } from "./steps/prepare.ts";

/** What the application of a plan came to. */
export interface PlanApplied extends Applied {
  /** The hooks that succeeded. */
  readonly hooked: readonly HookStep[];
}

/**
 * Carries a plan out. Either all of its steps hold afterwards, or everything is as it was before; a plan without steps is done already.
 * Throws `apply/locked` and `plan/stale` with nothing changed, `apply/rolled-back` and `cancelled` with everything taken back
 * (`details.step` and `details.detail` say what failed), `apply/needs-recovery` when that failed too.
 */
export async function apply(plan: Plan, context: ApplyContext): Promise<PlanApplied> {
  const place = placeOfPlan(context.bench, plan, context.spare);
  if (place === undefined) return { transaction: "", steps: 0, seconds: 0, hooked: [] };
  const {
    id,
    action,
    steps,
    facts,
    pins,
    changes,
    python,
    goal,
    environment,
    tenants = [],
    byHand = [],
  } = plan;
  const work: Work = {
    id,
    action,
    steps,
    facts,
    pins,
    changes,
    ...(python !== undefined && { python }),
    prefix: environment?.prefix ?? place.guarded,
    requirements: goal.requirements,
    constraints: goal.constraints,
    options: goal.options,
    tenants,
    byHand,
  };
  const before: Before = { problems: new Set(), files: new Set(), twins: new Map(), rubble: new Set() };
  const placed: Placed = [];
  const proofs: Proof[] = [];
  const hooked: HookStep[] = [];
  const applied = await runTransaction(work, place, context, (step, base) =>
    prepare(step, { ...context, ...base, before, placed, proofs, hooked }),
  );
  return { ...applied, hooked };
}
