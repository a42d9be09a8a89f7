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
  /** Folders of the uv workspace's members, by normalised name. */
  readonly members?: ReadonlyMap<string, AbsolutePath>;
}

/** A folder that is asked for, whose own requirements are asked for with it. */
export interface FolderNeed {
  readonly folder: AbsolutePath;
  /** Normalised. */
  readonly extras: readonly string[];
  readonly marker?: string;
}

/** What one file, or several, say. */
export interface Reading {
  readonly requirements: readonly GoalRequirement[];
  readonly constraints: readonly GoalRequirement[];
  readonly options: readonly GoalOption[];
  /** Folders among the requirements, and members of the workspace that are no packages; what they need is not among the requirements yet. */
  readonly folders: readonly FolderNeed[];
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
  folders: [],
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
    folders: readings.flatMap(({ folders }) => folders),
    problems: readings.flatMap(({ problems }) => problems),
    warnings: readings.flatMap(({ warnings }) => warnings),
    manifests: [...new Set(readings.flatMap(({ manifests }) => manifests))],
  };
}
