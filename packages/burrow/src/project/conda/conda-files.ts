import { baseName, join, parent, type AbsolutePath } from "../../model/path.ts";
import { isSubdir } from "../../standards/conda-subdirs.ts";
import type { Files } from "../files.ts";
import { findProject } from "../find-project.ts";
import type { Scope } from "../reading.ts";

/** Names of the manifest, the first one that is there counts. */
const ENVIRONMENT_FILES = ["environment.yml", "environment.yaml"] as const;
/** The unified lock. */
const LOCK_FILE = "conda-lock.yml";

/** The conda files of a folder. */
export interface CondaFiles {
  readonly manifest?: AbsolutePath;
  readonly lock?: AbsolutePath;
  /** Whether one file was named and its folder does not matter. */
  readonly alone?: true;
}

/** Finds the conda files of the scope's folder; for want of a unified lock, `conda-<platform>.lock` of the platform. */
export function findCondaFiles({ root, files }: Scope, subdir: string | undefined): CondaFiles {
  const there = (path: AbsolutePath): boolean => files.fact(path).was !== "absent" && !files.isFolder(path);
  const [manifest] = ENVIRONMENT_FILES.map((name) => join(root, name)).filter(there);
  const [lock] = lockNames(subdir)
    .map((name) => join(root, name))
    .filter(there);
  return { ...(manifest !== undefined && { manifest }), ...(lock !== undefined && { lock }) };
}

function lockNames(subdir: string | undefined): readonly string[] {
  return [LOCK_FILE, ...(subdir === undefined ? [] : [`conda-${subdir}.lock`])];
}

/** Makes all files that `findCondaFiles` looked for facts of the goal, those that are absent among them. */
export function watchCondaFiles({ root, files }: Scope, subdir: string | undefined): void {
  for (const name of [...ENVIRONMENT_FILES, ...lockNames(subdir)]) files.read(join(root, name));
}

/** Whether what is asked for holds YAML, so that `GoalRequest.yaml` is needed: the parser is loaded only then. */
export function readsYaml(path: AbsolutePath, files: Files): boolean {
  if (!files.isFolder(path) && /\.ya?ml$/u.test(baseName(path))) return true;
  const root = files.isFolder(path) ? path : findProject(parent(path), files);
  return [...ENVIRONMENT_FILES, LOCK_FILE].some((name) => files.fact(join(root, name)).was !== "absent");
}

/** What a file by itself is to conda, told by its name: a manifest, a lock or an `@EXPLICIT` file. */
export function condaKindOf(path: AbsolutePath): "environment" | "conda-lock" | undefined {
  const name = baseName(path);
  if (/conda-lock\.ya?ml$/u.test(name)) return "conda-lock";
  const explicit = /^conda-(.+)\.lock$/u.exec(name)?.[1];
  if (explicit !== undefined && isSubdir(explicit)) return "conda-lock";
  return /\.ya?ml$/u.test(name) ? "environment" : undefined;
}
