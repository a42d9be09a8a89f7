import { rollBackTo } from "../apply/rollback.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { sentence } from "../model/reason.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Site } from "../model/survey.ts";
import { findProject } from "../project/find-project.ts";
import { sameContent } from "../plan/snapshot.ts";
import { identify } from "../survey/inspect/identify.ts";
import { learner } from "../survey/inspect/learned.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { occupantOf, siteAt } from "../survey/site.ts";
import { forgetting } from "./forget-purged.ts";
import type { Context } from "./context.ts";
import type { PlanOptions } from "./options.ts";
import type { UpResult } from "../model/answers.ts";
import { statesOf } from "./kept-states.ts";
import { recoverAt } from "./recover-at.ts";
import { recordReturn } from "./record-return.ts";
import { filesOf } from "./project-files.ts";
import { readProjectSettings } from "./project-settings.ts";

/** What a rollback came to. */
export interface RollbackResult {
  /** The generation's number, or the label of a state; `gone` where no environment was. */
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
  const { to } = options;
  const site = (await ownSite(context, options)) ?? (await otherSite(context, options));
  const { settings } = await readProjectSettings(context, site.root);
  const asked = to !== undefined && site.generations.includes(Number(to)) ? Number(to) : undefined;
  if (asked !== undefined) return toGeneration(context, site, asked, options, settings);
  const { currentState } = await import("./states.ts");
  const now = settings.snapshots ? currentState(context, site.link) : undefined;
  const from = (now?.occasion === "by-hand" ? now.label : site.current) ?? now?.label ?? "gone";
  const state = stateToRestore(context, site, now, to);
  if (state !== undefined) return restore(context, state, from, options);
  const number =
    to === undefined ? site.generations.findLast((one) => one < (site.current ?? 0)) : Number(to);
  if (number === undefined || !site.generations.includes(number)) throw noGeneration(site, number, from);
  return toGeneration(context, site, number, options, settings);
}

/** The usual case: the project here has its `.venv` from burrow. Nothing of what it asks for has to be known for that. */
async function ownSite(
  context: Context,
  { path, env, dryRun = false }: RollbackOptions,
): Promise<Site | undefined> {
  if (path !== undefined || env !== undefined) return undefined;
  const { machine, cwd } = context;
  const root = findProject(cwd, filesOf(machine), machine.home);
  if (!dryRun) await recoverAt(context, root);
  const link = join(root, ".venv");
  const named = machine.status(join(root, ".burrow", "envs")) !== undefined;
  return named || occupantOf(machine, root, link) !== "own-link" ? undefined : siteAt(machine, link);
}

async function otherSite(context: Context, options: RollbackOptions): Promise<Site> {
  const { rollbackSite } = await import("./rollback-site.ts");
  return rollbackSite(context, options);
}

/** The state that only a plan brings back; undefined when a generation is meant. */
function stateToRestore(
  context: Context,
  site: Site,
  now: Snapshot | undefined,
  to: string | undefined,
): Snapshot | undefined {
  if (to !== undefined) return stateCalled(context, site, to);
  // What somebody did by hand is what is undone first.
  if (site.current !== undefined && now?.occasion !== "by-hand") return undefined;
  return statesOf(context, site.link).find(
    ({ id, label }) => id !== now?.id && (site.current === undefined || label === String(site.current)),
  );
}

/** Numbers begin anew where all generations were lost: one that means several states means none. */
function stateCalled(context: Context, site: Site, label: string): Snapshot | undefined {
  const called = statesOf(context, site.link).filter((state) => state.label === label);
  const [newest, ...older] = called;
  const other = newest && older.find((state) => !sameContent(state, newest));
  if (other === undefined) return newest;
  throw new BurrowError("rollback/no-generation", `\`${label}\` names several states`, {
    because: "the generations of the one were gone when the other was made",
    hint: `burrow snapshot restore ${other.id}`,
  });
}

async function restore(
  context: Context,
  state: Snapshot,
  from: number | string,
  { dryRun, confirm, engine, offline }: RollbackOptions,
): Promise<RollbackResult> {
  const { restoreSnapshot } = await import("./restore-snapshot.ts");
  const restored = await restoreSnapshot(context, state, {
    ...(state.label !== undefined && { source: `state ${state.label}` }),
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
  const transaction = { bench, processes, ours, forget: forgetting(context), command, now, report, signal };
  const { seconds } = await rollBackTo(site, number, transaction, { acceptChanges: force });
  if (snapshots) await recordReturn(context, site, number, { unchanged: !force });
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
      because: kept(generations, current ?? from),
      hint: "burrow history",
    },
  );
}

function kept(generations: readonly number[], current: number | string): string {
  const others = generations.filter((number) => number !== current);
  if (others.length === 0) return `${current} is the only one`;
  return `beside ${current}, the current one, there ${others.length === 1 ? "is" : "are"} ${others.join(", ")}`;
}
