import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Files } from "../project/files.ts";
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
}

/** The project's files as the pure centre sees them. */
export function filesOf(machine: Machine): Files {
  return {
    read: (path) => machine.readBytes(path),
    isFolder: (path) => machine.target(path)?.kind === "folder",
    list: (path) => machine.list(path).map(({ name }) => name),
    fact: (path) => factOf(machine, path),
  };
}

/** Understands what a project, or one file of it, asks for. Runs nothing. Throws `goal/not-found` when the path leads nowhere. */
export function readProjectGoal({ machine, cwd }: Context, options: GoalOptions): Promise<Goal> {
  const files = filesOf(machine);
  const { path: given, kind, groups, extras, python } = options;
  const path =
    given === undefined ? findProject(cwd, files, machine.home) : existing(machine, join(cwd, given));
  return Promise.resolve(
    readGoal(
      {
        path,
        env: machine.env,
        ...(kind && { kind }),
        ...(groups && { groups }),
        ...(extras && { extras }),
        ...(python && { python }),
      },
      files,
    ),
  );
}

function existing(machine: Machine, path: AbsolutePath): AbsolutePath {
  if (machine.target(path) !== undefined) return path;
  throw new BurrowError("goal/not-found", `there is nothing at \`${path}\``, {
    hint: "name a project's folder or one of its files",
  });
}
