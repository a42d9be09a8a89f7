import type { GoalRequirement } from "../../model/goal.ts";
import { type AbsolutePath, baseName } from "../../model/path.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import type { LocatedProblem } from "../../standards/position.ts";
import type { Pyproject } from "../../standards/pyproject.ts";
import type { Scope } from "../reading.ts";
import type { Selection } from "../selection.ts";
import type { Workspace } from "../workspace.ts";

/** What is asked of a lock file. */
export interface LockQuestion {
  readonly file: AbsolutePath;
  readonly text: string;
  readonly manifest: Manifest;
  readonly selection: Selection;
  readonly scope: Scope;
}

/** What a lock has to fit. */
export interface Manifest {
  readonly pyproject: Pyproject;
  /** The text of the `pyproject.toml`, or of the Pipfile for its lock. */
  readonly text: string;
  /** What it asks for, under the selection. */
  readonly requirements: readonly GoalRequirement[];
  readonly workspace?: Workspace;
}

/** What a lock says: the pins of the selection, and how it differs from the manifest it was made of; fresh when it does not. */
export type LockAnswer =
  | {
      readonly ok: true;
      readonly pins: readonly GoalRequirement[];
      /** Short texts, such as `+ rich>=13`. */
      readonly differences: readonly string[];
      readonly problems: readonly FileProblem[];
    }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** What to do about a lock that cannot be read. */
export const LOCK_AGAIN = "lock again with its own tool";

/** The command that makes a lock file anew, where one does. */
const COMMANDS: Readonly<Record<string, string>> = {
  "uv.lock": "uv lock",
  "poetry.lock": "poetry lock",
  "pdm.lock": "pdm lock",
  "Pipfile.lock": "pipenv lock",
};

/** What to do about a lock that is older than the files beside it. */
export function lockAgain(file: AbsolutePath): string {
  return COMMANDS[baseName(file)] ?? LOCK_AGAIN;
}
