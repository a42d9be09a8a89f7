import { join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { parsePyproject, type Pyproject } from "../standards/pyproject.ts";
import type { GoalRequest } from "./files.ts";
import { listsRequirements, readPyproject } from "./pyproject-file.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { select } from "./selection.ts";
import { findSetupFiles, readSetupFiles } from "./setup-files.ts";
import { sourceText } from "./source-text.ts";

/** Files that make the group `dev` of a project whose requirements are in `requirements.txt`; all that exist count. */
const DEV_FILES = ["requirements-dev.txt", "dev-requirements.txt", "requirements/dev.txt"];
/** Files of formats that are named in a warning and not read yet. */
const CONDA_FILES = ["environment.yml", "environment.yaml", "conda-lock.yml"];

const EMPTY: Pyproject = { groups: new Map(), dependencyFiles: [], unread: [], problems: [] };

/**
 * What a project's folder asks for.
 *
 * A `pyproject.toml` whose `[project]` lists dependencies (or calls them dynamic) is the whole truth: requirements files beside it are taken for
 * what a tool compiled from it, and are not read. Otherwise `setup.cfg`, the literals of `setup.py` and `requirements.txt` count together, and
 * `requirements-dev.txt`, `dev-requirements.txt` and `requirements/dev.txt` are the group `dev`. Dependency groups of the `pyproject.toml` count
 * in both cases. No other file is guessed at.
 */
export function readProjectFiles(
  request: GoalRequest,
  scope: Scope,
): ProjectReading & { readonly conda: boolean } {
  const file = join(scope.root, "pyproject.toml");
  const source = sourceText(file, scope);
  const pyproject = source.state === "text" ? parsePyproject(source.text) : EMPTY;
  const lists = listsRequirements(pyproject);
  const setup = lists ? undefined : findSetupFiles(scope);
  const dev = !lists && paths(scope, DEV_FILES).some((path) => sourceText(path, scope).state !== "absent");

  const selection = select(request, {
    groups: [...new Set([...pyproject.groups.keys(), ...(dev ? ["dev"] : [])])],
    extras: [...(pyproject.project?.extras.keys() ?? []), ...(setup?.extras ?? [])],
    ...(pyproject.defaultGroups && { defaultGroups: pyproject.defaultGroups }),
  });
  const said = source.state === "text" ? readPyproject(pyproject, file, selection, scope) : undefined;
  const older = setup && readSetupFiles(setup, selection.extras, scope);
  const files = lists ? undefined : readRequirementsFiles(paths(scope, rootFiles(selection.groups)), scope);
  const conda = paths(scope, CONDA_FILES).filter((path) => sourceText(path, scope).state !== "absent");

  // A `setup.py` beside a pyproject.toml with a [project] table is that project's own affair.
  const project = said?.project ?? (pyproject.project ? undefined : older?.project);
  const name = said?.name ?? older?.name;
  const requiresPython = said?.requiresPython ?? older?.requiresPython;
  return {
    ...together([
      source.state === "unreadable" ? { ...NOTHING, problems: [source.problem] } : NOTHING,
      said ?? NOTHING,
      older ?? NOTHING,
      files ?? NOTHING,
      condaReading(conda),
      pipfile(scope, lists || files !== undefined),
      unknownSelection(selection.unknown, manifestOf(source.state === "text", file, scope)),
    ]),
    ...(name !== undefined && { name }),
    ...(requiresPython && { requiresPython }),
    ...(project && {
      project:
        project.name === undefined && older?.project?.name !== undefined
          ? { ...project, name: older.project.name }
          : project,
    }),
    groups: selection.groups,
    extras: selection.extras,
    conda: conda.length > 0,
  };
}

function rootFiles(groups: readonly string[]): readonly string[] {
  return ["requirements.txt", ...(groups.includes("dev") ? DEV_FILES : [])];
}

function paths({ root }: Scope, names: readonly string[]): readonly AbsolutePath[] {
  return names.map((name) => join(root, name));
}

function condaReading(files: readonly AbsolutePath[]): Reading {
  return { ...NOTHING, manifests: files, warnings: files.map((path) => reason("conda-not-read", { path })) };
}

/** A Pipfile is named when nothing else lists requirements. */
function pipfile(scope: Scope, known: boolean): Reading {
  const path = join(scope.root, "Pipfile");
  if (known || sourceText(path, scope).state === "absent") return NOTHING;
  return { ...NOTHING, warnings: [reason("not-read", { what: "the list of packages", path })] };
}

function manifestOf(hasPyproject: boolean, file: AbsolutePath, { root }: Scope): AbsolutePath {
  return hasPyproject ? file : join(root, "requirements.txt");
}

function unknownSelection(unknown: ReturnType<typeof select>["unknown"], file: AbsolutePath): Reading {
  return { ...NOTHING, problems: unknown.map((problem) => ({ file, line: 1, column: 1, ...problem })) };
}
