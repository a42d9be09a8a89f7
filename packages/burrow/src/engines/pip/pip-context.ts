import type { Argument, Command, Output } from "../../machine/command.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import type { Done } from "../engine.ts";
import { buildEnvironment, engineEnvironment } from "../environment.ts";
import { pipFailure } from "./pip-failure.ts";

/** What every command of pip is made from. */
export interface PipContext {
  /** An unpacked pip, which is a program as it stands: an environment's own pip may be absent or old. */
  readonly home: AbsolutePath;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
}

/**
 * A command of pip, run by the Python that it is to serve, isolated (`-I`) from the shell's Python variables and from the folder it runs in.
 * Bytecode goes beside pip: an environment that was only asked has to stay as it was.
 */
export function pipCommand(
  { home, env }: PipContext,
  python: AbsolutePath,
  args: readonly Argument[],
  { builds = false, ...rest }: Pick<Command, "files" | "reads"> & { readonly builds?: boolean } = {},
): Command {
  return {
    program: python,
    args: ["-I", "-X", `pycache_prefix=${join(home, "bytecode")}`, join(home, "pip"), ...args],
    ...rest,
    env: builds ? buildEnvironment(env) : engineEnvironment(env),
  };
}

/** Whether an act succeeded: the status must be 0; a signal, a time limit and a failed start are failures. */
export function pipDone(output: Output): Done {
  if (output.status === 0 && output.failure === undefined) return { ok: true };
  return { ok: false, detail: pipFailure(output) };
}
