import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Context } from "./context.ts";
import type { UpResult } from "../model/answers.ts";
import { planRecorded, type RecordedOptions } from "./recorded.ts";
import { recoverEnvironment } from "./recover-at.ts";
import { applyPlan } from "./up.ts";

/** How a snapshot is restored. */
export interface RestoreOptions extends RecordedOptions {
  readonly dryRun?: boolean;
  /** Leaves out what cannot be had, and says so; without it nothing is done then. */
  readonly partly?: boolean;
  /** Asked with the plan before anything changes; false cancels. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

/** Distributions that cannot be had are found one after the other; more than these are told as "at least". */
const MOST_UNAVAILABLE = 40;

/**
 * Makes an environment be what a snapshot recorded, through the one planner and the one transaction. What cannot be had is named: then nothing is done, unless `partly` was said.
 * The errors are those of `planRecorded` and of `apply`.
 */
export async function restoreSnapshot(
  context: Context,
  snapshot: Snapshot,
  options: RestoreOptions,
): Promise<UpResult> {
  const { dryRun = false, partly = false } = options;
  const prefix: AbsolutePath = options.at ?? snapshot.environment.prefix;
  if (!dryRun) await recoverEnvironment(context, prefix);
  const plan = await planRecorded(context, snapshot, options);
  if (plan.action !== "refuse") {
    if (dryRun) return { status: "unchanged", plan };
    if ((await options.confirm?.(plan)) === false) return { status: "cancelled", plan };
    const provided = await applyPlan(context, plan, options);
    // A Python that had to be provided first can now be asked: plan again, once.
    const isPython = plan.steps.length > 0 && plan.steps.every(({ kind }) => kind === "install-python");
    const result =
      isPython && provided.status === "done"
        ? await applyPlan(context, await planRecorded(context, snapshot, options), options)
        : provided;
    if (result.status !== "rolled-back" || !isFetching(result)) return result;
    const missing = await unavailableIn(context, snapshot, options);
    if (missing.size === 0) return result;
    if (!partly) return { ...result, unavailable: textsOf(snapshot, missing) };
    return again(context, snapshot, options, missing);
  }
  const missing = await unavailableIn(context, snapshot, options);
  if (missing.size === 0) return { status: "refused", plan };
  if (partly) return again(context, snapshot, options, missing);
  return { status: "refused", plan, unavailable: textsOf(snapshot, missing) };
}

/** The same without what cannot be had. */
async function again(
  context: Context,
  snapshot: Snapshot,
  options: RestoreOptions,
  missing: ReadonlySet<string>,
): Promise<UpResult> {
  const without = new Set([...(options.without ?? []), ...missing]);
  const result = await restoreSnapshot(context, snapshot, { ...options, without, partly: false });
  return { ...result, unavailable: [...textsOf(snapshot, missing), ...(result.unavailable ?? [])] };
}

function isFetching({ failure }: UpResult): boolean {
  return failure !== undefined && ["install", "fetch", "build-project"].includes(failure.step);
}

/** Names (normalised) of what no index has and nothing may build: asked for without the recorded hashes, one refusal after the other. */
async function unavailableIn(
  context: Context,
  snapshot: Snapshot,
  options: RestoreOptions,
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  while (missing.size < MOST_UNAVAILABLE) {
    const without = new Set([...(options.without ?? []), ...missing]);
    const plan = await planRecorded(context, snapshot, { ...options, without, proven: false });
    const name = plan.action === "refuse" ? nameIn(plan, snapshot, without) : undefined;
    if (name === undefined) return missing;
    missing.add(name);
  }
  return missing;
}

/** Which distribution a refusal speaks of. */
function nameIn(
  { because: { code, params }, goal }: Plan,
  snapshot: Snapshot,
  without: ReadonlySet<string>,
): string | undefined {
  if (!["impossible", "impossible-name", "needs-build"].includes(code)) return undefined;
  const text = params["requirement"];
  const name = goal.requirements.find((requirement) => requirement.text === text)?.name;
  const known = snapshot.distributions.some((one) => one.name === name);
  return name !== undefined && known && !without.has(name) ? name : undefined;
}

function textsOf(snapshot: Snapshot, names: ReadonlySet<string>): readonly string[] {
  return snapshot.distributions
    .filter(({ name }) => names.has(name))
    .map(({ name, version }) => `${name} ${version}`);
}
