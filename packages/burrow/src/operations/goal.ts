import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Settings } from "../model/settings.ts";
import type { Files } from "../project/files.ts";
import { readAskedPython } from "../plan/asked-python.ts";
import { newReader } from "../plan/new-reader.ts";
import { findProject } from "../project/find-project.ts";
import { readGoal } from "../project/goal.ts";
import type { Context } from "./context.ts";

/** What of a project's wishes is read. */
export interface GoalOptions {
  readonly path?: string;
  readonly kind?: string;
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  readonly python?: string;
  readonly lockPolicy?: Settings["lockPolicy"];
}

/** The project's files as the pure centre sees them. */
export function filesOf(machine: Machine): Files {
  return {
    read: (path) => machine.readBytes(path),
    isFolder: (path) => machine.target(path)?.kind === "folder",
    isThere: (path) => machine.status(path) !== undefined,
    list: (path) => machine.list(path).map(({ name }) => name),
    fact: (path) => factOf(machine, path),
  };
}

/** Understands what a project, or one file of it, asks for. Runs nothing. Throws `goal/not-found` when the path leads nowhere. */
export function readProjectGoal({ machine, cwd }: Context, options: GoalOptions): Promise<Goal> {
  const files = filesOf(machine);
  const { path: given, kind, groups, extras, lockPolicy } = options;
  const path =
    given === undefined ? findProject(cwd, files, machine.home) : existing(machine, join(cwd, given));
  const python = options.python === undefined ? undefined : askedPython(machine, cwd, options.python);
  return Promise.resolve(
    readGoal(
      {
        path,
        env: machine.env,
        ...(kind && { kind }),
        ...(groups && { groups }),
        ...(extras && { extras }),
        ...(python && { python }),
        ...(lockPolicy && { lockPolicy }),
      },
      files,
    ),
  );
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
