import { resolved } from "../health/resolved.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import { join } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { EnvironmentState, ProjectList } from "../model/project-list.ts";
import type { DeclaredEnvironment } from "../model/settings.ts";
import { stateOf } from "../plan/state.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { hostOf } from "../survey/vitals/host.ts";
import type { Context } from "./context.ts";
import { surroundings } from "./look.ts";
import { recollect } from "./memory.ts";
import { markExternal, readProject } from "./settings.ts";

/** Lists what a project can reach and what its settings declare, how far each is, and who wins its commands on PATH. Throws as `readProject` does. */
export async function listProject(
  context: Context,
  options: { readonly path?: string },
): Promise<ProjectList> {
  const { machine } = context;
  const { goal, settings } = await readProject(context, options);
  const near = await surroundings(context, goal, DEFAULT_POLICY, {
    memory: await recollect(context),
    interpreters: true,
  });
  const declared = Object.entries(settings.environments).map(([name, said]) => {
    const prefix = said.path ?? join(goal.root, ".burrow", "envs", name);
    return { name, said, prefix, environment: inspectEnvironment(machine, prefix) };
  });
  const reached = new Set(near.environments.map(({ realPrefix }) => realPrefix));
  const further = declared.flatMap(({ environment }) =>
    environment === undefined || reached.has(environment.realPrefix) ? [] : [environment],
  );
  const unique = new Map([...near.environments, ...further].map((one) => [one.realPrefix, one]));
  const survey = markExternal(machine, { ...near, environments: [...unique.values()] }, settings);
  const saidOf = new Map(declared.map(({ environment, said }) => [environment?.realPrefix, said]));
  const states = survey.environments.flatMap((one) => {
    const state = standingOf(one, goal, saidOf.get(one.realPrefix));
    return state === undefined ? [] : [[one.realPrefix, state] as const];
  });
  return {
    survey,
    states: Object.fromEntries(states),
    absent: declared.flatMap(({ name, prefix, said: { backend, lazy }, environment }) =>
      environment === undefined
        ? [
            {
              name,
              prefix,
              ...(backend && { backend }),
              state: lazy ? ("lazy" as const) : ("not-provisioned" as const),
            },
          ]
        : [],
    ),
    resolution: resolved(
      hostOf(machine, goal.root),
      (active) =>
        survey.environments.find(
          ({ prefix, realPrefix }) => prefix === active || realPrefix === machine.realPath(active),
        )?.version,
    ),
  };
}

/** How far an environment is that is there. */
function standingOf(
  environment: Environment,
  goal: Goal,
  said: DeclaredEnvironment | undefined,
): EnvironmentState | undefined {
  if (environment.broken !== undefined || environment.kind === "base") return undefined;
  return asksItsOwn(said) || !stateOf(environment, goal).holds ? "realized" : "ready";
}

function asksItsOwn(said: DeclaredEnvironment | undefined): boolean {
  const { python, requirements, groups, extras, packages, profiles } = said ?? {};
  return [python, requirements, groups, extras, packages, profiles].some((one) => one !== undefined);
}
