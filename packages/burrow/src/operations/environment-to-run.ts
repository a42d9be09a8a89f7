import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { sentence } from "../model/reason.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { stateOf } from "../plan/state.ts";
import type { Context } from "./context.ts";
import { surroundings } from "./look.ts";
import { planWithoutEngine, type Scene } from "./plan-anew.ts";
import { policyOf } from "./policy.ts";
import type { RunOptions } from "./run.ts";
import { namedEnvironment, readProject } from "./settings.ts";

/** The environment to run in as it stands. Throws `run/not-satisfied` when it does not hold what the project asks for, unless `noCheck`. */
export async function environmentToRun(
  context: Context,
  { env, path, noCheck }: Pick<RunOptions, "env" | "path" | "noCheck">,
): Promise<Environment> {
  const project = await readProject(context, path === undefined ? {} : { path });
  const { goal, settings } = project;
  const policy = policyOf({}, settings, namedEnvironment(context, project, env));
  const scene: Scene = { survey: await surroundings(context, goal, policy), goal, policy };
  if (noCheck === true) {
    const usable = candidatesOf(scene.survey).find(
      ({ environment }) => environment?.executable !== undefined,
    );
    if (usable?.environment !== undefined) return whole(scene, usable.environment);
    throw unsatisfied(scene, "there is no environment to run in");
  }
  const plan = await planWithoutEngine(context, scene);
  const chosen = plan?.action === "reuse" ? plan.environment : undefined;
  const environment =
    chosen && scene.survey.environments.find(({ executable }) => executable === chosen.executable);
  if (environment !== undefined) return environment;
  const nearest = candidatesOf(scene.survey).find((candidate) => candidate.environment !== undefined);
  if (nearest?.environment === undefined) throw unsatisfied(scene, "it has no environment yet");
  const { holds, because } = stateOf(whole(scene, nearest.environment), goal);
  const rejected = plan?.candidates.find(({ prefix }) => prefix === nearest.prefix);
  throw unsatisfied(scene, sentence(holds ? (rejected?.because ?? because) : because));
}

/** The environment, unless a change of it was interrupted: nothing runs in what is half changed. */
function whole({ goal }: Scene, environment: Environment): Environment {
  const { broken } = environment;
  if (broken?.code !== "unfinished-journal") return environment;
  throw new BurrowError("run/not-satisfied", `the environment of \`${goal.name}\` is half changed`, {
    because: sentence(broken),
    hint: "burrow recover",
  });
}

function unsatisfied({ goal: { name, script } }: Scene, because: string): BurrowError {
  return new BurrowError(
    "run/not-satisfied",
    `the environment of \`${name}\` does not hold what it asks for`,
    {
      because,
      hint: `burrow up${script === undefined ? "" : ` ${script}`} · or burrow run --no-check …`,
    },
  );
}
