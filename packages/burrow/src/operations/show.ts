import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { ancestors, baseName, join, type AbsolutePath } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { withInstallers } from "../survey/installers.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { findRemembered } from "./find-remembered.ts";
import { readProjectGoal } from "./goal.ts";
import { nameOf, surroundings } from "./look.ts";
import { lookAtMachine } from "./machine/machine.ts";
import { registryOf } from "./memory.ts";
import { where } from "./where.ts";
import { shellWord } from "../model/shell-word.ts";

/**
 * Everything about one environment: by its name in the project, its path or that of its Python, what `list --all` remembers it by, or its name on this
 * machine; without a name, the project's. Throws `env/not-found`, also when several have the name.
 */
export async function showEnvironment(context: Context, subject?: string): Promise<Environment> {
  const found = subject === undefined ? await theProjects(context) : await named(context, subject);
  return withInstallers(context.machine, found);
}

async function theProjects(context: Context): Promise<Environment> {
  const { environment, name } = await where(context);
  if (environment !== undefined) return environment;
  throw new BurrowError("env/not-found", `\`${name}\` has no environment that serves it`, {
    hint: "burrow plan",
  });
}

async function named(context: Context, subject: string): Promise<Environment> {
  const found =
    (await inProject(context, subject)) ??
    around(context, join(context.cwd, subject)) ??
    (await remembered(context, subject)) ??
    (await onMachine(context, subject));
  if (found !== undefined) return found;
  throw new BurrowError("env/not-found", `there is no environment \`${subject}\``, {
    because: "no environment of this project, no path and nothing on this machine goes by that name",
    hint: "burrow list --all",
  });
}

async function inProject(context: Context, subject: string): Promise<Environment | undefined> {
  const goal = await readProjectGoal(context, {});
  const prefix = prefixNamed(context, goal, subject);
  if (prefix === undefined) return undefined;
  const found = await surroundings(context, goal, { ...DEFAULT_POLICY, named: prefix });
  const reach = found.reaches.find(({ origin }) => origin === "named");
  return found.environments.find(({ realPrefix }) => realPrefix === reach?.realPrefix);
}

function prefixNamed(
  context: Context,
  goal: Parameters<typeof nameOf>[1],
  subject: string,
): AbsolutePath | undefined {
  try {
    return nameOf(context, goal, subject);
  } catch (error) {
    if (error instanceof BurrowError && error.code === "env/not-found") return undefined;
    throw error;
  }
}

/** Folders above a path in which an environment may have it: `lib/python3.12/site-packages/x`. */
const DEEPEST = 5;

/** The environment that something lies in, such as its Python. */
function around({ machine }: Context, path: AbsolutePath): Environment | undefined {
  if (machine.status(path) === undefined) return undefined;
  for (const folder of ancestors(path).slice(0, DEEPEST)) {
    const found = inspectEnvironment(machine, folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function remembered(context: Context, subject: string): Promise<Environment | undefined> {
  const { registry } = await registryOf(context).read();
  const prefix = findRemembered(context, registry, subject)?.prefix;
  return prefix && inspectEnvironment(context.machine, prefix);
}

async function onMachine(context: Context, subject: string): Promise<Environment | undefined> {
  const { environments } = (await lookAtMachine(context)).survey;
  const same = environments.filter(({ name, prefix }) => name === subject || baseName(prefix) === subject);
  if (same.length > 1)
    throw new BurrowError("env/not-found", `several environments go by \`${subject}\``, {
      because: same.map(({ prefix }) => prefix).join(", "),
      hint: `burrow show ${shellWord(same[0]?.prefix ?? "")}`,
    });
  const [one] = same;
  return one && inspectEnvironment(context.machine, one.prefix);
}
