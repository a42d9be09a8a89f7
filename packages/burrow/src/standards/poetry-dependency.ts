import { parsePoetryConstraint } from "./poetry-constraint.ts";
import type { Clause } from "./specifier.ts";
import type { LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import { stated, type RequirementPlace, type StatedRequirement } from "./table-requirement.ts";
import { isTable, type TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";
import { vcsAddress } from "./vcs-address.ts";

/** A dependency of Poetry's, and whether only an extra asks for it. */
export interface PoetryDependency {
  readonly requirement: StatedRequirement;
  readonly optional: boolean;
}

const VERSIONS = "write versions, such as `^1.2` or `>=1,<2`";

/** Keys that change nothing about which distribution is asked for, or that are read. */
const KEYS: ReadonlySet<string> = new Set([
  ..."version extras markers python platform optional source git rev tag branch subdirectory".split(" "),
  ..."path file url develop allow-prereleases".split(" "),
]);

/** Reads a dependency of Poetry at the path: a constraint, a table, or a list of them (one for each environment). What is not understood is a problem. */
export function readPoetryDependency(
  document: TomlDocument,
  problems: LocatedProblem[],
  name: string,
  ...path: TomlPath
): readonly PoetryDependency[] {
  const value = document.get(...path);
  if (Array.isArray(value))
    return value.flatMap((_, index) => readPoetryDependency(document, problems, name, ...path, index));
  const read =
    typeof value === "string"
      ? built(document, name, path, value, {})
      : isTable(value)
        ? tableDependency(document, name, path)
        : undefined;
  if (read === undefined || "message" in read) {
    problems.push(
      read ?? {
        message: `\`${printable(name)}\` is neither a version constraint nor a table`,
        hint: VERSIONS,
        ...document.where(...path),
      },
    );
    return [];
  }
  return [read];
}

interface Details {
  readonly extras?: readonly string[];
  readonly markers?: readonly (string | undefined)[];
  readonly url?: string;
  readonly place?: RequirementPlace;
  readonly optional?: boolean;
}

function tableDependency(
  document: TomlDocument,
  name: string,
  path: TomlPath,
): PoetryDependency | LocatedProblem {
  const found: LocatedProblem[] = [];
  const text = (key: string): string | undefined => document.text(found, ...path, key)?.text;
  const unknown = document.keys(found, ...path).find((key) => !KEYS.has(key));
  if (unknown !== undefined)
    return {
      message: `\`${printable(name)}\` has the unknown key \`${printable(unknown)}\``,
      hint: "mend the key, or leave it out",
      ...document.whereKey(...path, unknown),
    };

  const python = text("python");
  const pythonMarker = python === undefined ? undefined : pythonCondition(python);
  if (pythonMarker === false)
    return {
      message: `\`${printable(python ?? "")}\` is not a set of Python versions`,
      hint: VERSIONS,
      ...document.where(...path, "python"),
    };
  const platform = text("platform");
  const git = text("git");
  const local = text("path") ?? text("file");
  const index = text("source");
  const address =
    text("url") ??
    (git === undefined
      ? undefined
      : vcsAddress("git", git, {
          revision: text("rev") ?? text("tag") ?? text("branch"),
          subdirectory: text("subdirectory"),
        }));
  const extras = document.texts(found, ...path, "extras")?.map((extra) => extra.text);
  const [problem] = found;
  if (problem) return problem;
  const place: RequirementPlace | undefined =
    local !== undefined
      ? { kind: "path", path: local, editable: document.get(...path, "develop") === true }
      : index === undefined
        ? undefined
        : { kind: "index", name: index };
  return built(document, name, path, text("version") ?? "*", {
    ...(extras && { extras }),
    markers: [
      text("markers"),
      pythonMarker,
      platform === undefined ? undefined : `sys_platform == "${platform.replaceAll('"', "")}"`,
    ],
    ...(address !== undefined && { url: address }),
    ...(place && { place }),
    optional: document.get(...path, "optional") === true,
  });
}

function built(
  document: TomlDocument,
  name: string,
  path: TomlPath,
  constraint: string,
  { extras = [], markers = [], url, place, optional = false }: Details,
): PoetryDependency | LocatedProblem {
  const position = document.where(...path);
  const specifier = parsePoetryConstraint(constraint);
  if (!specifier.ok) return { message: specifier.problem.message, hint: VERSIONS, ...position };
  const requirement = stated(
    {
      name,
      extras,
      specifier: String(specifier.value),
      markers,
      written: constraint,
      ...(url !== undefined && { url }),
      ...(place && { place }),
    },
    position,
  );
  return "message" in requirement ? requirement : { requirement, optional };
}

/** The Pythons of a constraint as a marker; undefined for all, false when it is none. */
function pythonCondition(constraint: string): string | undefined | false {
  const parts: string[] = [];
  for (const part of constraint.split(/\|\|?/u)) {
    const read = parsePoetryConstraint(part);
    if (!read.ok) return false;
    if (read.value.clauses.length === 0) return undefined;
    parts.push(read.value.clauses.map(pythonClause).join(" and "));
  }
  return parts.length === 1 ? parts[0] : parts.map((part) => `(${part})`).join(" or ");
}

/** Two numbers say enough where a comparison does not depend on the third. */
function pythonClause({ operator, text, version, wildcard }: Clause): string {
  const short =
    version !== undefined &&
    version.release.length === 2 &&
    (wildcard || operator === ">=" || operator === "<");
  const variable = short ? "python_version" : "python_full_version";
  return `${variable} ${operator} "${short && wildcard ? text.slice(0, -2) : text}"`;
}
