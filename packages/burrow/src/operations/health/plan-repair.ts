import type { Environment } from "../../model/environment.ts";
import type { Remedy } from "../../model/finding.ts";
import type { Goal } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Plan } from "../../model/plan.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Site, Survey } from "../../model/survey.ts";
import { sizeOf } from "../../plan/snapshot.ts";
import { snapshotGoal } from "../../plan/snapshot-goal.ts";
import { inspectEnvironment } from "../../survey/inspect/environment.ts";
import { siteAt } from "../../survey/site.ts";
import type { Context } from "../context.ts";
import { readProjectGoal } from "../goal.ts";
import type { PlanOptions } from "../options.ts";
import { enginesFor, planScene } from "../plan-anew.ts";
import { policyOf } from "../policy.ts";
import { readProjectSettings } from "../project-settings.ts";
import { recordedAt } from "./recorded.ts";

/** A plan that heals an environment, and what of its content cannot be had again. */
export interface RepairPlan {
  readonly plan: Plan;
  readonly lost: readonly Reason[];
}

/** How often something that cannot be had again is left out before it is given up. */
const MOST_LOST = 20;

/** Refusals that name the one requirement at fault. */
const NAMING: ReadonlySet<string> = new Set(["impossible", "impossible-name", "needs-build"]);

/** Codes of a plan that refuses for want of a Python. */
const LACKS_PYTHON: ReadonlySet<string> = new Set(["no-interpreter", "interpreter-unfit"]);

/**
 * Plans the repair of what is at a prefix: the goal is what it held, at the same versions and with the recorded hashes. What cannot be had any more is left
 * out and named; where no Python of its minor version is to be had, the newest serves, which is named too. Changes nothing. `provides`: whether a Python may be provided for it.
 */
export async function planRepair(
  context: Context,
  remedy: Remedy,
  options: Pick<PlanOptions, "engine" | "offline">,
  provides = true,
): Promise<RepairPlan> {
  const { machine } = context;
  const { prefix } = remedy;
  const environment = inspectEnvironment(machine, prefix);
  const site = siteAt(machine, prefix);
  const snapshot = recordedAt(context, prefix, environment);
  const indexes = (await readProjectGoal(context, { path: site.root })).options;
  const { settings } = await readProjectSettings(context, site.root);
  const policy = {
    ...policyOf(options, settings),
    adopt: true,
    hooks: [],
    repair: { how: remedy.how, names: remedy.names, because: becauseOf(remedy, snapshot), provides },
  };
  const lost: Reason[] = [];
  const without = new Set<string>();
  let asked = { python: true, proven: true };
  for (;;) {
    const survey = surveyOf(context, prefix, site, environment);
    const recorded = snapshotGoal(snapshot, { root: site.root, without, proven: asked.proven });
    const goal = { ...asGoal(recorded, remedy), options: indexes };
    const wished = asked.python ? goal : { ...goal, python: { specifier: "" } };
    const plan = await planScene(
      context,
      { survey, goal: wished, policy },
      enginesFor(context, wished, options),
    );
    const { version } = snapshot.python;
    if (asked.python && LACKS_PYTHON.has(plan.because.code) && version !== "") {
      asked = { python: false, proven: false };
      continue;
    }
    const culprit = without.size < MOST_LOST ? culpritOf(plan, goal) : undefined;
    if (culprit === undefined) {
      const instead = asked.python ? undefined : plan.python?.version;
      const other = instead === undefined ? [] : [reason("python-instead", { version, instead })];
      return { plan: withTenants(plan, environment), lost: [...other, ...lost] };
    }
    without.add(culprit.name);
    lost.push(lostReason(culprit.name, snapshot, plan));
  }
}

function becauseOf({ how, names }: Remedy, snapshot: Snapshot): Reason {
  return how === "rebuild"
    ? reason("repair-rebuilds", {
        what: counted(sizeOf(snapshot), snapshot.conda === undefined ? "distribution" : "package"),
        version: snapshot.python.version || "?",
      })
    : reason("repair-reinstalls", { names: names.join(", ") });
}

/** Put back in place, the rest stays as it is: then the goal is not exact, and what is to be built stays out of it. Of conda's, only a generation is repaired, and that whole. */
function asGoal(goal: Goal, { how }: Remedy): Goal {
  if (how === "rebuild" || goal.backend === "conda") return goal;
  const { exact: _, ...rest } = goal;
  const requirements = rest.requirements.filter(
    ({ editable, url }) => editable === undefined && url === undefined,
  );
  return { ...rest, requirements };
}

/** The requirement that alone makes a plan impossible; undefined when it is not impossible, or for another reason. */
function culpritOf(
  { action, because }: Plan,
  { requirements }: Goal,
): Goal["requirements"][number] | undefined {
  if (action !== "refuse" || !NAMING.has(because.code)) return undefined;
  return requirements.find(({ text }) => text === because.params["requirement"]);
}

function lostReason(name: string, { distributions }: Snapshot, { because }: Plan): Reason {
  const one = distributions.find((other) => other.name === name);
  const from = one?.editable ?? one?.directUrl?.url;
  const builds = because.code === "needs-build";
  const detail =
    from === undefined
      ? "it is on no index in this version"
      : `${builds ? "it has to be built from" : "it came from"} ${from}`;
  return reason("cannot-restore", { name, version: one?.version ?? "?", detail });
}

/** Whom a next generation goes on serving. */
function withTenants(plan: Plan, environment: Environment | undefined): Plan {
  const tenants = environment?.generation?.tenants ?? [];
  return plan.environment?.generation === undefined || tenants.length === 0 ? plan : { ...plan, tenants };
}

function surveyOf(
  { machine, now }: Context,
  prefix: AbsolutePath,
  site: Site,
  environment: Environment | undefined,
): Survey {
  const at = now();
  return {
    schema: 1,
    id: `survey-${at.toString(36)}`,
    takenAt: new Date(at).toISOString(),
    platform: machine.platform,
    environments: environment === undefined ? [] : [environment],
    reaches: [
      {
        origin: "own",
        path: site.link,
        ...(environment === undefined
          ? { problem: reason("not-an-environment", { path: prefix }) }
          : { realPrefix: environment.realPrefix }),
      },
    ],
    site,
    tenants: [],
    warnings: [],
  };
}
