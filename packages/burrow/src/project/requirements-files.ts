import type { GoalOption, GoalRequirement } from "../model/goal.ts";
import type { Parsed } from "../model/parsed.ts";
import { isAbsolute, isInside, join, parent, relative, type AbsolutePath } from "../model/path.ts";
import { counted, reason } from "../model/reason.ts";
import type { Origin } from "../model/text-origin.ts";
import { decodeDeclared } from "../standards/encoding.ts";
import { fileUrlPath } from "../standards/file-url.ts";
import type { LocatedText, Position } from "../standards/position.ts";
import { printable } from "../standards/printable.ts";
import { positionAt } from "../standards/requirements-lines.ts";
import type { RequirementsOption } from "../standards/requirements-options.ts";
import { parseRequirementsTxt, type RequirementsLine } from "../standards/requirements-txt.ts";
import { masked } from "./credentials.ts";
import { folderNeeds } from "./folder-needs.ts";
import { atMost, bounded } from "./limits.ts";
import { NOTHING, together, type Reading, type Scope } from "./reading.ts";
import { readEditable, readRequirement, requirementHint } from "./requirement-text.ts";
import { repositoryFolders } from "./repository-folders.ts";
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
  return readText(source.text, path, visit);
}

/** Reads lines of a requirements file that stand in another file, each at its place there; paths start at that file's folder. */
export function readRequirementsLines(
  lines: readonly LocatedText[],
  file: AbsolutePath,
  scope: Scope,
): Reading {
  const rows: string[] = [];
  for (const { text, line, column } of lines) rows[line - 1] = " ".repeat(column - 1) + text;
  const text = Array.from(rows, (row) => row ?? "").join("\n");
  return readText(text, file, { ...scope, way: [file], done: new Set(), constraint: false });
}

function readText(text: string, path: AbsolutePath, visit: Visit): Reading {
  const lines = parseRequirementsTxt(text, visit.variables);
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
  const problem = (message: string, hint: string, { line: row, column }: Position = source): Reading => ({
    ...NOTHING,
    warnings,
    problems: [inFile(file, { message, line: row, column, hint })],
  });
  const kept = (read: Parsed<GoalRequirement>, verbatim: boolean): Reading => {
    if (!read.ok) {
      const position = verbatim ? positionAt(source, read.problem.index) : source;
      return problem(read.problem.message, requirementHint(source.text, read.problem.message), position);
    }
    if (!visit.constraint)
      return { ...NOTHING, warnings, requirements: [read.value], folders: folderNeeds(read.value, visit) };
    if (read.value.name === "" || read.value.editable !== undefined)
      return problem(
        `\`${printable(source.text)}\` cannot be a constraint: it is no name with a version`,
        "write a name with version specifiers, such as `flask<4`",
      );
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
      return "message" in included
        ? problem(included.message, included.hint)
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
      return problem(line.message, line.hint ?? "mend the line, or leave it out");
  }
}

/** Why an included file is not read, and what to do about it. */
interface Refusal {
  readonly message: string;
  readonly hint: string;
}

/** The reading of an included file, or why there is none. */
function include(name: string, constraint: boolean, file: AbsolutePath, visit: Visit): Reading | Refusal {
  const shown = `\`${printable(name)}\``;
  const path = pathOf(name, file);
  if (path === "network")
    return {
      message: `${shown} is on the network, which is not asked for requirements`,
      hint: "keep a copy in the project",
    };
  const hint = "mend the path, or leave the line out";
  if (path === undefined) return { message: `${shown} is not the address of a file of this machine`, hint };
  if (visit.way.includes(path)) {
    const circle = [...visit.way.slice(visit.way.indexOf(path)), path];
    const names = circle.map((one) => `\`${printable(relative(visit.root, one))}\``);
    return {
      message: `the files include each other: ${names.join(" → ")}`,
      hint: "take one of the includes out",
    };
  }
  if (visit.way.length >= DEEPEST)
    return {
      message: `${shown} is nested deeper than ${DEEPEST} files`,
      hint: "include it nearer to the first file",
    };
  const read = readFile(path, { ...visit, constraint, way: [...visit.way, path] });
  if (read === undefined) return { message: `${shown} does not exist`, hint };
  const outside = read.problems.length > 0 && !isInside(path, repositoryFolders(visit).at(-1) ?? visit.root);
  // What stands in somebody else's file is not for this project's messages.
  return outside
    ? {
        message: `${shown} is outside this project, and ${counted(read.problems.length, "statement")} in it cannot be understood`,
        hint: "include only requirements files",
      }
    : read;
}

function pathOf(name: string, file: AbsolutePath): AbsolutePath | "network" | undefined {
  if (/^(?:https?|ftp):/iu.test(name)) return "network";
  if (/^file:/iu.test(name)) return fileUrlPath(name);
  return name.includes("\u0000") ? undefined : join(parent(file), name);
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
