import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Context } from "./context.ts";
import type { AgreeToHook } from "./hooks.ts";
import type { PlanOptions } from "./options.ts";
import type { UpResult } from "../model/answers.ts";
import { planProject, planRecovered } from "./plan.ts";
import { rememberChosen } from "./uses.ts";

/** What a person may say about `up` beside what they may say about its plan. */
export interface UpOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Asked with the plan before anything changes; false cancels. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  /** Asked before a stranger's source (the requirement's text) is built without leave in the settings; absent: that is refused. */
  readonly agreeToBuild?: (requirement: string) => Promise<boolean>;
  /** Asked for each hook that nobody agreed to before; absent: such hooks are left out, with a warning. */
  readonly agreeToHook?: AgreeToHook;
}

/** What a person may say about the application of a plan. */
export type ApplyOptions = Pick<
  UpOptions,
  "engine" | "offline" | "agreeToHook" | "autoBootstrap" | "bootstrapTo" | "agreeToEngine"
>;

/** Makes it so: plans, and applies the plan as one transaction. With `dryRun` nothing is applied: the plan is the answer. */
export async function up(context: Context, options: UpOptions): Promise<UpResult> {
  if (options.dryRun === true)
    return { status: "unchanged", plan: await planProject(context, said(options)) };
  const allowBuilds = [...(options.allowBuilds ?? [])];
  let plan = await planRecovered({ ...context, ahead: loadAhead }, said(options));
  const again = async (fresh: readonly AbsolutePath[]): Promise<Plan> => {
    const { planAnew } = await import("./plan-anew.ts");
    return planAnew(context, { ...said(options), allowBuilds }, context, fresh);
  };
  const built: AbsolutePath[] = [];
  for (let turn = 0; ; turn += 1) {
    const source = plan.because.code === "needs-build" ? sourceOf(plan) : undefined;
    const agrees =
      source !== undefined && !allowBuilds.includes(source) && (await options.agreeToBuild?.(source));
    if (source !== undefined && agrees === true) {
      allowBuilds.push(source);
      plan = await again(built);
      continue;
    }
    const result = await agreedAndApplied(context, plan, options);
    // A Python that had to be provided, or a wheel that had to be built, can now be asked: plan again for what that needs.
    if (result.status !== "done" || !isFirst(plan) || turn >= MOST_TURNS) return result;
    built.push(...plan.steps.flatMap((step) => (step.kind === "build-wheel" ? [step.folder] : [])));
    plan = await again(built);
  }
}

/** Loads what carries a plan out; that it cannot be had is told to who needs it. */
function loadAhead(): void {
  import("./carry-out.ts").catch(() => {});
}

/** Plans that one `up` may take before the last one. */
const MOST_TURNS = 16;

/** Whether a plan only has at hand what the next one asks. */
function isFirst({ steps }: Plan): boolean {
  return steps.every(({ kind }) => kind === "install-python" || kind === "build-wheel");
}

function sourceOf({ because }: Plan): string {
  return String(because.params["requirement"]);
}

/** What is said of the plan, without what is said of its application. */
function said({
  dryRun: _dryRun,
  confirm: _confirm,
  agreeToHook: _agree,
  agreeToBuild: _build,
  ...options
}: UpOptions): PlanOptions {
  return options;
}

async function agreedAndApplied(context: Context, plan: Plan, options: UpOptions): Promise<UpResult> {
  if ((await options.confirm?.(plan)) === false) return { status: "cancelled", plan };
  return applyFresh(context, plan, options);
}

/** Applies a plan that was made before. Throws `plan/stale` when what it relied on changed since. A failure that was rolled back is a result; what could not be undone is thrown (`apply/needs-recovery`). */
export async function applyPlan(
  context: Context,
  planned: Plan,
  options: ApplyOptions = {},
): Promise<UpResult> {
  if (planned.action !== "refuse" && planned.steps.length === 0) {
    const { changedFacts, stale } = await import("../apply/facts.ts"); // with steps, the transaction compares
    const changed = changedFacts(context.machine, planned.facts);
    if (changed.length > 0) stale(changed);
  }
  return applyFresh(context, planned, options);
}

/** The same for a plan of this very moment. */
async function applyFresh(context: Context, planned: Plan, options: ApplyOptions): Promise<UpResult> {
  if (planned.action === "refuse") return { status: "refused", plan: planned };
  const plan = await withoutRefusedHooks(context, planned, options);
  const { environment, goal } = plan;
  if (plan.steps.length === 0) {
    if (environment !== undefined) await rememberChosen(context, environment, goal.root);
    return { status: "unchanged", plan, ...(environment && { environment }) };
  }
  const { registryOf } = await import("./memory.ts");
  await registryOf(context).read(); // one of a newer burrow is not written to, so nothing is begun that it would have to know
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
