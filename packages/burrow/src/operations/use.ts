import { pointCurrent } from "../apply/point.ts";
import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import { withActive } from "../registry/changes.ts";
import { rememberedOf, withSeen } from "../registry/seen.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
import { forgetting } from "./forget-purged.ts";
import type { Context } from "./context.ts";
import { findRemembered } from "./find-remembered.ts";
import { readProjectGoal } from "./goal.ts";
import { registryOf } from "./memory.ts";

/** What is used from now on. */
export interface Usage {
  /** Where it holds: in this project, or wherever no project has one of its own. */
  readonly scope: "project" | "everywhere";
  readonly root?: AbsolutePath;
  /** Absent: nothing is chosen any more. */
  readonly environment?: Environment;
  /** The link that says so, in a project. */
  readonly link?: AbsolutePath;
  /** The default Python, where it was chosen as well. */
  readonly default?: string;
  /** The file that says so. */
  readonly saved?: AbsolutePath;
}

/**
 * Uses an environment from now on, by a name of the project's, a path, an id or a remembered name: in a project by its link `.burrow/current`, elsewhere
 * as the one active environment. `none` takes the choice back; with `dryRun` nothing is written. Throws `env/not-found`, and `use/unhealthy` for one that cannot serve.
 */
export async function use(context: Context, said: string, dryRun = false): Promise<Usage> {
  const goal = await readProjectGoal(context, {});
  const inProject =
    goal.manifests.length > 0 || context.machine.status(join(goal.root, ".burrow")) !== undefined;
  const environment = said === "none" ? undefined : await healthy(context, goal, said);
  if (dryRun)
    return {
      scope: inProject ? "project" : "everywhere",
      ...(inProject && { root: goal.root }),
      ...(environment && { environment }),
    };
  return inProject ? inThisProject(context, goal, environment) : everywhere(context, environment);
}

async function inThisProject(
  context: Context,
  { root }: Goal,
  environment: Environment | undefined,
): Promise<Usage> {
  const { bench, processes, folders, command, now, report, signal } = context;
  const ours = ownTransactions(bench, folders.data);
  const transaction = { bench, processes, ours, forget: forgetting(context), command, now, report, signal };
  const link = await pointCurrent(root, environment?.prefix, transaction);
  return { scope: "project", root, link, ...(environment && { environment }) };
}

async function everywhere(context: Context, environment: Environment | undefined): Promise<Usage> {
  const at = new Date(context.now()).toISOString();
  await registryOf(context).update((registry) => {
    if (environment === undefined) return withActive(registry, undefined);
    const seen = withSeen(registry, { at, environments: [environment] });
    return withActive(seen, rememberedOf(seen, environment)?.id);
  });
  return { scope: "everywhere", ...(environment && { environment }) };
}

/** The environment at a path. Throws as `use` does. */
export function usable(context: Context, prefix: AbsolutePath): Promise<Environment> {
  return healthy(context, { root: context.cwd }, prefix);
}

async function healthy(context: Context, { root }: Pick<Goal, "root">, said: string): Promise<Environment> {
  const { machine, cwd } = context;
  const known = () => registryOf(context).read();
  const places = [join(root, ".burrow", "envs", said), join(cwd, said)];
  const place = places.find((path) => inspectEnvironment(machine, path) !== undefined);
  const prefix = place ?? findRemembered(context, (await known()).registry, said)?.prefix;
  const environment = prefix && inspectEnvironment(machine, prefix);
  if (environment === undefined)
    throw new BurrowError("env/not-found", `there is no environment \`${said}\``, {
      because: prefix === undefined ? "it is neither a path nor remembered" : `\`${prefix}\` is gone`,
      hint: "burrow list --all",
    });
  const { broken, kind, executable } = environment;
  const objection = broken
    ? sentence(broken)
    : kind === "base" || kind === "conda-base"
      ? "it is a base, which no project shares"
      : executable === undefined
        ? "it has no Python"
        : undefined;
  if (objection === undefined) return environment;
  throw new BurrowError("use/unhealthy", `\`${said}\` cannot be used`, {
    because: objection,
    hint: "burrow list --all --broken",
  });
}
