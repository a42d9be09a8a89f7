import type { Environment } from "../model/environment.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { surroundings } from "./look.ts";
import type { Whereabouts } from "./options.ts";
import { planWithoutEngine } from "./plan.ts";
import { sizeOf } from "./size.ts";

/** Where a person is: the project, what it asks for, what it has, and the next useful command. Asks no engine. */
export async function where(context: Context): Promise<Whereabouts> {
  const goal = await readProjectGoal(context, {});
  const survey = await surroundings(context, goal, DEFAULT_POLICY);
  const plan = await planWithoutEngine(context, { survey, goal, policy: DEFAULT_POLICY });
  const environment = chosen(survey.environments, plan?.environment?.executable);
  return {
    root: goal.root,
    name: goal.name,
    asks: {
      python: goal.python.specifier,
      requirements: goal.requirements.length,
      manifests: goal.manifests,
    },
    ...(plan && { plan }),
    ...(environment && { environment, size: sizeOf(context.machine, environment.realPrefix) }),
    next:
      survey.site?.unfinished === true
        ? "burrow recover"
        : plan?.action === "reuse"
          ? "burrow run …"
          : "burrow plan",
  };
}

function chosen(
  environments: readonly Environment[],
  executable: string | undefined,
): Environment | undefined {
  return environments.find(
    (environment) => executable !== undefined && environment.executable === executable,
  );
}
