import type { Machine } from "../../machine/machine.ts";
import type { EnvironmentKind } from "../../model/environment.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";

/** A folder in which a tool keeps environments. */
export interface ToolPlace {
  readonly kind: EnvironmentKind;
  /** The tool that governs what lies there; absent where people keep environments of their own. */
  readonly governor?: string;
  readonly folder: AbsolutePath;
  /** How many folders below it an environment lies: 1 for `<folder>/<environment>`. */
  readonly depth: number;
}

/** A hash in a name. */
export interface Hashed {
  readonly hash: string;
  readonly stem: string;
}

/** How a tool writes the project's path into the name of an environment. */
export interface PathHash {
  /** What may be the hash in a prefix, and what stands before it: mostly the name of the project's folder. */
  readonly read: (prefix: AbsolutePath) => readonly Hashed[];
  /** The hash of a project's folder. */
  readonly of: (root: AbsolutePath, os: OperatingSystem) => string;
}

/** A tool that keeps environments in folders of its own. */
export interface Tool {
  readonly places: (machine: Machine) => readonly ToolPlace[];
  readonly hash?: PathHash;
}

/** The places of one tool, each given once. */
export function placesOf(
  about: Omit<ToolPlace, "folder">,
  folders: readonly (AbsolutePath | undefined)[],
): readonly ToolPlace[] {
  const known = new Set(folders.filter((folder) => folder !== undefined));
  return [...known].map((folder) => ({ ...about, folder }));
}
