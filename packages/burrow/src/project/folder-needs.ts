import type { GoalRequirement } from "../model/goal.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { fileUrlPath } from "../standards/file-url.ts";
import { parsePyproject } from "../standards/pyproject.ts";
import type { FolderNeed, Scope } from "./reading.ts";
import { sourceText } from "./source-text.ts";

/** The folder that a requirement names, with what is asked of it; none for a name, an archive or a repository. */
export function folderNeeds(
  { editable, url, extras, marker }: GoalRequirement,
  { files }: Scope,
): readonly FolderNeed[] {
  const path = editable ?? (url !== undefined && /^file:/iu.test(url) ? fileUrlPath(url) : undefined);
  if (path === undefined || !files.isFolder(path)) return [];
  return [{ folder: path, extras, ...(marker !== undefined && { marker }) }];
}

/** Whether a member of a uv workspace that another one needs is something to install: always, unless `[tool.uv] package` denies it. */
export function isInstallable(folder: AbsolutePath, scope: Scope): boolean {
  const source = sourceText(join(folder, "pyproject.toml"), scope);
  if (source.state !== "text") return true;
  return parsePyproject(source.text).uv?.isPackage ?? true;
}
