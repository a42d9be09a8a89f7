import type { Machine } from "../machine/machine.ts";
import { join, relative, type AbsolutePath } from "../model/path.ts";
import { parseToml } from "../standards/toml.ts";
import { enclosingFolders } from "./marks.ts";

/**
 * The root of the uv workspace that a project is a member of (`[tool.uv.workspace]`: `members` and `exclude` are globs relative to the root).
 * Undefined when it is in none; the root is no member of itself.
 */
export function workspaceOf(machine: Machine, project: AbsolutePath): AbsolutePath | undefined {
  if (machine.status(join(project, "pyproject.toml")) === undefined) return undefined;
  return enclosingFolders(machine, project).find((folder) => {
    const text = machine.readText(join(folder, "pyproject.toml"));
    // Most files have no such table, and a search costs less than a parse.
    if (text === undefined || !text.includes("workspace")) return false;
    const toml = parseToml(text);
    if (!toml.ok) return false;
    const path = relative(folder, project).replaceAll("\\", "/");
    const globs = (key: string) => texts(toml.document.get("tool", "uv", "workspace", key));
    return (
      globs("members").some((glob) => matches(glob, path)) &&
      !globs("exclude").some((glob) => matches(glob, path))
    );
  });
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A glob as uv reads them: `*` and `?` within one part, `**` over any number of parts. */
function matches(glob: string, path: string): boolean {
  const plain = glob.replace(/^\.\//u, "").replace(/\/+$/u, "");
  const pattern = plain.replaceAll(/\*\*\/?|\*|\?|[.+^${}()|[\]\\]/gu, (found) => {
    if (found.startsWith("**")) return ".*";
    return found === "*" ? "[^/]*" : found === "?" ? "[^/]" : `\\${found}`;
  });
  return new RegExp(`^${pattern}$`, "u").test(path);
}
