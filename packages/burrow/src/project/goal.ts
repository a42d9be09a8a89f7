import type { Goal } from "../model/goal.ts";
import { baseName, parent } from "../model/path.ts";
import type { FileProblem } from "../model/text-origin.ts";
import { printable } from "../standards/printable.ts";
import { parseSpecifier } from "../standards/specifier-set.ts";
import type { Files, GoalRequest } from "./files.ts";
import { findProject } from "./find-project.ts";
import { type FolderReading, readProjectFiles } from "./project-files.ts";
import { readPythonVersion } from "./python-version.ts";
import { NOTHING, together, type ProjectReading, type Scope } from "./reading.ts";
import { kindOf, readSingleFile } from "./single-file.ts";
import { inFile } from "./source-text.ts";
import { watchedFiles } from "./watched-files.ts";

/**
 * Reads what a project, or one file of it, asks for. Total: what cannot be understood is a problem with its place, what has no effect or is
 * not read is a warning, and nothing is left out silently. Every file that was looked at, absent ones included, is among the facts.
 */
export function readGoal(request: GoalRequest, given: Files): Goal {
  const files = watchedFiles(given);
  const folder = files.isFolder(request.path);
  const kind = folder ? "project" : kindOf(request.path, request.kind);
  const single = kind !== "project";
  const alone = single && kind === "script";
  const above = parent(request.path);
  const root = folder ? request.path : alone || !single ? above : findProject(above, files);
  const scope: Scope = { files, root, variables: request.env };

  const said: ProjectReading & Partial<FolderReading> = single
    ? readSingleFile(request, kind, scope)
    : readProjectFiles(request, scope);
  // In a conda environment Python is a package, and what lists the packages says which.
  const pinned = alone || said.conda !== undefined ? { reading: NOTHING } : readPythonVersion(scope);
  const python = pythonOf(said);
  const asked = request.python === undefined ? pinned.asked : { text: request.python };
  const reading = together([said, pinned.reading]);
  const name = said.name ?? (alone ? baseName(request.path).replace(/\.py$/u, "") : baseName(root));
  return {
    schema: 1,
    root,
    ...(alone && { script: request.path }),
    name: printable(name) || "project",
    python: { ...python.python, ...(asked && { asked }) },
    backend: said.conda === undefined ? (request.backend ?? "venv") : "conda",
    ...(said.conda && { conda: said.conda }),
    requirements: reading.requirements,
    constraints: reading.constraints,
    options: reading.options,
    ...(said.preferences && { preferences: said.preferences }),
    ...(said.lock !== undefined && { lock: said.lock }),
    ...(said.project && { project: said.project }),
    ...(said.workspace !== undefined && { workspace: said.workspace }),
    groups: said.groups,
    extras: said.extras,
    manifests: reading.manifests,
    problems: [...reading.problems, ...python.problems],
    warnings: reading.warnings,
    facts: files.facts(),
  };
}

function pythonOf({ requiresPython }: ProjectReading): {
  readonly python: Pick<Goal["python"], "specifier" | "origin">;
  readonly problems: readonly FileProblem[];
} {
  if (requiresPython === undefined) return { python: { specifier: "" }, problems: [] };
  const { specifier, origin } = requiresPython;
  const read = parseSpecifier(specifier);
  if (read.ok) return { python: { specifier, origin }, problems: [] };
  const { file, line = 1, column = 1 } = origin;
  const message = `\`${printable(specifier)}\` is not a specifier of Python versions: ${read.problem.message}`;
  return {
    python: { specifier: "", origin },
    problems: [inFile(file, { message, line, column: column + read.problem.index })],
  };
}
