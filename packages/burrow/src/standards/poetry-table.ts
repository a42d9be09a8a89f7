import { normalizeName } from "./name.ts";
import { readPoetryDependency, type PoetryDependency } from "./poetry-dependency.ts";
import { parsePoetryConstraint } from "./poetry-constraint.ts";
import type { LocatedProblem, LocatedText } from "./position.ts";
import { printable } from "./printable.ts";
import { poetryIndexes, type IndexSource } from "./tool-indexes.ts";
import type { GroupItem, StatedRequirement } from "./table-requirement.ts";
import type { TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";

/** What `[tool.poetry]` says about requirements. */
export interface PoetryTable {
  readonly name?: LocatedText;
  /** The Pythons it is for, as a set of specifiers (PEP 440), where the table says so. */
  readonly python?: LocatedText;
  /** What it always needs; absent when it has no table of dependencies. */
  readonly dependencies?: readonly StatedRequirement[];
  /** All dependencies by normalised name, those that only an extra asks for included. */
  readonly byName: ReadonlyMap<string, readonly StatedRequirement[]>;
  /** By normalised name. */
  readonly extras: ReadonlyMap<string, readonly StatedRequirement[]>;
  readonly groups: ReadonlyMap<string, readonly GroupItem[]>;
  readonly indexes: readonly IndexSource[];
  /** False when the project itself is nothing to install (`package-mode`). */
  readonly isPackage: boolean;
}

/** Reads `[tool.poetry]`; undefined when there is none. */
export function readPoetryTable(document: TomlDocument, problems: LocatedProblem[]): PoetryTable | undefined {
  if (document.get("tool", "poetry") === undefined) return undefined;
  const all = readTable(document, problems, ["tool", "poetry", "dependencies"]);
  const name = document.text(problems, "tool", "poetry", "name");
  const python = readPython(document, problems);
  const lists = document.get("tool", "poetry", "dependencies") !== undefined;
  return {
    ...(name && { name }),
    ...(python && { python }),
    ...(lists && {
      dependencies: all.flatMap(({ dependency }) => (dependency.optional ? [] : [dependency.requirement])),
    }),
    byName: byName(all),
    extras: readExtras(document, problems, all),
    groups: readGroups(document, problems),
    indexes: poetryIndexes(document, problems),
    isPackage: document.get("tool", "poetry", "package-mode") !== false,
  };
}

interface Named {
  readonly name: string;
  readonly dependency: PoetryDependency;
}

function byName(all: readonly Named[]): PoetryTable["byName"] {
  const found = new Map<string, StatedRequirement[]>();
  for (const { name, dependency } of all)
    found.set(name, [...(found.get(name) ?? []), dependency.requirement]);
  return found;
}

function readTable(document: TomlDocument, problems: LocatedProblem[], path: TomlPath): readonly Named[] {
  return document
    .keys(problems, ...path)
    .filter((name) => name.toLowerCase() !== "python")
    .flatMap((name) =>
      readPoetryDependency(document, problems, name, ...path, name).map((dependency) => ({
        name: normalizeName(name),
        dependency,
      })),
    );
}

function readPython(document: TomlDocument, problems: LocatedProblem[]): LocatedText | undefined {
  const written = document.text(problems, "tool", "poetry", "dependencies", "python");
  if (written === undefined) return undefined;
  const read = parsePoetryConstraint(written.text);
  if (read.ok) return { ...written, text: String(read.value) };
  const hint = "write versions, such as `^3.10` or `>=3.10,<4`";
  problems.push({ message: read.problem.message, hint, line: written.line, column: written.column });
  return undefined;
}

/** An extra lists names of the optional dependencies. */
function readExtras(
  document: TomlDocument,
  problems: LocatedProblem[],
  all: readonly Named[],
): PoetryTable["extras"] {
  const extras = new Map<string, readonly StatedRequirement[]>();
  for (const key of document.keys(problems, "tool", "poetry", "extras")) {
    const names = document.texts(problems, "tool", "poetry", "extras", key) ?? [];
    extras.set(
      normalizeName(key),
      names.flatMap(({ text, ...position }) => {
        const fitting = all.filter(({ name }) => name === normalizeName(text));
        if (fitting.length === 0)
          problems.push({
            message: `the extra \`${printable(key)}\` names \`${printable(text)}\`, which is no dependency`,
            hint: "name an optional dependency of the table above",
            ...position,
          });
        return fitting.map(({ dependency }) => dependency.requirement);
      }),
    );
  }
  return extras;
}

/** `[tool.poetry.group.<name>.dependencies]`, and `dev-dependencies` as Poetry once wrote it. */
function readGroups(document: TomlDocument, problems: LocatedProblem[]): PoetryTable["groups"] {
  const groups = new Map<string, GroupItem[]>();
  const add = (name: string, path: TomlPath): void => {
    const items = readTable(document, problems, path).map(({ dependency }): GroupItem => ({
      kind: "requirement",
      ...dependency.requirement,
    }));
    const group = normalizeName(name);
    groups.set(group, [...(groups.get(group) ?? []), ...items]);
  };
  for (const name of document.keys(problems, "tool", "poetry", "group")) {
    const path: TomlPath = ["tool", "poetry", "group", name];
    add(name, [...path, "dependencies"]);
    for (const included of document.texts(problems, ...path, "include-groups") ?? [])
      groups.get(normalizeName(name))?.push({ kind: "include", ...included });
  }
  if (document.get("tool", "poetry", "dev-dependencies") !== undefined)
    add("dev", ["tool", "poetry", "dev-dependencies"]);
  return groups;
}
