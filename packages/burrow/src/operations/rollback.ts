import { rollBackTo } from "../apply/rollback.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { sentence } from "../model/reason.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Site } from "../model/survey.ts";
import { identify } from "../survey/inspect/identify.ts";
import { learner } from "../survey/inspect/learned.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { siteAt, siteOf } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { surroundings } from "./look.ts";
import type { PlanOptions, UpResult } from "./options.ts";
import { recoverAt } from "./recover.ts";
import { readProjectSettings } from "./settings.ts";
import { showEnvironment } from "./show.ts";
import { currentState, recordState, statesOf } from "./states.ts";

/** What a rollback came to. */
export interface RollbackResult {
  /** The generation's number, or the label of a state. */
  readonly from: number | string;
  readonly to: number | string;
  /** The path that people use. */
  readonly prefix: AbsolutePath;
  readonly seconds: number;
  /** When no generation holds the state any more, or none ever did: the plan that brought it back. */
  readonly restored?: UpResult;
}

/** What a person may say about a rollback. */
export interface RollbackOptions extends Pick<PlanOptions, "engine" | "offline" | "env"> {
  /** The label of a state, as `history` shows it. */
  readonly to?: string;
  readonly path?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  /** Asked with the plan where going back takes one; false cancels. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

/**
 * Goes back to an earlier state, by default the one before. Of a generation that is one rename, offline; what was changed in place, or by somebody else, is brought back by a plan.
 * Throws `rollback/no-generation`, and `rollback/changed` when the generation is no longer what burrow made (unless `force` takes it as it is) or is broken.
 */
export async function rollback(context: Context, options: RollbackOptions): Promise<RollbackResult> {
  const { path, env, dryRun = false, to } = options;
  const goal = await readProjectGoal(context, path === undefined ? {} : { path });
  if (!dryRun) await recoverAt(context, goal.root);
  const site = await siteOfRollback(context, goal, env);
  if (site === undefined)
    throw new BurrowError("rollback/no-generation", `\`${goal.name}\` has no environment that burrow made`, {
      because: "only generations and recorded states can be gone back to",
      hint: "burrow up",
    });
  const { settings } = await readProjectSettings(context, site.root);
  const asked = to !== undefined && site.generations.includes(Number(to)) ? Number(to) : undefined;
  if (asked !== undefined) return toGeneration(context, site, asked, options, settings);
  const now = settings.snapshots ? currentState(context, site.link) : undefined;
  const from = site.current ?? now?.label ?? "?";
  const state = stateToRestore(context, site, now, to);
  if (state !== undefined) return restore(context, state, from, options);
  const number = to === undefined ? site.generations.findLast((one) => one < Number(from)) : Number(to);
  if (number === undefined || !site.generations.includes(number)) throw noGeneration(site, number, from);
  return toGeneration(context, site, number, options, settings);
}

/** The site of the environment that is meant; of a project without one that burrow made, of the one that serves it when its states are known. */
async function siteOfRollback(
  context: Context,
  goal: Goal,
  env: string | undefined,
): Promise<Site | undefined> {
  if (env !== undefined) return siteAt(context.machine, (await showEnvironment(context, env)).prefix);
  const site = siteOf(context.machine, { root: goal.root, name: "default", backend: goal.backend });
  if (site.current !== undefined) return site;
  const { reaches } = await surroundings(context, goal, DEFAULT_POLICY);
  const own = reaches.find(({ origin, realPrefix }) => origin === "own" && realPrefix !== undefined);
  if (own === undefined || statesOf(context, own.path).length === 0) return undefined;
  return siteAt(context.machine, own.path);
}

/** The state that only a plan brings back; undefined when a generation is meant. */
function stateToRestore(
  context: Context,
  site: Site,
  now: Snapshot | undefined,
  to: string | undefined,
): Snapshot | undefined {
  if (to !== undefined) return statesOf(context, site.link).find(({ label }) => label === to);
  // What somebody did by hand is what is undone first.
  if (site.current !== undefined && now?.occasion !== "by-hand") return undefined;
  return statesOf(context, site.link).find(
    ({ id, label }) => id !== now?.id && (site.current === undefined || label === String(site.current)),
  );
}

async function restore(
  context: Context,
  state: Snapshot,
  from: number | string,
  { dryRun, confirm, engine, offline }: RollbackOptions,
): Promise<RollbackResult> {
  const { restoreSnapshot } = await import("./restore-snapshot.ts");
  const restored = await restoreSnapshot(context, state, {
    ...(dryRun !== undefined && { dryRun }),
    ...(confirm && { confirm }),
    ...(engine !== undefined && { engine }),
    ...(offline !== undefined && { offline }),
  });
  const { prefix } = state.environment;
  const seconds = restored.transaction?.seconds ?? 0;
  return { from, to: state.label ?? state.name, prefix, seconds, restored };
}

async function toGeneration(
  context: Context,
  site: Site,
  number: number,
  { dryRun = false, force = false }: RollbackOptions,
  { snapshots }: Pick<Settings, "snapshots">,
): Promise<RollbackResult> {
  const from = site.current ?? 0;
  const folder = join(site.root, ".burrow", "generations", site.name, String(number));
  const broken = identify(context.machine, folder, learner(context.machine))?.identity.broken;
  if (broken !== undefined)
    throw new BurrowError("rollback/changed", `generation \`${number}\` cannot serve any more`, {
      because: sentence(broken),
      hint: "burrow up",
    });
  if (dryRun || number === from) return { from, to: number, prefix: site.link, seconds: 0 };
  const { bench, processes, folders, command, now, report, signal } = context;
  const ours = ownTransactions(bench, folders.data);
  const transaction = { bench, processes, ours, command, now, report, signal };
  const { seconds } = await rollBackTo(site, number, transaction, { acceptChanges: force });
  if (snapshots) recordState(context, site.link, { action: "rollback", project: site.root });
  return { from, to: number, prefix: site.link, seconds };
}

function noGeneration(
  { generations, current }: Site,
  number: number | undefined,
  from: number | string,
): BurrowError {
  return new BurrowError(
    "rollback/no-generation",
    number === undefined
      ? `there is nothing before generation \`${from}\``
      : `there is no generation \`${Number.isNaN(number) ? "of that name" : number}\``,
    {
      because: `there is ${generations.join(", ") || "none"}, and ${current ?? from} is the current one`,
      hint: "burrow history",
    },
  );
}
