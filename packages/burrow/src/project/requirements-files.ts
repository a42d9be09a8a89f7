import type { GoalOption, GoalRequirement } from "../model/goal.ts";
import type { Parsed } from "../model/parsed.ts";
import { isAbsolute, join, parent, relative, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Origin } from "../model/text-origin.ts";
import { decodeDeclared } from "../standards/encoding.ts";
import { fileUrlPath } from "../standards/file-url.ts";
import type { Position } from "../standards/position.ts";
import { printable } from "../standards/printable.ts";
import { positionAt } from "../standards/requirements-lines.ts";
import type { RequirementsOption } from "../standards/requirements-options.ts";
import { parseRequirementsTxt, type RequirementsLine } from "../standards/requirements-txt.ts";
import { masked } from "./credentials.ts";
import { folderNeeds } from "./folder-needs.ts";
import { atMost, bounded } from "./limits.ts";
import { NOTHING, together, type Reading, type Scope } from "./reading.ts";
import { readEditable, readRequirement, requirementHint } from "./requirement-text.ts";
import { inFile, sourceText } from "./source-text.ts";

/** Nested files deeper than this are a problem. */
const DEEPEST = 50;

/** One reading of a file and all that it includes. */
interface Visit extends Scope {
  /** The files that lead here, this one last. */
  readonly way: readonly AbsolutePath[];
  /** What was read before, as requirements or as constraints: it is not read again. */
  readonly done: Set<string>;
  readonly constraint: boolean;
}

/**
 * Reads requirements files and what they include. Undefined for those that are absent. A file that is reached twice counts once, in each role;
 * `-c` files give constraints, and `-r` inside them requirements, as in pip.
 */
export function readRequirementsFiles(paths: readonly AbsolutePath[], scope: Scope): Reading | undefined {
  const done = new Set<string>();
  const readings = paths
    .map((path) => readFile(path, { ...scope, way: [path], done, constraint: false }))
    .filter((reading) => reading !== undefined);
  return readings.length === 0 ? undefined : together(readings);
}

function readFile(path: AbsolutePath, visit: Visit): Reading | undefined {
  const role = `${visit.constraint ? "-c" : "-r"} ${path}`;
  if (visit.done.has(role)) return NOTHING;
  visit.done.add(role);
  const source = sourceText(path, visit, decodeDeclared);
  if (source.state === "absent") return undefined;
  if (source.state === "unreadable") return { ...NOTHING, problems: [source.problem] };
  const lines = parseRequirementsTxt(source.text, visit.variables);
  const { statements, problems: beyond } = bounded(lines, path, ({ source: { line, column } }) => ({
    line,
    column,
  }));
  const { problems, ...reading } = together(statements.map((line) => readLine(line, path, visit)));
  return {
    ...reading,
    manifests: [path, ...reading.manifests],
    problems: [...atMost(problems, path), ...beyond],
  };
}

function readLine(line: RequirementsLine, file: AbsolutePath, visit: Visit): Reading {
  const { source, ignored } = line;
  const origin: Origin = { file, line: source.line, column: source.column };
  const dropped = printable(ignored.join(" "));
  const place = { path: relative(visit.root, file), line: source.line };
  const warnings = ignored.length === 0 ? [] : [reason("no-effect", { text: dropped, ...place })];
  const written = { display: masked(source.text), origin, hashes: [] };
  const problem = (message: string, { line: row, column }: Position = source, hint?: string): Reading => ({
    ...NOTHING,
    warnings,
    problems: [inFile(file, { message, line: row, column, ...(hint !== undefined && { hint }) })],
  });
  const kept = (read: Parsed<GoalRequirement>, verbatim: boolean): Reading => {
    if (!read.ok) {
      const position = verbatim ? positionAt(source, read.problem.index) : source;
      return problem(read.problem.message, position, requirementHint(source.text));
    }
    if (!visit.constraint)
      return { ...NOTHING, warnings, requirements: [read.value], folders: folderNeeds(read.value, visit) };
    if (read.value.name === "" || read.value.editable !== undefined)
      return problem(`\`${printable(source.text)}\` cannot be a constraint: it is no name with a version`);
    return { ...NOTHING, warnings, constraints: [read.value] };
  };

  switch (line.kind) {
    case "requirement":
      return kept(
        readRequirement(
          { ...written, text: line.requirement, display: masked(line.written), hashes: line.hashes },
          visit,
        ),
        line.verbatim,
      );
    case "editable":
      return kept(readEditable({ ...written, text: line.target }, visit), false);
    case "include": {
      const included = include(line.path, line.constraint, file, visit);
      return typeof included === "string"
        ? problem(included)
        : together([{ ...NOTHING, warnings }, included]);
    }
    case "options":
      return {
        ...NOTHING,
        warnings,
        options: line.options.map((option) =>
          keptOption(optionText(option, file, visit), written.display, origin),
        ),
      };
    case "problem":
      return problem(line.message);
  }
}

/** The reading of an included file, or why there is none. */
function include(name: string, constraint: boolean, file: AbsolutePath, visit: Visit): Reading | string {
  const shown = `\`${printable(name)}\``;
  if (/^(?:https?|ftp):/iu.test(name))
    return `${shown} is on the network, which is not asked for requirements`;
  const path = /^file:/iu.test(name)
    ? fileUrlPath(name)
    : name.includes("\u0000")
      ? undefined
      : join(parent(file), name);
  if (path === undefined) return `${shown} is not the address of a file of this machine`;
  if (visit.way.includes(path)) {
    const circle = [...visit.way.slice(visit.way.indexOf(path)), path];
    return `the files include each other: ${circle.map((one) => `\`${printable(relative(visit.root, one))}\``).join(" → ")}`;
  }
  if (visit.way.length >= DEEPEST) return `${shown} is nested deeper than ${DEEPEST} files`;
  return readFile(path, { ...visit, constraint, way: [...visit.way, path] }) ?? `${shown} does not exist`;
}

/** The option; what people see of one with a secret in it is the line as the file writes it. */
function keptOption(text: string, display: string, origin: Origin): GoalOption {
  const secret = masked(text) !== text || (display.includes("${") && !display.includes(text));
  return { text, ...(secret && { shown: display }), origin };
}

/** The option under its long name; a relative `--find-links` starts at its file where that leads somewhere (pip), else at the project. */
function optionText({ name, value }: RequirementsOption, file: AbsolutePath, { files, root }: Scope): string {
  if (value === undefined) return name;
  const isPath =
    name === "--find-links" &&
    !/^[a-z][a-z0-9+.-]+:/iu.test(value) &&
    !isAbsolute(value) &&
    !value.includes("\u0000");
  if (!isPath) return `${name} ${value}`;
  const beside = join(parent(file), value);
  return `${name} ${files.isFolder(beside) || files.fact(beside).was !== "absent" ? beside : join(root, value)}`;
}
