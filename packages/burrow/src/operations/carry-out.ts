import { apply } from "../apply/transaction.ts";
import { BurrowError } from "../model/error.ts";
import type { Plan } from "../model/plan.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { verifiedFiles } from "../registry/verified-files.ts";
import type { Context } from "./context.ts";
import { engineChoice, lazyEngine } from "./engine.ts";
import type { PlanOptions, UpResult } from "./options.ts";
import { readProjectSettings } from "./settings.ts";
import { downloadCache } from "./sources.ts";
import { verifyPrefix } from "./verify-prefix.ts";

/** Carries out a plan that has steps, as one transaction. The results and errors are those of `applyPlan`. */
export async function carryOut(context: Context, plan: Plan, options: PlanOptions): Promise<UpResult> {
  const { environment } = plan;
  const result = { plan, ...(environment && { environment }) };
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
      ours: ownTransactions(bench, folders.data),
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
