import { parse, TomlDate } from "smol-toml";

import { normalizeName } from "../../standards/name.ts";
import { pythonJson, type JsonSeparators, type JsonValue } from "../../standards/python-json.ts";
import { sha256 } from "../../standards/sha256.ts";

type Table = { readonly [key: string]: JsonValue };

/** The hashes that Poetry may have recorded for a `pyproject.toml`: with its dependency groups, and without them when it was older than 2.3. Empty when it is not TOML that JSON can hold. */
export function poetryHashes(text: string, writtenBy: string | undefined): readonly string[] {
  const root = tableOf(text);
  if (root === undefined) return [];
  const older = writtenBy !== undefined && isBefore(writtenBy, 2, 3);
  return [true, ...(older ? [false] : [])].map((groups) => hashOf(poetryContent(root, groups)));
}

const PROJECT_KEYS = ["requires-python", "dependencies", "optional-dependencies"];
const OLDER_KEYS = ["dependencies", "source", "extras", "dev-dependencies"];

/** What of the manifest Poetry's lock depends on; without anything in `[project]` and `[dependency-groups]` the older keys count even where they are absent. */
function poetryContent(root: Table, withGroups: boolean): JsonValue {
  const project = inTable(root, "project");
  const groups = withGroups ? inTable(root, "dependency-groups") : {};
  const poetry = inTable(inTable(root, "tool"), "poetry");
  const relevant = Object.fromEntries(
    PROJECT_KEYS.flatMap((key) => (project[key] === undefined ? [] : [[key, project[key]] as const])),
  );
  const hasProject = Object.keys(relevant).length > 0;
  const hasGroups = Object.keys(groups).length > 0;
  const own: Record<string, JsonValue> = {};
  for (const key of [...OLDER_KEYS, "group"]) {
    const value = poetry[key];
    if (value !== undefined) own[key] = value;
    else if (key !== "group" && !hasProject && !hasGroups) own[key] = null;
  }
  if (!hasProject && !hasGroups) return own;
  return {
    ...(hasProject && { project: relevant }),
    ...(hasGroups && { "dependency-groups": groups }),
    tool: { poetry: own },
  };
}

/** The hash that PDM records for a `pyproject.toml`; undefined when it is not TOML that JSON can hold. */
export function pdmHash(text: string): string | undefined {
  const root = tableOf(text);
  if (root === undefined) return undefined;
  const project = inTable(root, "project");
  const pdm = inTable(inTable(root, "tool"), "pdm");
  const groups: Record<string, readonly JsonValue[]> = {};
  for (const table of [inTable(root, "dependency-groups"), inTable(pdm, "dev-dependencies")])
    for (const [name, items] of Object.entries(table)) {
      const group = normalizeName(name);
      groups[group] = [
        ...(Object.hasOwn(groups, group) ? (groups[group] ?? []) : []),
        ...(isList(items) ? items : []),
      ];
    }
  return hashOf({
    sources: pdm["source"] ?? [],
    dependencies: project["dependencies"] ?? [],
    "dev-dependencies": groups,
    "optional-dependencies": project["optional-dependencies"] ?? {},
    "requires-python": project["requires-python"] ?? "",
    resolution: pdm["resolution"] ?? {},
  });
}

const PIPFILE_TABLES: ReadonlySet<string> = new Set(
  "source packages dev-packages requires scripts pipfile pipenv default develop".split(" "),
);

/** The hash that Pipenv records for a Pipfile; undefined when it names no source, for then Pipenv's usual one is part of it. */
export function pipfileHash(text: string): string | undefined {
  const root = tableOf(text);
  if (root === undefined || root["source"] === undefined) return undefined;
  const others = Object.entries(root).filter(([key]) => !PIPFILE_TABLES.has(key));
  return hashOf(
    {
      _meta: { sources: root["source"], requires: root["requires"] ?? {} },
      default: root["packages"] ?? {},
      develop: root["dev-packages"] ?? {},
      ...Object.fromEntries(others),
    },
    { item: ",", key: ":" },
  );
}

function hashOf(value: JsonValue, separators?: JsonSeparators): string {
  return sha256(new TextEncoder().encode(pythonJson(value, separators)));
}

function inTable(table: Table, key: string): Table {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The table that a TOML text holds, integers apart from floats; undefined when it is none, or holds what no JSON can (a date). */
export function tableOf(text: string): Table | undefined {
  try {
    const root = jsonOf(parse(text.replace(/^\ufeff/u, ""), { integersAsBigInt: true }));
    return typeof root === "object" && root !== null && !isList(root) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** The same value, dates refused: no JSON can hold them. */
function jsonOf(value: unknown): JsonValue {
  if (value instanceof TomlDate) throw new TypeError("a date");
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item)]));
  return value as JsonValue;
}

function isBefore(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number);
  return first < major || (first === major && second < minor);
}
