import { apply } from "../apply/transaction.ts";
import { BurrowError } from "../model/error.ts";
import type { Report } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { verifiedFiles } from "../registry/verified-files.ts";
import type { Context } from "./context.ts";
import { engineChoice, lazyEngine, needsEngine } from "./engine.ts";
import { hookCommands, rememberHooks } from "./hooks.ts";
import type { PlanOptions, UpResult } from "./options.ts";
import { readProjectSettings } from "./settings.ts";
import { downloadCache } from "./sources.ts";
import { verifyPrefix } from "./verify-prefix.ts";

/** Carries out a plan that has steps, as one transaction. The results and errors are those of `applyPlan`. */
export async function carryOut(context: Context, plan: Plan, options: PlanOptions): Promise<UpResult> {
  const { environment } = plan;
  const result = { plan, ...(environment && { environment }) };
  const { bench, runner, folders, processes, downloads, archives, command, now, signal } = context;
  const warnings: Reason[] = [];
  const report: Report = (event) => {
    if (event.type === "warning") warnings.push(event.warning);
    context.report(event);
  };
  const engine = lazyEngine(
    context,
    plan.goal,
    engineChoice({ ...options, ...(plan.engine && { engine: plan.engine }) }),
  );
  if (plan.steps.some(needsEngine)) await engine(); // before anything is begun
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
      hookCommand: hookCommands(context, plan),
      verified,
      link: settings.linkFiles === "auto",
      command,
      now,
      report,
      signal,
    });
    const { transaction: id, steps, seconds, hooked } = applied;
    rememberHooks(context, hooked);
    return { status: "done", ...result, transaction: { id, steps, seconds }, ...told(warnings) };
  } catch (cause) {
    if (!(cause instanceof BurrowError)) throw cause;
    if (cause.code === "cancelled") return { status: "cancelled", ...result };
    if (cause.code !== "apply/rolled-back") throw cause;
    const { step = "", detail = cause.because ?? cause.message } = cause.details as {
      step?: string;
      detail?: string;
    };
    return { status: "rolled-back", ...result, failure: { step, detail }, ...told(warnings) };
  } finally {
    verified.save();
  }
}

function told(warnings: readonly Reason[]): Pick<UpResult, "warnings"> {
  return warnings.length === 0 ? {} : { warnings };
}
