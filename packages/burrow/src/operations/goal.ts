import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Settings } from "../model/settings.ts";
import { readAskedPython } from "../plan/asked-python.ts";
import { newReader } from "../plan/new-reader.ts";
import { readsYaml } from "../project/conda/conda-files.ts";
import { findProject } from "../project/find-project.ts";
import { readGoal } from "../project/goal.ts";
import { environmentName, problemOfEnvironmentName } from "../project/settings/environment-name.ts";
import type { Context } from "./context.ts";
import { filesOf } from "./project-files.ts";
import { settingsFor } from "./project-settings.ts";

/** What of a project's wishes is read. */
export interface GoalOptions {
  readonly path?: string;
  readonly kind?: string;
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  readonly python?: string;
  readonly lockPolicy?: Settings["lockPolicy"];
  /** `--backend`: what kind of environment, whatever the files say. */
  readonly backend?: string;
  /** `--channel`: conda channels beside those of the file. */
  readonly channels?: readonly string[];
  /** `--env-name`: what the project's conda environment is called. */
  readonly envName?: string;
}

/**
 * Understands what a project, or one file of it, asks for; a conda environment is called as the options say, else as the settings do. Runs nothing. Throws `goal/not-found` when
 * the path leads nowhere.
 */
export async function readProjectGoal(context: Context, options: GoalOptions): Promise<Goal> {
  const goal = await readAsked(context, options);
  if (goal.conda === undefined || options.envName !== undefined) return goal;
  const { environmentName: envName } = settingsFor(context, goal.root).settings;
  return envName === undefined ? goal : readAsked(context, { ...options, envName });
}

async function readAsked({ machine, cwd }: Context, options: GoalOptions): Promise<Goal> {
  const files = filesOf(machine);
  const { path: given, kind, groups, extras, lockPolicy, channels, envName } = options;
  const path =
    given === undefined ? findProject(cwd, files, machine.home) : existing(machine, join(cwd, given));
  const python = options.python === undefined ? undefined : askedPython(machine, cwd, options.python);
  const backend = options.backend === undefined ? undefined : backendOf(options.backend);
  if (envName !== undefined) checkName(envName);
  const yaml = readsYaml(path, files) ? (await import("../standards/yaml.ts")).parseYaml : undefined;
  return readGoal(
    {
      path,
      env: machine.env,
      platform: machine.platform,
      ...(kind && { kind }),
      ...(groups && { groups }),
      ...(extras && { extras }),
      ...(python && { python }),
      ...(lockPolicy && { lockPolicy }),
      ...(backend && { backend }),
      ...(channels && { channels }),
      ...(envName !== undefined && { envName }),
      ...(yaml && { yaml }),
    },
    files,
  );
}

/** What `--backend` means; undefined for `auto`, which leaves it to the files. */
function backendOf(text: string): "venv" | "conda" | undefined {
  if (text === "auto") return undefined;
  if (text === "venv" || text === "conda") return text;
  throw new BurrowError("usage/bad-value", `\`--backend ${text}\` is no kind of environment`, {
    ...(/^(?:micromamba|mamba|pixi|rattler)$/u.test(text) && {
      because: `${text} is an engine; the environments that it makes are conda's`,
    }),
    hint: "one of venv, conda, auto",
  });
}

function checkName(name: string): void {
  const problem = problemOfEnvironmentName(name);
  if (problem === undefined) return;
  throw new BurrowError("usage/bad-value", `\`--env-name ${name}\` cannot name an environment`, {
    because: problem,
    hint: `such as --env-name ${environmentName(name)}`,
  });
}

/** What `--python` asks for; a path is resolved, because one Python goes by many names. */
function askedPython(machine: Machine, cwd: AbsolutePath, text: string): string {
  if (/[\\/]/u.test(text)) {
    const path = join(cwd, text);
    return machine.realPath(path) ?? path;
  }
  if (readAskedPython(text, newReader()) !== undefined) return text;
  throw new BurrowError("usage/bad-value", `\`${text}\` does not name a Python`, {
    because: "it is neither a version, a set of versions, an implementation nor a path",
    hint: "such as --python 3.12, --python '>=3.10,<3.13', --python pypy3.10",
  });
}

/** Links are resolved: an editable install names the real folder, and so must the project. */
function existing(machine: Machine, path: AbsolutePath): AbsolutePath {
  const real = machine.realPath(path);
  if (real !== undefined) return real;
  throw new BurrowError("goal/not-found", `there is nothing at \`${path}\``, {
    hint: "name a project's folder or one of its files",
  });
}
