import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { withInstallers } from "../survey/installers.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { nameOf, surroundings } from "./look.ts";
import { where } from "./where.ts";

/** Everything about one environment, named by its path or by its name in the project; without a name, the project's. Throws `env/not-found`. */
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
  const goal = await readProjectGoal(context, {});
  const prefix = nameOf(context, goal, subject);
  const found = await surroundings(context, goal, { ...DEFAULT_POLICY, ...(prefix && { named: prefix }) });
  const reach = found.reaches.find(({ origin }) => origin === "named");
  const environment = found.environments.find(({ realPrefix }) => realPrefix === reach?.realPrefix);
  if (environment !== undefined) return environment;
  throw new BurrowError("env/not-found", `\`${subject}\` is not an environment`, { hint: "burrow list" });
}
