import { createHash } from "node:crypto";
import { crashReport } from "../apply/engine-act.ts";
import { EngineCrashed } from "../apply/step-kind.ts";
import { apply } from "../apply/transaction.ts";
import type { Engine } from "../engines/engine.ts";
import { BurrowError } from "../model/error.ts";
import type { Report } from "../model/event.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { verifiedFiles } from "../registry/verified-files.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { forgetting } from "./forget-purged.ts";
import type { Context } from "./context.ts";
import { engineChoice, lazyConda, lazyEngine, needsConda, pythonOfEngine } from "./engines/engine.ts";
import { hookCommands, rememberHooks } from "./hooks.ts";
import type { PlanOptions } from "./options.ts";
import type { UpResult } from "../model/answers.ts";
import { readProjectSettings } from "./project-settings.ts";
import { recordBefore, recordState } from "./states.ts";
import { downloadCache } from "./sources.ts";
import { rememberUse } from "./uses.ts";
import { eyesOf } from "./verify-prefix.ts";

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
  const isConda = plan.steps.some(needsConda);
  // The plan's engine is that of its packages: what pip installs on top of conda's has its own.
  const { engine: _asked, ...rest } = options;
  const choice = engineChoice(isConda ? rest : { ...options, ...(plan.engine && { engine: plan.engine }) });
  const conda = lazyConda(context, plan.goal, { ...options, ...(plan.engine && { engine: plan.engine }) });
  const python = pythonOfEngine(plan);
  const obtain = lazyEngine(context, plan.goal, choice);
  const engine = async (): Promise<Engine> => {
    if (python === undefined)
      throw new BurrowError("bug", "the plan does not say which Python its engine serves");
    return (await obtain(python)).engine;
  };
  if (python !== undefined) await engine(); // before anything is begun
  if (isConda) await conda();
  const { settings } = await readProjectSettings(context, plan.goal.root);
  const verified = verifiedFiles(bench, folders.cache);
  const changed = settings.snapshots ? changedPrefix(plan) : undefined;
  if (changed !== undefined) recordBefore(context, changed);
  const attempt = () =>
    apply(plan, {
      bench,
      runner,
      engine,
      conda,
      processes,
      ...(context.names && { names: context.names }),
      ours: ownTransactions(bench, folders.data),
      forget: forgetting(context),
      downloads,
      archives,
      downloadCache: downloadCache(folders),
      spare: join(folders.data, "journals", createHash("sha256").update(plan.goal.root).digest("hex")),
      ...eyesOf(context, plan),
      hookCommand: hookCommands(context, plan),
      verified,
      link: settings.linkFiles === "auto",
      command,
      now,
      report,
      signal,
    });
  try {
    const applied = await again(attempt, report);
    const { transaction: id, steps, seconds, hooked } = applied;
    rememberHooks(context, hooked);
    const made = environment && inspectEnvironment(context.machine, environment.prefix);
    if (made !== undefined) {
      const { root: project } = plan.goal;
      const about = { action: plan.action, project, installed: plan.pins };
      if (changed !== undefined) recordState({ ...context, report }, made, about);
      await rememberUse(context, { environment: made, root: project, changed: made.distributions });
    }
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

/** Carries out once more what an engine's crash ended, now that all is as it was before. */
async function again<Value>(attempt: () => Promise<Value>, report: Report): Promise<Value> {
  try {
    return await attempt();
  } catch (error) {
    const cause = error instanceof BurrowError && error.code === "apply/rolled-back" && error.cause;
    if (!(cause instanceof EngineCrashed)) throw error;
    crashReport(report, cause.engine)(cause.message);
    return attempt();
  }
}

/** The path of the environment that a plan changes or builds; undefined when it only provides a Python or runs hooks. */
function changedPrefix({ steps, environment }: Plan): AbsolutePath | undefined {
  return steps.some(({ kind }) => kind === "verify") ? environment?.prefix : undefined;
}

function told(warnings: readonly Reason[]): Pick<UpResult, "warnings"> {
  return warnings.length === 0 ? {} : { warnings };
}
