import { normalizeName } from "./name.ts";
import { readHatchTable } from "./hatch-table.ts";
import { readPdmGroups } from "./pdm-table.ts";
import { readPoetryTable, type PoetryTable } from "./poetry-table.ts";
import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import type { GroupItem, StatedRequirement } from "./table-requirement.ts";
import { pdmIndexes, type IndexSource } from "./tool-indexes.ts";
import { readUvTable, type UvTable } from "./uv-table.ts";
import { parseToml, type TomlDocument, type TomlResult } from "./toml.ts";

/** The `[project]` table (PEP 621), as far as an environment depends on it. */
export interface ProjectTable extends Position {
  readonly name?: LocatedText;
  readonly version?: string;
  readonly requiresPython?: LocatedText;
  /** Absent when the table does not list them. */
  readonly dependencies?: readonly StatedRequirement[];
  /** By normalised name of the extra. */
  readonly extras: ReadonlyMap<string, readonly StatedRequirement[]>;
  readonly dynamic: readonly LocatedText[];
}

/** The `[build-system]` table (PEP 518). */
export interface BuildSystem extends Position {
  readonly requires: readonly LocatedText[];
  readonly backend?: string;
}

/** What a `pyproject.toml` says about requirements. */
export interface Pyproject {
  readonly project?: ProjectTable;
  /**
   * By normalised name: `[dependency-groups]`, the groups of Poetry and PDM, `[tool.uv] dev-dependencies` counted to `dev`, and the environments of Hatch that list
   * something, each as a group of its name.
   */
  readonly groups: ReadonlyMap<string, readonly GroupItem[]>;
  /** Those of them that stand in `[dependency-groups]` and `[tool.uv] dev-dependencies`: what uv and its lock know. */
  readonly standardGroups: ReadonlyMap<string, readonly GroupItem[]>;
  /** `[tool.uv] default-groups`, normalised. */
  readonly defaultGroups?: readonly string[] | "all";
  /** Groups that are taken besides `dev` when none is asked for: Hatch's environment `default`. */
  readonly usualGroups: readonly string[];
  readonly poetry?: PoetryTable;
  readonly uv?: UvTable;
  readonly pdm: boolean;
  /** The indexes that the tools' tables name, in order. */
  readonly indexes: readonly IndexSource[];
  readonly buildSystem?: BuildSystem;
  /** `[tool.setuptools.dynamic] dependencies = {file = …}`: the files that hold the dynamic dependencies. */
  readonly dependencyFiles: readonly LocatedText[];
  /** The same of `optional-dependencies`, by normalised name of the extra. */
  readonly extraFiles: ReadonlyMap<string, readonly LocatedText[]>;
  /** `[tool.burrow]`, untouched. */
  readonly burrow?: unknown;
  /** Tables of other tools that hold requirements or change them, which burrow does not read. */
  readonly unread: readonly LocatedText[];
  readonly problems: readonly LocatedProblem[];
}

const UNREAD: readonly (readonly string[])[] = [
  ["tool", "pdm", "resolution", "overrides"],
  ["tool", "pdm", "resolution", "excludes"],
  ["tool", "uv", "exclude-dependencies"],
  ["tool", "uv", "dependency-metadata"],
];

/** Nothing said. */
export const EMPTY_PYPROJECT: Pyproject = {
  groups: new Map(),
  standardGroups: new Map(),
  usualGroups: [],
  pdm: false,
  indexes: [],
  dependencyFiles: [],
  extraFiles: new Map(),
  unread: [],
  problems: [],
};

/** Reads a `pyproject.toml`. Total: bad TOML is one problem, a field of a wrong type is a problem and the rest stands. */
export function parsePyproject(text: string): Pyproject {
  const toml: TomlResult = parseToml(text);
  if (!toml.ok) return { ...EMPTY_PYPROJECT, problems: [toml.problem] };

  const { document } = toml;
  const problems: LocatedProblem[] = [];
  const project = readProject(document, problems);
  const buildSystem = readBuildSystem(document, problems);
  const standardGroups = readGroups(document, problems);
  const defaultGroups = readDefaultGroups(document, problems);
  const poetry = readPoetryTable(document, problems);
  const uv = readUvTable(document, problems);
  const burrow = document.get("tool", "burrow");
  const hatch = hatchGroups(document, problems, project?.name?.text);
  return {
    ...(project && { project }),
    groups: mergedGroups([
      ...standardGroups,
      ...(poetry?.groups ?? []),
      ...readPdmGroups(document, problems),
      ...hatch,
    ]),
    standardGroups,
    ...(defaultGroups && { defaultGroups }),
    usualGroups: hatch.has("default") ? ["default"] : [],
    ...(poetry && { poetry }),
    ...(uv && { uv }),
    pdm: document.get("tool", "pdm") !== undefined,
    indexes: [...(uv?.indexes ?? []), ...pdmIndexes(document, problems), ...(poetry?.indexes ?? [])],
    ...(buildSystem && { buildSystem }),
    dependencyFiles: filesAt(document, "dependencies"),
    extraFiles: new Map(
      document
        .keys([], ...DYNAMIC, "optional-dependencies")
        .map((key) => [normalizeName(key), filesAt(document, "optional-dependencies", key)]),
    ),
    ...(burrow !== undefined && { burrow }),
    unread: UNREAD.filter((path) => document.get(...path) !== undefined).map((path) => ({
      text: `[${path.join(".")}]`,
      ...document.where(...path),
    })),
    problems,
  };
}

function mergedGroups(
  all: readonly (readonly [name: string, items: readonly GroupItem[]])[],
): Pyproject["groups"] {
  const groups = new Map<string, readonly GroupItem[]>();
  for (const [name, items] of all) groups.set(name, [...(groups.get(name) ?? []), ...items]);
  return groups;
}

/** Hatch's environments that list something; features are the project's own extras. */
function hatchGroups(
  document: TomlDocument,
  problems: LocatedProblem[],
  own: string | undefined,
): Pyproject["groups"] {
  const groups = new Map<string, readonly GroupItem[]>();
  for (const [name, { dependencies, features, groups: included }] of readHatchTable(document, problems)) {
    const items: readonly GroupItem[] = [
      ...dependencies.map((item) => ({ kind: "requirement" as const, ...item })),
      ...included.map((item) => ({ kind: "include" as const, ...item })),
      ...(features.length > 0 && own !== undefined
        ? [
            {
              kind: "requirement" as const,
              text: `${own}[${features.join(",")}]`,
              ...document.where("tool", "hatch", "envs", name),
            },
          ]
        : []),
    ];
    if (items.length > 0) groups.set(name, items);
  }
  return groups;
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

const DYNAMIC = ["tool", "setuptools", "dynamic"] as const;

/** setuptools takes one file or a list of them. */
function filesAt(document: TomlDocument, ...path: readonly string[]): readonly LocatedText[] {
  const whole = [...DYNAMIC, ...path, "file"];
  const single = document.text([], ...whole);
  return single ? [single] : (document.texts([], ...whole) ?? []);
}
