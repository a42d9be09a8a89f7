import type { Foreground } from "../machine/foreground.ts";
import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { stateOf } from "../plan/state.ts";
import { parseScriptMetadata } from "../standards/script-metadata.ts";
import { activated } from "./activation.ts";
import type { Context } from "./context.ts";
import { programFor } from "./find-program.ts";
import { surroundings } from "./look.ts";
import { planWithoutEngine, type Scene } from "./plan.ts";
import { policyOf } from "./policy.ts";
import { namedEnvironment, readProject } from "./settings.ts";

/** What is run, and where. */
export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** `--env`. */
  readonly env?: string;
  readonly path?: string;
  /** Run in the project's environment even when it does not hold what the project asks for. */
  readonly noCheck?: boolean;
}

/**
 * Runs a program in the project's environment, or a script (PEP 723) in its own, and gives the exit status. The environment is used as it stands: when it does not hold what the project asks for,
 * `run/not-satisfied` is thrown and nothing runs. Input, terminal and signals are the program's.
 */
export async function run(context: Context, foreground: Foreground, options: RunOptions): Promise<number> {
  const script = scriptAt(context, options.command);
  const environment = await environmentFor(
    context,
    script === undefined ? options : { ...options, path: script },
  );
  const env = activated(context.machine.env, environment, context.machine.platform);
  const [command, args] =
    script === undefined ? [options.command, options.args] : ["python", [script, ...options.args]];
  const program = programFor(context.machine, command, env, context.cwd);
  return foreground.exec({ program, args, env, cwd: context.cwd });
}

/** The script that a command names: a file with a `script` block (PEP 723), which has an environment of its own. */
function scriptAt({ machine, cwd }: Context, command: string): AbsolutePath | undefined {
  if (!command.endsWith(".py")) return undefined;
  const path = join(cwd, command);
  const text = machine.readText(path);
  return text === undefined || parseScriptMetadata(text) === undefined ? undefined : path;
}

/** A shell in the project's environment; the person's own (`SHELL`), or the platform's. */
export async function shell(
  context: Context,
  foreground: Foreground,
  options: Omit<RunOptions, "command" | "args">,
): Promise<number> {
  const { env, platform } = context.machine;
  const command = platform.os === "windows" ? (env["COMSPEC"] ?? "cmd.exe") : (env["SHELL"] ?? "/bin/sh");
  return run(context, foreground, { ...options, command, args: [] });
}

async function environmentFor(context: Context, { env, path, noCheck }: RunOptions): Promise<Environment> {
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
