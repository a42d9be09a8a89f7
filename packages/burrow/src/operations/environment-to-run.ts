import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { stateOf } from "../plan/state.ts";
import type { Context } from "./context.ts";
import { surroundings } from "./look.ts";
import { recollect } from "./memory.ts";
import { planWithoutEngine, type Scene } from "./plan-anew.ts";
import { policyOf } from "./policy.ts";
import type { RunOptions } from "./run.ts";
import { namedEnvironment, readProject } from "./settings.ts";
import { shellWord } from "../model/shell-word.ts";

/** The environment that serves, and the project that it serves. */
export interface Serving {
  readonly environment: Environment;
  readonly root: AbsolutePath;
}

/**
 * The environment to run in as it stands. Throws `run/not-satisfied` when it does not hold what the project asks for, unless `noCheck`.
 * What is remembered is read only where the project has no environment of its own: it cannot come before that.
 */
export async function environmentToRun(
  context: Context,
  { env, path, backend, noCheck }: Pick<RunOptions, "env" | "path" | "backend" | "noCheck">,
): Promise<Serving> {
  const project = await readProject(context, {
    ...(path !== undefined && { path }),
    ...(backend !== undefined && { backend }),
  });
  const { goal, settings } = project;
  const { root } = goal;
  const policy = policyOf({}, settings, namedEnvironment(context, project, env));
  const near: Scene = { survey: await surroundings(context, goal, policy), goal, policy };
  const first = await serving(context, near, noCheck);
  if (first instanceof BurrowError ? hasOwn(near) : hasOwn(near, first))
    return { environment: served(first), root };
  const memory = await recollect(context);
  for (const warning of memory.warnings) context.report({ type: "warning", warning });
  const scene: Scene = { ...near, survey: await surroundings(context, goal, policy, { memory }) };
  return { environment: served(await serving(context, scene, noCheck)), root };
}

/** Whether the project has an environment of its own or one was named, and whether it is this one. */
function hasOwn({ survey: { reaches } }: Scene, environment?: Environment): boolean {
  return reaches.some(
    ({ origin, realPrefix }) =>
      (origin === "own" || origin === "named") &&
      (environment === undefined ? realPrefix !== undefined : realPrefix === environment.realPrefix),
  );
}

function served(found: Environment | BurrowError): Environment {
  if (found instanceof BurrowError) throw found;
  return found;
}

/** The environment to run in, or why there is none. */
async function serving(
  context: Context,
  scene: Scene,
  noCheck: boolean | undefined,
): Promise<Environment | BurrowError> {
  const { goal } = scene;
  if (noCheck === true) {
    const usable = candidatesOf(scene.survey).find(
      ({ environment }) =>
        environment?.executable !== undefined ||
        (environment?.broken === undefined && environment?.packages !== undefined),
    );
    if (usable?.environment !== undefined) return whole(scene, usable.environment);
    return unsatisfied(scene, "there is no environment to run in");
  }
  const plan = await planWithoutEngine(context, scene);
  const chosen = plan?.action === "reuse" ? plan.environment : undefined;
  // By its place: what conda made may be without a Python.
  const environment =
    chosen && candidatesOf(scene.survey).find(({ prefix }) => prefix === chosen.prefix)?.environment;
  if (environment !== undefined) return environment;
  const nearest = candidatesOf(scene.survey).find((candidate) => candidate.environment !== undefined);
  if (nearest?.environment === undefined) return unsatisfied(scene, "it has no environment yet");
  const { holds, because } = stateOf(whole(scene, nearest.environment), goal);
  const rejected = plan?.candidates.find(({ prefix }) => prefix === nearest.prefix);
  return unsatisfied(scene, sentence(holds ? (rejected?.because ?? because) : because));
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
      hint: `burrow up${script === undefined ? "" : ` ${shellWord(script)}`} · or burrow run --no-check …`,
    },
  );
}
