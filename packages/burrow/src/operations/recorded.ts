import { BurrowError } from "../model/error.ts";
import type { GoalOption } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Reach, Site, Survey } from "../model/survey.ts";
import { snapshotGoal, type SnapshotGoalOptions } from "../plan/snapshot-goal.ts";
import { looker } from "../survey/look-at.ts";
import { siteAt } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { tenantsOf } from "./look.ts";
import type { PlanOptions } from "./options.ts";
import { enginesFor, planScene } from "./plan-anew.ts";
import { policyOf } from "./policy.ts";
import { readProjectSettings } from "./project-settings.ts";
import { markExternal } from "./settings.ts";

/** A place that a person named: from the folder that they are in. */
export function atPath({ cwd }: Context, text: string | undefined): AbsolutePath | undefined {
  return text === undefined ? undefined : join(cwd, text);
}

/** How recorded content is to be put back. */
export interface RecordedOptions
  extends Pick<PlanOptions, "engine" | "offline" | "adopt">, Omit<SnapshotGoalOptions, "root"> {
  /** Where, when that is not where it was: the path that people use. */
  readonly at?: AbsolutePath;
}

/**
 * What would make an environment be exactly what a snapshot recorded. Of a generation the plan builds the next one, an environment that others made is changed in place and
 * loses what the snapshot lacks, and where none is, one is created. Throws `snapshot/refused` when the snapshot is of another platform or of a conda base.
 */
export async function planRecorded(
  context: Context,
  snapshot: Snapshot,
  options: RecordedOptions,
): Promise<Plan> {
  refuseOthers(context.machine.platform, snapshot);
  const prefix = options.at ?? snapshot.environment.prefix;
  const site = siteAt(context.machine, prefix);
  const sources = [...(options.sources ?? []), ...(await sourcesOf(context, site.root))];
  const goal = snapshotGoal(snapshot, { ...options, sources, root: site.root });
  const { settings } = await readProjectSettings(context, site.root);
  const adopt = options.adopt === true;
  const found = surveyOf(context, prefix, site, adopt);
  const survey = markExternal(
    context.machine,
    { ...found, tenants: await tenantsOf(context, goal, found) },
    settings,
  );
  const said = policyOf({ ...options, exact: true, adopt }, settings);
  // Every recorded distribution would be imported, for it does not say which of them were asked for.
  const verifyImports = settings.verifyImports === "require" ? "require" : "off";
  return planScene(
    context,
    { survey, goal, policy: { ...said, verifyImports } },
    enginesFor(context, goal, options),
  );
}

/** The indexes and folders that the project there names: what it holds came from them. */
export async function sourcesOf(context: Context, root: AbsolutePath): Promise<readonly GoalOption[]> {
  if (context.machine.target(root)?.kind !== "folder") return [];
  return (await readProjectGoal(context, { path: root })).options;
}

/** One place alone: what stands there, and where its next generation would be. */
function surveyOf({ machine, now }: Context, prefix: AbsolutePath, site: Site, adopt: boolean): Survey {
  const look = looker(machine)(prefix);
  const environment = look.kind === "environment" ? look.environment : undefined;
  const origin = environment?.generation !== undefined || adopt ? "own" : "named";
  const reach: Reach = {
    origin,
    path: site.link,
    ...(environment && { realPrefix: environment.realPrefix }),
    ...(look.kind === "problem" && { problem: look.problem }),
  };
  const started = now();
  return {
    schema: 1,
    id: `survey-${started.toString(36)}`,
    takenAt: new Date(started).toISOString(),
    platform: machine.platform,
    environments: environment === undefined ? [] : [environment],
    reaches: look.kind === "nothing" ? [] : [reach],
    site,
    warnings: [],
  };
}

function refuseOthers(
  { os, arch }: Platform,
  { name, platform, conda, environment: { kind } }: Snapshot,
): void {
  const refused = (because: string): BurrowError =>
    new BurrowError("snapshot/refused", `\`${name}\` cannot be restored here`, { because });
  if (platform.os !== os || platform.arch !== arch)
    throw refused(`it was taken on ${platform.os} ${platform.arch}, and this is ${os} ${arch}`);
  if (kind === "conda-base") throw refused("it is of a conda base, which is conda's own to change");
  if (kind === "pixi") throw refused("it is of an environment of pixi's, which `pixi install` makes again");
  if (kind === "conda" && conda === undefined)
    throw refused("it does not say which packages of conda's were there");
  const nameless = conda?.packages.find(({ url, hashes }) => url === undefined || hashes.length === 0);
  if (nameless !== undefined)
    throw refused(`where \`${nameless.name} ${nameless.version}\` came from, or its hash, was not recorded`);
  if (["base"].includes(kind)) throw refused("it is of a base interpreter, which is never installed into");
}
