import { join, type AbsolutePath } from "../model/path.ts";
import { EMPTY_PYPROJECT, parsePyproject, type Pyproject } from "../standards/pyproject.ts";
import { parsePipfile, type Pipfile } from "../standards/pipfile.ts";
import { subdirOf } from "../standards/conda-subdirs.ts";
import { watchCondaFiles } from "./conda/conda-files.ts";
import type { GoalRequest } from "./files.ts";
import { indexOptions } from "./indexes.ts";
import { listed } from "./listed.ts";
import { listsRequirements, readPyproject, selected } from "./pyproject-file.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { select, type Selection } from "./selection.ts";
import { findSetupFiles, readSetupFiles } from "./setup-files.ts";
import { inFile, sourceText } from "./source-text.ts";
import { uvLimits } from "./uv-limits.ts";
import { findWorkspace, inherited, type Workspace } from "./workspace.ts";

/** Files that make the group `dev` of a project whose requirements are in `requirements.txt`; all that exist count. */
const DEV_FILES = ["requirements-dev.txt", "dev-requirements.txt", "requirements/dev.txt"];

/** What a project's manifests say, and what a lock of theirs has to be compared with. */
export interface Manifests extends ProjectReading {
  readonly pyproject: Pyproject;
  /** What lists the requirements, and the text of that file. */
  readonly lists: "pyproject" | "pipfile" | "other";
  readonly text: string;
  readonly selection: Selection;
  readonly uvWorkspace?: Workspace;
}

/**
 * What a project's manifests ask for, locks apart.
 *
 * A `pyproject.toml` that lists dependencies (in `[project]` or `[tool.poetry]`, or calls them dynamic) is the whole truth: requirements files beside it are taken for
 * what a tool compiled from it, and are not read. Otherwise `setup.cfg` and the literals of `setup.py` count together with a Pipfile, or where there is none with `requirements.txt`,
 * and then `requirements-dev.txt`, `dev-requirements.txt` and `requirements/dev.txt` are the group `dev`. Dependency groups of the `pyproject.toml` count
 * in all cases. No other file is guessed at.
 */
