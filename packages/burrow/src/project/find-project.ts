import { ancestors, parent, type AbsolutePath } from "../model/path.ts";
import type { Files } from "./files.ts";
import { SETTINGS_FILES } from "./settings/documents.ts";

const MARKS: ReadonlySet<string> = new Set([
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  ".python-version",
  ".tool-versions",
  "uv.lock",
  "pylock.toml",
  "Pipfile",
  "environment.yml",
  "environment.yaml",
  "conda-lock.yml",
  ...SETTINGS_FILES,
]);

/**
 * The project that a folder belongs to: the nearest folder at or above it with a project file, else the folder itself.
 * `home` and the root of a file system are nobody's project unless one starts there.
 */
export function findProject(start: AbsolutePath, files: Files, home?: AbsolutePath): AbsolutePath {
  const above = ancestors(start).filter((folder) => folder !== home && parent(folder) !== folder);
  return [start, ...above].find((folder) => files.list(folder).some(isProjectFile)) ?? start;
}

function isProjectFile(name: string): boolean {
  return MARKS.has(name) || /^requirements.*\.txt$/u.test(name);
}
