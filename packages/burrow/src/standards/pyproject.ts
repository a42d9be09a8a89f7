import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { parseToml, type TomlDocument, type TomlResult } from "./toml.ts";

/** The `[project]` table (PEP 621), as far as an environment depends on it. */
export interface ProjectTable extends Position {
  readonly name?: LocatedText;
  readonly version?: string;
  readonly requiresPython?: LocatedText;
  /** Absent when the table does not list them. */
  readonly dependencies?: readonly LocatedText[];
  /** By normalised name of the extra. */
  readonly extras: ReadonlyMap<string, readonly LocatedText[]>;
  readonly dynamic: readonly LocatedText[];
}

/** An item of a dependency group (PEP 735): a requirement, or another group's name. */
export interface GroupItem extends LocatedText {
  readonly kind: "requirement" | "include";
}

/** The `[build-system]` table (PEP 518). */
export interface BuildSystem extends Position {
  readonly requires: readonly LocatedText[];
  readonly backend?: string;
}

/** What a `pyproject.toml` says about requirements. */
export interface Pyproject {
  readonly project?: ProjectTable;
  /** By normalised name, `[tool.uv] dev-dependencies` counted to `dev`. */
  readonly groups: ReadonlyMap<string, readonly GroupItem[]>;
  /** `[tool.uv] default-groups`, normalised. */
  readonly defaultGroups?: readonly string[] | "all";
  readonly buildSystem?: BuildSystem;
  /** `[tool.setuptools.dynamic] dependencies = {file = …}`: the files that hold the dynamic dependencies. */
  readonly dependencyFiles: readonly LocatedText[];
  /** `[tool.burrow]`, untouched. */
  readonly burrow?: unknown;
  /** Tables of other tools that hold requirements or change them, which burrow does not read. */
  readonly unread: readonly LocatedText[];
  readonly problems: readonly LocatedProblem[];
}

const UNREAD: readonly (readonly string[])[] = [
  ["tool", "poetry", "dependencies"],
  ["tool", "poetry", "group"],
  ["tool", "pdm", "dev-dependencies"],
  ["tool", "uv", "sources"],
  ["tool", "uv", "override-dependencies"],
  ["tool", "uv", "constraint-dependencies"],
];

/** Reads a `pyproject.toml`. Total: bad TOML is one problem, a field of a wrong type is a problem and the rest stands. */
export function parsePyproject(text: string): Pyproject {
  const toml: TomlResult = parseToml(text);
  if (!toml.ok) return { groups: new Map(), dependencyFiles: [], unread: [], problems: [toml.problem] };

  const { document } = toml;
  const problems: LocatedProblem[] = [];
  const project = readProject(document, problems);
  const buildSystem = readBuildSystem(document, problems);
  const defaultGroups = readDefaultGroups(document, problems);
  const burrow = document.get("tool", "burrow");
  return {
    ...(project && { project }),
    groups: readGroups(document, problems),
    ...(defaultGroups && { defaultGroups }),
    ...(buildSystem && { buildSystem }),
    dependencyFiles: readDependencyFiles(document),
    ...(burrow !== undefined && { burrow }),
    unread: UNREAD.filter((path) => document.get(...path) !== undefined).map((path) => ({
      text: `[${path.join(".")}]`,
      ...document.where(...path),
    })),
    problems,
  };
}

function readProject(document: TomlDocument, problems: LocatedProblem[]): ProjectTable | undefined {
  if (document.keys(problems, "project").length === 0) return undefined;
  const name = document.text(problems, "project", "name");
  const version = document.text(problems, "project", "version");
  const requiresPython = document.text(problems, "project", "requires-python");
  const dependencies = document.texts(problems, "project", "dependencies");
  const extras = new Map<string, readonly LocatedText[]>();
  for (const key of document.keys(problems, "project", "optional-dependencies")) {
    const texts = document.texts(problems, "project", "optional-dependencies", key) ?? [];
    extras.set(normalizeName(key), [...(extras.get(normalizeName(key)) ?? []), ...texts]);
  }
  return {
    ...(name && { name }),
    ...(version && { version: version.text }),
    ...(requiresPython && { requiresPython }),
    ...(dependencies && { dependencies }),
    extras,
    dynamic: document.texts(problems, "project", "dynamic") ?? [],
    ...document.where("project"),
  };
}

function readBuildSystem(document: TomlDocument, problems: LocatedProblem[]): BuildSystem | undefined {
  if (document.keys(problems, "build-system").length === 0) return undefined;
  const backend = document.text(problems, "build-system", "build-backend");
  return {
    requires: document.texts(problems, "build-system", "requires") ?? [],
    ...(backend && { backend: backend.text }),
    ...document.where("build-system"),
  };
}

function readGroups(document: TomlDocument, problems: LocatedProblem[]): Pyproject["groups"] {
  const groups = new Map<string, readonly GroupItem[]>();
  const add = (name: string, items: readonly GroupItem[]): void => {
    groups.set(normalizeName(name), [...(groups.get(normalizeName(name)) ?? []), ...items]);
  };
  for (const name of document.keys(problems, "dependency-groups"))
    add(name, readGroup(document, problems, name));
  const old = document.texts(problems, "tool", "uv", "dev-dependencies");
  if (old)
    add(
      "dev",
      old.map((item) => ({ kind: "requirement", ...item })),
    );
  return groups;
}

function readGroup(document: TomlDocument, problems: LocatedProblem[], name: string): readonly GroupItem[] {
  const items = document.get("dependency-groups", name);
  if (!Array.isArray(items)) {
    const position = document.where("dependency-groups", name);
    problems.push({ message: `\`dependency-groups.${name}\` is not a list`, ...position });
    return [];
  }
  const found: GroupItem[] = [];
  for (const [index, item] of items.entries()) {
    const path = ["dependency-groups", name, index] as const;
    const position = document.where(...path);
    const included = document.get(...path, "include-group");
    if (typeof item === "string") found.push({ kind: "requirement", text: item, ...position });
    else if (typeof included === "string") found.push({ kind: "include", text: included, ...position });
    else
      problems.push({ message: `an item of \`dependency-groups.${name}\` is not understood`, ...position });
  }
  return found;
}

function readDefaultGroups(document: TomlDocument, problems: LocatedProblem[]): Pyproject["defaultGroups"] {
  const path = ["tool", "uv", "default-groups"] as const;
  if (document.get(...path) === "all") return "all";
  return document.texts(problems, ...path)?.map(({ text }) => normalizeName(text));
}

/** setuptools takes one file or a list of them. */
function readDependencyFiles(document: TomlDocument): readonly LocatedText[] {
  const path = ["tool", "setuptools", "dynamic", "dependencies", "file"] as const;
  const single = document.text([], ...path);
  return single ? [single] : (document.texts([], ...path) ?? []);
}
