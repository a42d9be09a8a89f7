import { apply } from "../apply/transaction.ts";
import { BurrowError } from "../model/error.ts";
import type { Plan } from "../model/plan.ts";
import { verifiedFiles } from "../registry/verified-files.ts";
import type { Context } from "./context.ts";
import { engineChoice, lazyEngine } from "./engine.ts";
import { readProjectGoal } from "./goal.ts";
import type { PlanOptions, UpResult } from "./options.ts";
import { planProject } from "./plan.ts";
import { downloadCache } from "./sources.ts";
import { recoverAt } from "./recover.ts";
import { readProjectSettings } from "./settings.ts";
import { verifyPrefix } from "./verify-prefix.ts";

/** What a person may say about `up` beside what they may say about its plan. */
export interface UpOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Asked with the plan before anything changes; false cancels. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

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
export async function applyPlan(context: Context, plan: Plan, options: PlanOptions = {}): Promise<UpResult> {
  if (plan.action === "refuse") return { status: "refused", plan };
  const { environment } = plan;
  const result = { plan, ...(environment && { environment }) };
  if (plan.steps.length === 0) return { status: "unchanged", ...result };

  const { bench, runner, folders, processes, downloads, archives, command, now, report, signal } = context;
  const engine = await lazyEngine(
    context,
    plan.goal,
    engineChoice({ ...options, ...(plan.engine && { engine: plan.engine }) }),
  )();
  const { settings } = await readProjectSettings(context, plan.goal.root);
  const verified = verifiedFiles(bench, folders.cache);
  try {
    const applied = await apply(plan, {
      bench,
      runner,
      engine,
      processes,
      downloads,
      archives,
      downloadCache: downloadCache(folders),
      verify: verifyPrefix(context),
      verified,
      link: settings.linkFiles === "auto",
      command,
      now,
      report,
      signal,
    });
    const { transaction: id, steps, seconds } = applied;
    return { status: "done", ...result, transaction: { id, steps, seconds } };
  } catch (cause) {
    if (!(cause instanceof BurrowError)) throw cause;
    if (cause.code === "cancelled") return { status: "cancelled", ...result };
    if (cause.code !== "apply/rolled-back") throw cause;
    const { step = "", detail = cause.because ?? cause.message } = cause.details as {
      step?: string;
      detail?: string;
    };
    return { status: "rolled-back", ...result, failure: { step, detail } };
  } finally {
    verified.save();
  }
}
