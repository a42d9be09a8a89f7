import type { OwnProject } from "../model/goal.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { expandGroup } from "../standards/dependency-groups.ts";
import { normalizeName } from "../standards/name.ts";
import type { ProjectTable, Pyproject } from "../standards/pyproject.ts";
import { listed } from "./listed.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { expandExtras, type Selection } from "./selection.ts";
import { inFile } from "./source-text.ts";

/** Whether the file is where the project's requirements are listed, if only as `dynamic`. */
export function listsRequirements({ project }: Pyproject): boolean {
  return project !== undefined && (project.dependencies !== undefined || isDynamic(project, "dependencies"));
}

/** What a `pyproject.toml` asks for: its dependencies, and those of the selected groups and extras. */
export function readPyproject(
  pyproject: Pyproject,
  file: AbsolutePath,
  selection: Selection,
  scope: Scope,
): ProjectReading {
  const { project, problems, unread } = pyproject;
  const own = project?.name && normalizeName(project.name.text);
  const dependencies = readDependencies(pyproject, file, scope);
  const groups = selection.groups.map((name) => expandGroup(pyproject.groups, name));
  const extras = selection.extras.flatMap((name) => project?.extras.get(name) ?? []);
  const chosen = [...extras, ...groups.flatMap(({ requirements }) => requirements)];
  const reading = together([
    { ...NOTHING, manifests: [file], problems: problems.map((problem) => inFile(file, problem)) },
    { ...NOTHING, warnings: unread.map(({ text }) => reason("not-read", { what: text, path: file })) },
    dependencies,
    listed(expandExtras(own, project?.extras ?? new Map(), chosen, new Set(selection.extras)), file, scope),
    {
      ...NOTHING,
      problems: groups.flatMap((group) => group.problems.map((problem) => inFile(file, problem))),
    },
  ]);
  const installed = ownProject(pyproject, dependencies, file, scope);
  return {
    ...reading,
    ...(project?.name && { name: project.name.text }),
    ...(project?.requiresPython && {
      requiresPython: {
        specifier: project.requiresPython.text,
        origin: { file, line: project.requiresPython.line, column: project.requiresPython.column },
      },
    }),
    ...(installed && { project: installed }),
    groups: selection.groups,
    extras: selection.extras,
  };
}

/** The dependencies as listed; where they are dynamic, those of the files that setuptools takes them from, else a warning. */
function readDependencies(
  { project, dependencyFiles }: Pyproject,
  file: AbsolutePath,
  scope: Scope,
): Reading {
  if (project?.dependencies) {
    const own = project.name && normalizeName(project.name.text);
    return listed(expandExtras(own, project.extras, project.dependencies), file, scope);
  }
  if (project === undefined || !isDynamic(project, "dependencies")) return NOTHING;
  const unknown = (fields: string): Reading => ({
    ...NOTHING,
    warnings: [reason("unknown-requirements", { path: file, fields })],
  });
  if (dependencyFiles.length === 0) return unknown("dependencies");
  const paths = dependencyFiles.map(({ text }) => join(scope.root, text.replaceAll("\u0000", "")));
  return (
    readRequirementsFiles(paths, scope) ?? unknown(`dependencies, from ${dependencyFiles[0]?.text ?? ""}`)
  );
}

/** The project as something to install: only a `[build-system]` makes it one. */
function ownProject(
  { project, buildSystem, dependencyFiles }: Pyproject,
  dependencies: Reading,
  file: AbsolutePath,
  { root }: Scope,
): OwnProject | undefined {
  if (buildSystem === undefined) return undefined;
  const known = project !== undefined && (!isDynamic(project, "dependencies") || dependencyFiles.length > 0);
  const { line, column } = project ?? buildSystem;
  return {
    root,
    ...(project?.name && { name: normalizeName(project.name.text) }),
    ...(known && { requires: dependencies.requirements.map(({ text }) => text) }),
    buildRequires: buildSystem.requires.map(({ text }) => text),
    dynamic: project?.dynamic.map(({ text }) => text) ?? [],
    origin: { file, line, column },
  };
}

function isDynamic(project: ProjectTable, field: string): boolean {
  return project.dynamic.some(({ text }) => text === field);
}
