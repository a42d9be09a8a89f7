import { createHash } from "node:crypto";
import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Settings } from "../model/settings.ts";
import type { Survey } from "../model/survey.ts";
import type { Context } from "./context.ts";
import { type GoalOptions, readProjectGoal } from "./goal.ts";
import { nameOf } from "./look.ts";
import { readProjectSettings } from "./project-settings.ts";

/** A project's goal under its settings, and the settings. */
export interface Project {
  readonly goal: Goal;
  readonly settings: Settings;
}

/** What a project asks for and how. Throws `goal/not-found`, and `settings/invalid` with the first thing that is wrong. */
export async function readProject(context: Context, options: GoalOptions): Promise<Project> {
  const first = apart(context, await readProjectGoal(context, options));
  const { settings: said, facts, notes } = await readProjectSettings(context, first.root);
  const settings: Settings = first.script === undefined ? said : { ...said, reuse: "own" };
  const { lockPolicy } = settings;
  // Only what the folder says tells where its settings are, and only they tell what its lock is worth.
  const asked = options.lockPolicy ?? lockPolicy;
  const hasLock = first.lock !== undefined || first.conda !== undefined;
  const goal =
    !hasLock || asked === "warn" || options.lockPolicy !== undefined
      ? first
      : apart(context, await readProjectGoal(context, { ...options, lockPolicy: asked }));
  const { project, ...rest } = goal;
  const known = new Set(goal.facts.map(({ path }) => path));
  return {
    settings,
    goal: {
      ...rest,
      ...(project && settings.installProject !== false && { project }),
      warnings: [...goal.warnings, ...notes, ...unmet(context.machine, goal, settings)],
      facts: [...goal.facts, ...facts.filter(({ path }) => !known.has(path))],
    },
  };
}

/** A script's goal with a root in burrow's own folder: its environment and its settings are never those of the project that it lies in. */
function apart({ folders }: Context, goal: Goal): Goal {
  const { script } = goal;
  if (script === undefined) return goal;
  const digest = createHash("sha256").update(script).digest("hex").slice(0, 12);
  return { ...goal, root: join(folders.data, "environments", "scripts", digest) };
}

/** Settings that ask for what is not there. */
function unmet(machine: Machine, { root, project }: Goal, settings: Settings): readonly Reason[] {
  const { defaultEnvironment: name, installProject } = settings;
  return [
    ...(name !== undefined && defaultPrefix(machine, root, settings) === undefined
      ? [reason("default-not-there", { name })]
      : []),
    ...(installProject === true && project === undefined ? [reason("nothing-to-install", {})] : []),
  ];
}

/** The prefix that `--env` means, or without it `default-environment` where that is there. Throws `env/not-found` for `--env`. */
export function namedEnvironment(
  context: Context,
  { goal, settings }: Project,
  env: string | undefined,
): AbsolutePath | undefined {
  return env === undefined
    ? defaultPrefix(context.machine, goal.root, settings)
    : (declaredPath(settings, env) ?? nameOf(context, goal, env));
}

/** The prefix that a name or a path means in a project. Throws `env/not-found`. */
export async function namedPrefix(context: Context, goal: Goal, name: string): Promise<AbsolutePath> {
  const { settings } = await readProjectSettings(context, goal.root);
  const prefix = declaredPath(settings, name) ?? nameOf(context, goal, name);
  if (prefix !== undefined) return prefix;
  throw new BurrowError("env/not-found", `there is no environment \`${name}\``, { hint: "burrow list" });
}

/** Where the default environment is: as the settings say, else where burrow built it. */
function defaultPrefix(machine: Machine, root: AbsolutePath, settings: Settings): AbsolutePath | undefined {
  const { defaultEnvironment: name } = settings;
  if (name === undefined) return undefined;
  const built = join(root, ".burrow", "envs", name);
  return declaredPath(settings, name) ?? (machine.status(built) === undefined ? undefined : built);
}

function declaredPath({ environments }: Settings, name: string): AbsolutePath | undefined {
  return Object.hasOwn(environments, name) ? environments[name]?.path : undefined;
}

/** The real prefixes that the settings declare to be governed elsewhere. */
export function externalPrefixes(
  machine: Machine,
  { environments }: Pick<Settings, "environments">,
): ReadonlySet<AbsolutePath> {
  return new Set(
    Object.values(environments).flatMap((declared) =>
      declared.external && declared.path !== undefined
        ? [machine.realPath(declared.path) ?? declared.path]
        : [],
    ),
  );
}

/** The survey with the environments marked that the settings declare to be governed elsewhere. */
export function markExternal(machine: Machine, survey: Survey, settings: Settings): Survey {
  const external = externalPrefixes(machine, settings);
  if (external.size === 0) return survey;
  return {
    ...survey,
    environments: survey.environments.map((environment) =>
      external.has(environment.realPrefix) ? { ...environment, external: true } : environment,
    ),
  };
}