export function readManifests(request: GoalRequest, scope: Scope): Manifests {
  const file = join(scope.root, "pyproject.toml");
  const source = sourceText(file, scope);
  const own = source.state === "text" ? parsePyproject(source.text) : EMPTY_PYPROJECT;
  const workspace = findWorkspace(own, scope);
  const pyproject = workspace ? inherited(own, workspace.pyproject, scope.root, workspace.root) : own;
  const inside: Scope = workspace
    ? { ...scope, members: new Map([...workspace.members].map(([name, { folder }]) => [name, folder])) }
    : scope;

  const lists = listsRequirements(pyproject);
  const setup = lists ? undefined : findSetupFiles(inside);
  const pipfile = lists ? undefined : readPipfile(inside);
  const dev =
    !lists &&
    !pipfile &&
    paths(inside, DEV_FILES).some((path) => sourceText(path, inside).state !== "absent");
  const selection = select(request, choices(pyproject, setup?.extras ?? [], pipfile, dev));

  const said = source.state === "text" ? readPyproject(pyproject, file, selection, inside) : undefined;
  const older = setup && readSetupFiles(setup, selection.extras, inside);
  const files =
    lists || pipfile ? undefined : readRequirementsFiles(paths(inside, rootFiles(selection.groups)), inside);
  const packages = pipfile && pipfileReading(pipfile, selection, inside);
  watchCondaFiles(scope, request.platform && subdirOf(request.platform));
  const stated = source.state === "text" ? selected(pyproject, selection) : [];
  const top = workspace && workspace.root !== scope.root ? workspace : undefined;

  // A `setup.py` beside a pyproject.toml with a [project] table is that project's own affair.
  const project = said?.project ?? (pyproject.project ? undefined : older?.project);
  const name = said?.name ?? older?.name;
  const requiresPython = said?.requiresPython ?? older?.requiresPython ?? packages?.requiresPython;
  return {
    ...together([
      source.state === "unreadable" ? { ...NOTHING, problems: [source.problem] } : NOTHING,
      said ?? NOTHING,
      older ?? NOTHING,
      files ?? NOTHING,
      packages ?? NOTHING,
      indexOptions(
        [
          { file, indexes: pyproject.indexes },
          ...(top ? [{ file: join(top.root, "pyproject.toml"), indexes: top.pyproject.indexes }] : []),
        ],
        stated,
        inside,
      ),
      uvLimits((top?.pyproject ?? pyproject).uv, join(top?.root ?? scope.root, "pyproject.toml"), inside),
      unknownSelection(selection.unknown, manifestOf(source.state === "text", pipfile, file, inside)),
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
    pyproject,
    lists: lists ? "pyproject" : pipfile ? "pipfile" : "other",
    text: pipfile ? pipfile.text : source.state === "text" ? source.text : "",
    selection,
    ...(workspace && { uvWorkspace: workspace }),
  };
}

function choices(
  pyproject: Pyproject,
  setupExtras: readonly string[],
  pipfile: PipfileSource | undefined,
  dev: boolean,
): Parameters<typeof select>[1] {
  const { project, poetry, groups, extraFiles, defaultGroups, usualGroups } = pyproject;
  const poetryExtras = project && project.extras.size > 0 ? [] : (poetry?.extras.keys() ?? []);
  return {
    groups: [...new Set([...groups.keys(), ...(pipfile?.says.groups.keys() ?? []), ...(dev ? ["dev"] : [])])],
    extras: [
      ...new Set([...(project?.extras.keys() ?? []), ...poetryExtras, ...extraFiles.keys(), ...setupExtras]),
    ],
    ...(defaultGroups && { defaultGroups }),
    usualGroups,
    dynamicExtras: project?.dynamic.some(({ text }) => text === "optional-dependencies") ?? false,
  };
}

interface PipfileSource {
  readonly file: AbsolutePath;
  readonly text: string;
  readonly says: Pipfile;
  readonly problems: Reading["problems"];
}

function readPipfile(scope: Scope): PipfileSource | undefined {
  const file = join(scope.root, "Pipfile");
  const source = sourceText(file, scope);
  if (source.state === "absent") return undefined;
  const text = source.state === "text" ? source.text : "";
  return {
    file,
    text,
    says: parsePipfile(text),
    problems: source.state === "unreadable" ? [source.problem] : [],
  };
}

function pipfileReading(
  { file, says, problems }: PipfileSource,
  { groups }: Selection,
  scope: Scope,
): Reading & Pick<ProjectReading, "requiresPython"> {
  const all = [...says.packages, ...groups.flatMap((group) => says.groups.get(group) ?? [])];
  const python = says.requiresPython;
  return {
    ...together([
      {
        ...NOTHING,
        manifests: [file],
        problems: [...problems, ...says.problems.map((problem) => inFile(file, problem))],
      },
      listed(all, file, scope),
      indexOptions([{ file, indexes: says.indexes }], all, scope),
    ]),
    ...(python && {
      requiresPython: { specifier: python.text, origin: { file, line: python.line, column: python.column } },
    }),
  };
}

function rootFiles(groups: readonly string[]): readonly string[] {
  return ["requirements.txt", ...(groups.includes("dev") ? DEV_FILES : [])];
}

function paths({ root }: Scope, names: readonly string[]): readonly AbsolutePath[] {
  return names.map((name) => join(root, name));
}

function manifestOf(
  hasPyproject: boolean,
  pipfile: PipfileSource | undefined,
  file: AbsolutePath,
  { root }: Scope,
): AbsolutePath {
  return hasPyproject ? file : (pipfile?.file ?? join(root, "requirements.txt"));
}

function unknownSelection(unknown: Selection["unknown"], file: AbsolutePath): Reading {
  return { ...NOTHING, problems: unknown.map((problem) => ({ file, line: 1, column: 1, ...problem })) };
}
