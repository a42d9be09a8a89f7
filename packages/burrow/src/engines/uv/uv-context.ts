import type { Argument, Command, Output } from "../../machine/command.ts";
import type { GoalOption } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Done } from "../engine.ts";
import { type EngineOptions, engineOptions } from "../engine-options.ts";
import { buildEnvironment, engineEnvironment } from "../environment.ts";
import { failureOf } from "./uv-failure.ts";

/** What every command of uv is made from. */
export interface UvContext {
  readonly program: AbsolutePath;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
}

/** What a command is to have beside its own arguments. */
interface Call {
  readonly files?: Readonly<Record<string, string>>;
  readonly views?: Command["views"];
  readonly reads?: readonly string[];
  /** Whether a project's build runs in it. */
  readonly builds?: boolean;
  readonly offline?: boolean;
}

/** A command of uv that reads no configuration and downloads no Python (design §6a). */
export function uvCommand(
  { program, env, offline }: UvContext,
  args: readonly Argument[],
  { files, views, reads, builds = false, offline: cached = false }: Call = {},
): Command {
  return {
    program,
    args: ["--no-config", "--no-python-downloads", ...(offline || cached ? ["--offline"] : []), ...args],
    ...(files !== undefined && { files }),
    ...(views !== undefined && { views }),
    ...(reads !== undefined && { reads }),
    env: builds ? buildEnvironment(env) : engineEnvironment(env),
  };
}

/** The goal's options as uv takes them: lines for a requirements file, and arguments. */
export function uvOptions(
  options: readonly GoalOption[],
): Pick<EngineOptions, "lines"> & { readonly args: readonly string[] } {
  const { lines, folders, trustedHosts, preReleases, noIndex } = engineOptions(options);
  return {
    lines,
    args: [
      ...folders.map((folder) => `--find-links=${folder}`),
      ...trustedHosts.map((host) => `--allow-insecure-host=${host}`),
      ...(preReleases ? ["--prerelease=allow"] : []),
      ...(noIndex ? ["--no-index"] : []),
    ],
  };
}

/** Whether an act succeeded: the status must be 0; a signal, a time limit and a failed start are failures. */
export function doneOf(output: Output): Done {
  if (output.status === 0 && output.failure === undefined) return { ok: true };
  return { ok: false, detail: failureOf(output) };
}
