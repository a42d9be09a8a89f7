import type { Foreground } from "../machine/foreground.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { type Activated, activated } from "./activation.ts";
import type { Context } from "./context.ts";
import { programFor } from "./find-program.ts";
import { remembered } from "./remember.ts";
import { rememberUse, type Used } from "./uses.ts";

/** What is run, and where. */
export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** `--env`. */
  readonly env?: string;
  /** `--backend`: what kind of environment, whatever the files say. */
  readonly backend?: string;
  readonly path?: string;
  /** Run in the project's environment even when it does not hold what the project asks for. */
  readonly noCheck?: boolean;
}

/**
 * Runs a program in the project's environment, or a script (PEP 723) in its own, and gives the exit status. The environment is used as it stands: when it does not hold what the project asks for,
 * `run/not-satisfied` is thrown and nothing runs. Input, terminal and signals are the program's.
 */
export async function run(context: Context, foreground: Foreground, options: RunOptions): Promise<number> {
  const script = await scriptAt(context, options.command);
  const { environment, root } = await environmentFor(
    context,
    script === undefined ? options : { ...options, path: script },
  );
  const env = await variablesOf(context, environment);
  const [command, args] =
    script === undefined ? [options.command, options.args] : ["python", [script, ...options.args]];
  const program = programFor(context.machine, command, env, context.cwd);
  // The program is running while its use is remembered.
  const [status] = await Promise.all([
    foreground.exec({ program, args, env, cwd: context.cwd }),
    rememberUse(context, { environment, ...(script === undefined && { root }) }),
  ]);
  return status;
}

/** What a program sees of the environment that it runs in. */
async function variablesOf(
  context: Context,
  environment: Activated,
): Promise<Readonly<Record<string, string>>> {
  const env = activated(context.machine.env, environment);
  if (environment.kind !== "conda" && environment.kind !== "pixi") return env;
  return (await import("./conda-activation.ts")).condaActivated(context, environment, env);
}

/** The script that a command names: a file with a `script` block (PEP 723), which has an environment of its own. */
async function scriptAt({ machine, cwd }: Context, command: string): Promise<AbsolutePath | undefined> {
  if (!command.endsWith(".py")) return undefined;
  const path = join(cwd, command);
  const text = machine.readText(path);
  if (text?.includes("# /// script") !== true) return undefined; // most have none, and what reads one is long to load
  const { parseScriptMetadata } = await import("../standards/script-metadata.ts");
  return parseScriptMetadata(text) === undefined ? undefined : path;
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

/** The environment to run in, without what only planning asks of it, and the project that it serves. */
function environmentFor(
  context: Context,
  { command: _command, args: _args, ...asked }: RunOptions,
): Promise<{ readonly environment: Activated & Used; readonly root: AbsolutePath }> {
  return remembered(
    context,
    { run: asked },
    () => true,
    async (noting) => {
      const { environmentToRun } = await import("./environment-to-run.ts");
      const { environment, root } = await environmentToRun(noting, asked);
      const { distributions: ___, facts: ____, layers: _____, ...used } = environment;
      return { environment: used, root };
    },
  );
}
