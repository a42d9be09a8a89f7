import type { GoalOption, GoalRequirement, OwnProject } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import type { FileProblem, Origin } from "../model/text-origin.ts";
import type { Files } from "./files.ts";

/** What every reader of a project's files needs to know. */
export interface Scope {
  readonly files: Files;
  /** The project's folder: relative paths in requirements start here, as they do for people who run pip there. */
  readonly root: AbsolutePath;
  /** For `${VAR}`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What one file, or several, say. */
export interface Reading {
  readonly requirements: readonly GoalRequirement[];
  readonly constraints: readonly GoalRequirement[];
  readonly options: readonly GoalOption[];
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly Reason[];
  /** The files that were read, in order. */
  readonly manifests: readonly AbsolutePath[];
}

/** What the files of a project say as a whole. */
export interface ProjectReading extends Reading {
  readonly name?: string;
  readonly requiresPython?: { readonly specifier: string; readonly origin: Origin };
  readonly project?: OwnProject;
  /** The selection that was made. */
  readonly groups: readonly string[];
  readonly extras: readonly string[];
}

/** A reading of nothing. */
export const NOTHING: Reading = {
  requirements: [],
  constraints: [],
  options: [],
  problems: [],
  warnings: [],
  manifests: [],
};

/** Readings one after the other; a file that was read twice is listed once. */
export function together(readings: readonly Reading[]): Reading {
  return {
    requirements: readings.flatMap(({ requirements }) => requirements),
    constraints: readings.flatMap(({ constraints }) => constraints),
    options: readings.flatMap(({ options }) => options),
    problems: readings.flatMap(({ problems }) => problems),
    warnings: readings.flatMap(({ warnings }) => warnings),
    manifests: [...new Set(readings.flatMap(({ manifests }) => manifests))],
  };
}
