import { BurrowError } from "../model/error.ts";
import type { Finding, HealthReport, Remedy } from "../model/finding.ts";
import { PLACE_FINDINGS } from "../model/place-findings.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { type Reason, reason } from "../model/reason.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { doctor } from "./doctor.ts";
import { governedBy } from "./health/governed.ts";
import { isForgotten } from "./health/recorded.ts";
import { planRepair, type RepairPlan } from "./health/plan-repair.ts";
import type { PlanOptions } from "./options.ts";
import type { UpResult } from "../model/answers.ts";
import { recoverAt, recoverEnvironment } from "./recover-at.ts";
import { applyPlan } from "./up.ts";

/** What a person may say about a repair. */
export interface RepairOptions extends Pick<PlanOptions, "engine" | "offline"> {
  /** A project's folder, an environment's, or the name of one of the project's environments; absent: the project here. */
  readonly subject?: string;
  readonly deep?: boolean;
  readonly dryRun?: boolean;
  /** Asked with each plan before anything changes; false leaves that environment as it is. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

/** What the repair of one environment came to. */
export interface Repaired {
  readonly prefix: AbsolutePath;
  readonly status: UpResult["status"];
  /** Absent when it is not burrow's to heal. */
  readonly plan?: Plan;
  /** Why it was not done. */
  readonly because?: Reason;
  readonly failure?: NonNullable<UpResult["failure"]>;
  /** What it held and does not hold again. */
  readonly lost: readonly Reason[];
}

/** What a repair came to: `healthy` when there was nothing to heal, `partly` when something of an environment is left. */
export interface RepairResult {
  readonly status: "healthy" | "planned" | "done" | "partly" | "refused" | "cancelled" | "rolled-back";
  /** Findings that are gone. */
  readonly healed: readonly Finding[];
  /** Errors and warnings that remain, each with what a person can do. */
  readonly left: readonly Finding[];
  readonly repairs: readonly Repaired[];
}

/**
 * Heals what is wrong, as recorded: examines, plans, asks, applies as a transaction, and examines again. Nothing is done where nothing is wrong.
 * What is not burrow's to heal is refused with the command that does.
 */
export async function repair(context: Context, options: RepairOptions): Promise<RepairResult> {
  const { dryRun = false } = options;
  const before = await doctor(context, options);
  const finished = !dryRun && (await finishInterrupted(context, before));
  const current = finished ? await doctor(context, options) : before;
  const remedies = remediesOf(current);
  const repairs: Repaired[] = [];
  for (const remedy of remedies) repairs.push(await heal(context, remedy, options));
  const changed = repairs.some(({ status }) => status === "done") || current !== before;
  const after = changed ? await doctor(context, options) : current;
  const healed = before.findings.filter((one) => !after.findings.some((other) => isSame(one, other)));
  const left = after.findings.filter(({ severity }) => severity !== "info");
  return { status: statusOf(repairs, before, healed, left, dryRun), healed, left, repairs };
}

function statusOf(
  repairs: readonly Repaired[],
  before: HealthReport,
  healed: readonly Finding[],
  left: readonly Finding[],
  dryRun: boolean,
): RepairResult["status"] {
  const has = (status: Repaired["status"]) => repairs.some((one) => one.status === status);
  if (!before.findings.some(isToHeal)) return "healthy";
  if (dryRun && repairs.some(({ plan }) => plan !== undefined && plan.action !== "refuse")) return "planned";
  if (has("rolled-back")) return "rolled-back";
  if (healed.length > 0 || has("done"))
    return left.some(isToHeal) || repairs.some(({ lost }) => lost.length > 0) ? "partly" : "done";
  if (has("cancelled")) return "cancelled";
  return "refused";
}

/** Gives whether anything was left: half of a change, or what a whole one had kept. */
/** Whether it is of an environment: what is wrong with the place and the machine is told, and no repair is the worse for it. */
function isToHeal({ code, severity }: Finding): boolean {
  return severity !== "info" && !(code in PLACE_FINDINGS);
}

async function finishInterrupted(
  context: Context,
  { environments, findings }: HealthReport,
): Promise<boolean> {
  const { machine } = context;
  let found = false;
  for (const { prefix } of environments) found = (await recoverEnvironment(context, prefix)) || found;
  for (const { code, subject } of findings) {
    if (code !== "unfinished-change") continue;
    found = true;
    await recoverAt(context, machine.realPath(subject) ?? subject);
  }
  return found;
}

/** One remedy an environment: where anything asks for a rebuild, all of it; else every distribution that any finding names. */
function remediesOf({ findings }: HealthReport): readonly Remedy[] {
  const found = new Map<AbsolutePath, Remedy>();
  for (const { remedy, severity } of findings) {
    if (remedy === undefined || severity === "info") continue;
    const before = found.get(remedy.prefix);
    const names = [...new Set([...(before?.names ?? []), ...remedy.names])].toSorted();
    const how = before?.how === "rebuild" ? "rebuild" : remedy.how;
    found.set(remedy.prefix, { ...remedy, how, names });
  }
  return [...found.values()];
}

async function heal(context: Context, remedy: Remedy, options: RepairOptions): Promise<Repaired> {
  const { prefix } = remedy;
  const environment = inspectEnvironment(context.machine, prefix);
  const governed = environment && governedBy(environment);
  if (governed !== undefined) return { prefix, status: "refused", because: governed, lost: [] };
  if (isForgotten(context, prefix))
    return { prefix, status: "refused", because: reason("nothing-recorded", { path: prefix }), lost: [] };
  const planned = await planRepair(context, remedy, options);
  const first = await carriedOut(context, planned, prefix, options);
  if (!isProviding(planned)) return first;
  // A Python that had to be provided first can now be asked: plan again, once, for what it will hold.
  if (first.status === "done")
    return carriedOut(context, await planRepair(context, remedy, options), prefix, options);
  return first.status === "rolled-back" ? onWhatIsThere(context, remedy, planned, first, options) : first;
}

/** Whether a plan does nothing but provide a Python. */
function isProviding({ plan: { steps } }: RepairPlan): boolean {
  return steps.length > 0 && steps.every(({ kind }) => kind === "install-python");
}

/** The Python that was planned could not be had: what the machine has serves instead, where it does. */
async function onWhatIsThere(
  context: Context,
  remedy: Remedy,
  { plan }: RepairPlan,
  failed: Repaired,
  options: RepairOptions,
): Promise<Repaired> {
  const instead = await planRepair(context, remedy, options, false);
  if (instead.plan.action === "refuse") return failed;
  const because = reason("python-unobtained", {
    version: plan.python?.version ?? "?",
    detail: failed.failure?.detail ?? "",
  });
  const lost = [because, ...instead.lost];
  return carriedOut(context, { plan: instead.plan, lost }, remedy.prefix, options);
}

async function carriedOut(
  context: Context,
  { plan, lost }: RepairPlan,
  prefix: AbsolutePath,
  { dryRun = false, confirm, engine, offline }: RepairOptions,
): Promise<Repaired> {
  if (plan.action === "refuse") return { prefix, status: "refused", plan, because: plan.because, lost };
  if (dryRun) return { prefix, status: "unchanged", plan, lost };
  if ((await confirm?.(plan)) === false) return { prefix, status: "cancelled", plan, lost };
  try {
    const { status, failure } = await applyPlan(context, plan, {
      ...(engine !== undefined && { engine }),
      ...(offline !== undefined && { offline }),
    });
    return { prefix, status, plan, lost, ...(failure && { failure }) };
  } catch (cause) {
    if (!(cause instanceof BurrowError) || cause.code !== "engine/unavailable") throw cause;
    return { prefix, status: "rolled-back", plan, lost, failure: { step: "engine", detail: cause.message } };
  }
}

function isSame(one: Finding, other: Finding): boolean {
  return (
    one.code === other.code &&
    one.subject === other.subject &&
    JSON.stringify(one.because) === JSON.stringify(other.because)
  );
}
