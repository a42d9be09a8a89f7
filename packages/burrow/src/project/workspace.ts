import { ancestors, isInside, join, relative, type AbsolutePath } from "../model/path.ts";
import { normalizeName } from "../standards/name.ts";
import { EMPTY_PYPROJECT, parsePyproject, type Pyproject } from "../standards/pyproject.ts";
import type { UvWorkspace } from "../standards/uv-table.ts";
import type { Files } from "./files.ts";
import { fitsGlob, fitsPart } from "./glob.ts";
import type { Scope } from "./reading.ts";
import { sourceText } from "./source-text.ts";

/** A uv workspace as seen from one of its members. */
export interface Workspace {
  readonly root: AbsolutePath;
  /** What the root's `pyproject.toml` says: its sources, indexes and constraints count for all members. */
  readonly pyproject: Pyproject;
  /** By normalised name, the root's project included. */
  readonly members: ReadonlyMap<string, WorkspaceMember>;
}

/** A member of a workspace. */
export interface WorkspaceMember {
  readonly folder: AbsolutePath;
  readonly pyproject: Pyproject;
}

/** More folders than this are not looked into. */
const MOST_FOLDERS = 2000;
/** Parts of a path that `**` goes through at most. */
const DEEPEST = 6;

/** The uv workspace whose root or member the project is; undefined when it is in none. */
export function findWorkspace(pyproject: Pyproject, scope: Scope): Workspace | undefined {
  const { root } = scope;
  const own = pyproject.uv?.workspace;
  if (own) return workspaceAt(root, pyproject, own, scope);
  for (const folder of ancestors(root)) {
    const above = pyprojectIn(folder, scope);
    const table = above?.uv?.workspace;
    if (above === undefined || table === undefined) continue;
    const workspace = workspaceAt(folder, above, table, scope);
    return [...workspace.members.values()].some((member) => member.folder === root) ? workspace : undefined;
  }
  return undefined;
}

function workspaceAt(root: AbsolutePath, pyproject: Pyproject, table: UvWorkspace, scope: Scope): Workspace {
  const members = new Map<string, WorkspaceMember>();
  const add = (folder: AbsolutePath, said: Pyproject): void => {
    const name = said.project?.name?.text;
    if (name !== undefined && !members.has(normalizeName(name)))
      members.set(normalizeName(name), { folder, pyproject: said });
  };
  add(root, pyproject);
  const folders = new Set(table.members.flatMap((glob) => matching(root, glob, scope.files)));
  for (const folder of folders) {
    const path = relative(root, folder).replaceAll("\\", "/");
    const said = table.exclude.some((glob) => fitsGlob(glob, path)) ? undefined : pyprojectIn(folder, scope);
    if (said) add(folder, said);
  }
  return { root, pyproject, members };
}

function pyprojectIn(folder: AbsolutePath, scope: Scope): Pyproject | undefined {
  const file = join(folder, "pyproject.toml");
  // A look costs less than a fact for every file that is not there.
  if (!scope.files.isThere(file)) return undefined;
  const source = sourceText(file, scope);
  return source.state === "text" ? parsePyproject(source.text) : EMPTY_PYPROJECT;
}

/** The folders that a glob leads to: `*` and `?` within one part, `**` through several. Never out of the root, except where the glob says `..`. */
function matching(root: AbsolutePath, glob: string, files: Files): readonly AbsolutePath[] {
  const parts = glob.split("/").filter((part) => part !== "" && part !== ".");
  let looked = 0;
  const follow = (folder: AbsolutePath, at: number, depth: number): readonly AbsolutePath[] => {
    looked += 1;
    const part = parts[at];
    if (looked > MOST_FOLDERS) return [];
    if (part === undefined) return [folder];
    if (part === "**")
      return [
        ...follow(folder, at + 1, depth),
        ...(depth >= DEEPEST ? [] : below(folder, files).flatMap((inner) => follow(inner, at, depth + 1))),
      ];
    if (!/[*?]/u.test(part)) {
      const next = part.includes("\u0000") ? undefined : join(folder, part);
      return next !== undefined && files.isFolder(next) ? follow(next, at + 1, depth) : [];
    }
    return below(folder, files)
      .filter((inner) => fitsPart(part, relative(folder, inner)))
      .flatMap((inner) => follow(inner, at + 1, depth));
  };
  return follow(root, 0, 0);
}

function below(folder: AbsolutePath, files: Files): readonly AbsolutePath[] {
  return files
    .list(folder)
    .filter((name) => !name.startsWith("."))
    .map((name) => join(folder, name))
    .filter((path) => isInside(path, folder) && files.isFolder(path));
}

/** A member's own tables, with the sources of the workspace's root where it has none of that name. */
export function inherited(
  member: Pyproject,
  top: Pyproject,
  folder: AbsolutePath,
  root: AbsolutePath,
): Pyproject {
  if (member === top || folder === root || top.uv === undefined) return member;
  const above = new Map(
    [...top.uv.sources].map(([name, sources]) => [
      name,
      sources.map((source) =>
        source.place?.kind === "path" && !source.place.path.includes("\u0000")
          ? { ...source, place: { ...source.place, path: join(root, source.place.path) } }
          : source,
      ),
    ]),
  );
  const own = member.uv ?? { constraints: [], overrides: [], indexes: [], sources: new Map<string, never>() };
  return { ...member, uv: { ...own, sources: new Map([...above, ...own.sources]) } };
}
