import type { Whereabouts } from "../model/answers.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { stateOf } from "../plan/state.ts";
import type { Context } from "./context.ts";
import { surroundings } from "./look.ts";
import { recollect } from "./memory.ts";
import { planWithoutEngine } from "./plan-anew.ts";
import { policyOf } from "./policy.ts";
import { namedEnvironment, readProject } from "./settings.ts";
import { sizeOf } from "./machine/size.ts";

/** Where a person is: the project, what it asks for, what it has, and the next useful command. Asks no engine. */
export async function where(context: Context): Promise<Whereabouts> {
  const project = await readProject(context, {});
  const { goal, settings } = project;
  const policy = policyOf({}, settings, namedEnvironment(context, project, undefined));
  const survey = await surroundings(context, goal, policy, { memory: await recollect(context) });
  const plan = await planWithoutEngine(context, { survey, goal, policy });
  const chosen = plan?.action === "reuse" ? plan.environment?.executable : undefined;
  const environment =
    survey.environments.find(({ executable }) => chosen !== undefined && executable === chosen) ??
    candidatesOf(survey).find((candidate) => candidate.environment !== undefined)?.environment;
  const state = environment && stateOf(environment, goal);
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
    ...(state && { state: state.because }),
    next:
      survey.site?.unfinished === true
        ? "burrow recover"
        : plan?.action === "reuse"
          ? "burrow run …"
          : "burrow up",
  };
}
