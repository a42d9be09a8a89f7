import type { GoalRequirement, OwnProject } from "../model/goal.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { expandGroup } from "../standards/dependency-groups.ts";
import { normalizeName } from "../standards/name.ts";
import type { ProjectTable, Pyproject } from "../standards/pyproject.ts";
import type { StatedRequirement } from "../standards/table-requirement.ts";
import { listed } from "./listed.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { expandExtras, type Selection } from "./selection.ts";
import { inFile } from "./source-text.ts";
import { statedBy, type StatedLists } from "./stated-lists.ts";
import { pep508Text } from "./pep508-text.ts";

/** Whether the file is where the project's requirements are listed, if only as `dynamic`. */
export function listsRequirements({ project, poetry }: Pyproject): boolean {
  return (
    poetry?.dependencies !== undefined ||
    (project !== undefined && (project.dependencies !== undefined || isDynamic(project, "dependencies")))
  );
}

/** What a `pyproject.toml` asks for: its dependencies (unless `own` is false), and those of the selected groups and extras. */
export function readPyproject(
  pyproject: Pyproject,
  file: AbsolutePath,
  selection: Selection,
  scope: Scope,
  own = true,
): ProjectReading {
  const { project, poetry, problems, unread } = pyproject;
  const lists = statedBy(pyproject);
  const name = project?.name ?? poetry?.name;
  const dependencies = own ? readDependencies(pyproject, lists, file, scope) : NOTHING;
  const groups = selection.groups.map((group) => expandGroup(lists.groups, group));
  const extras = selection.extras.flatMap((extra) => lists.extras.get(extra) ?? []);
  const chosen = [...extras, ...groups.flatMap(({ requirements }) => requirements)];
  const reading = together([
    {
      ...NOTHING,
      manifests: [file],
      problems: [...problems, ...lists.problems].map((problem) => inFile(file, problem)),
    },
    {
      ...NOTHING,
      warnings: [...unread, ...lists.unread].map(({ text }) =>
        reason("not-read", { what: text, path: file }),
      ),
    },
    dependencies,
    listed(
      expandExtras(name && normalizeName(name.text), lists.extras, chosen, new Set(selection.extras)),
      file,
      scope,
    ),
    ...selection.extras.map((extra) => dynamicExtra(extra, pyproject, lists, file, scope)),
    {
      ...NOTHING,
      problems: groups.flatMap((group) => group.problems.map((problem) => inFile(file, problem))),
    },
  ]);
  const installed = ownProject(pyproject, dependencies.requirements, file, scope);
  const python = project?.requiresPython ?? poetry?.python;
  return {
    ...reading,
    ...(name && { name: name.text }),
    ...(python && {
      requiresPython: { specifier: python.text, origin: { file, line: python.line, column: python.column } },
    }),
    ...(installed && { project: installed }),
    groups: selection.groups,
    extras: selection.extras,
  };
}

/** All requirements that a selection of a file states, before they are read. */
export function selected(pyproject: Pyproject, selection: Selection): readonly StatedRequirement[] {
  const lists = statedBy(pyproject);
  const groups = selection.groups.flatMap((group) => expandGroup(lists.groups, group).requirements);
  return [
    ...(lists.dependencies ?? []),
    ...selection.extras.flatMap((extra) => lists.extras.get(extra) ?? []),
    ...groups,
  ];
}

/** The dependencies as listed; where they are dynamic, those of the files that setuptools takes them from, else a warning. */
function readDependencies(
  { project, dependencyFiles }: Pyproject,
  { dependencies, extras }: StatedLists,
  file: AbsolutePath,
  scope: Scope,
): Reading {
  if (dependencies) {
    const own = project?.name && normalizeName(project.name.text);
    return listed(expandExtras(own, extras, dependencies), file, scope);
  }
  if (project === undefined || !isDynamic(project, "dependencies")) return NOTHING;
  return fromFiles(dependencyFiles, "dependencies", file, scope);
}

/** An extra that setuptools takes from files, or that only the project's build knows. */
function dynamicExtra(
  extra: string,
  { project, extraFiles }: Pyproject,
  lists: StatedLists,
  file: AbsolutePath,
  scope: Scope,
): Reading {
  if (project === undefined || !isDynamic(project, "optional-dependencies") || lists.extras.has(extra))
    return NOTHING;
  return fromFiles(extraFiles.get(extra) ?? [], `optional-dependencies ${extra}`, file, scope);
}

function fromFiles(
  files: readonly StatedRequirement[],
  field: string,
  file: AbsolutePath,
  scope: Scope,
): Reading {
  const unknown = (fields: string): Reading => ({
    ...NOTHING,
    warnings: [reason("unknown-requirements", { path: file, fields })],
  });
  if (files.length === 0) return unknown(field);
  const paths = files.map(({ text }) => join(scope.root, text.replaceAll("\u0000", "")));
  return readRequirementsFiles(paths, scope) ?? unknown(`${field}, from ${files[0]?.text ?? ""}`);
}

/** The project as something to install: a `[build-system]` makes it one, unless its tool says otherwise. */
function ownProject(
  { project, poetry, uv, buildSystem, dependencyFiles }: Pyproject,
  requirements: readonly GoalRequirement[],
  file: AbsolutePath,
  { root }: Scope,
): OwnProject | undefined {
  const isPackage = (uv?.isPackage ?? buildSystem !== undefined) && (poetry?.isPackage ?? true);
  const place = project ?? buildSystem;
  if (!isPackage || place === undefined) return undefined;
  const known =
    poetry?.dependencies !== undefined ||
    (project !== undefined && (!isDynamic(project, "dependencies") || dependencyFiles.length > 0));
  const name = project?.name ?? poetry?.name;
  return {
    root,
    ...(name && { name: normalizeName(name.text) }),
    ...(known && { requires: requiresTexts(project, requirements) }),
    buildRequires: buildSystem?.requires.map(({ text }) => text) ?? [],
    dynamic: project?.dynamic.map(({ text }) => text) ?? [],
    origin: { file, line: place.line, column: place.column },
  };
}

/** What the project's metadata will say: `[project]` goes in as it stands, wherever uv or Poetry take things from; what Poetry lists goes in with its addresses. */
function requiresTexts(
  project: ProjectTable | undefined,
  read: readonly GoalRequirement[],
): readonly string[] {
  if (project?.dependencies === undefined) return read.map(pep508Text);
  const own = project.name && normalizeName(project.name.text);
  return expandExtras(own, project.extras, project.dependencies).map(({ text }) => text.trim());
}

function isDynamic(project: ProjectTable, field: string): boolean {
  return project.dynamic.some(({ text }) => text === field);
}
