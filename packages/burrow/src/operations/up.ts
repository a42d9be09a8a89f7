import type { Plan } from "../model/plan.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import type { AgreeToHook } from "./hooks.ts";
import type { PlanOptions, UpResult } from "./options.ts";
import { planProject } from "./plan.ts";
import { recoverAt } from "./recover.ts";

/** What a person may say about `up` beside what they may say about its plan. */
export interface UpOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Asked with the plan before anything changes; false cancels. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  /** Asked for each hook that nobody agreed to before; absent: such hooks are left out, with a warning. */
  readonly agreeToHook?: AgreeToHook;
}

/** What a person may say about the application of a plan. */
export type ApplyOptions = Pick<UpOptions, "engine" | "offline" | "agreeToHook">;

/** Makes it so: plans, and applies the plan as one transaction. With `dryRun` nothing is applied: the plan is the answer. */
export async function up(context: Context, options: UpOptions): Promise<UpResult> {
  if (options.dryRun === true) return { status: "unchanged", plan: await planProject(context, options) };
  await recoverAt(context, (await readProjectGoal(context, options)).root);
  const plan = await planProject(context, options);
  if ((await options.confirm?.(plan)) === false) return { status: "cancelled", plan };
  const result = await applyPlan(context, plan, options);
  // A Python that had to be provided first can now be asked: plan again for what it will hold.
  return result.status === "done" && plan.steps.every(({ kind }) => kind === "install-python")
    ? up(context, options)
    : result;
}

/** Applies a plan that was made before. A failure that was rolled back is a result; what could not be undone is thrown (`apply/needs-recovery`). */
export async function applyPlan(
  context: Context,
  planned: Plan,
  options: ApplyOptions = {},
): Promise<UpResult> {
  if (planned.action === "refuse") return { status: "refused", plan: planned };
  const plan = await withoutRefusedHooks(context, planned, options);
  if (plan.steps.length === 0)
    return { status: "unchanged", plan, ...(plan.environment && { environment: plan.environment }) };
  const { carryOut } = await import("./carry-out.ts");
  return carryOut(context, plan, options);
}

async function withoutRefusedHooks(
  context: Context,
  plan: Plan,
  { agreeToHook }: ApplyOptions,
): Promise<Plan> {
  if (!plan.steps.some(({ kind }) => kind === "run-hook")) return plan;
  return (await import("./hooks.ts")).withConsent(context, plan, agreeToHook);
}
