import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { printable } from "./printable.ts";
import type { RequirementPlace } from "./table-requirement.ts";
import { uvIndexes, type IndexSource } from "./tool-indexes.ts";
import type { TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";
import { vcsAddress } from "./vcs-address.ts";

/** Where uv takes a requirement from (`[tool.uv.sources]`), and when. */
export interface UvSource extends Position {
  /** The address, for `git` and `url`. */
  readonly url?: string;
  readonly place?: RequirementPlace;
  readonly marker?: string;
  /** Normalised; the source counts only for requirements of this extra or group. */
  readonly extra?: string;
  readonly group?: string;
}

/** Which folders belong to a uv workspace: globs relative to its root. */
export interface UvWorkspace {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
}

/** What `[tool.uv]` says about requirements, of a project or of a script. */
export interface UvTable {
  /** By normalised name. */
  readonly sources: ReadonlyMap<string, readonly UvSource[]>;
  readonly constraints: readonly LocatedText[];
  readonly overrides: readonly LocatedText[];
  readonly indexes: readonly IndexSource[];
  readonly workspace?: UvWorkspace;
  /** `package`: whether the project itself is something to install; absent when a `[build-system]` decides. */
  readonly isPackage?: boolean;
}

const KINDS = ["git", "url", "path", "index", "workspace"] as const;

/** Reads `[tool.uv]`; undefined when there is none. */
export function readUvTable(
  document: TomlDocument,
  problems: LocatedProblem[],
  table: TomlPath = ["tool", "uv"],
): UvTable | undefined {
  if (document.get(...table) === undefined) return undefined;
  const sources = new Map<string, readonly UvSource[]>();
  for (const name of document.keys(problems, ...table, "sources")) {
    const path = [...table, "sources", name];
    const value = document.get(...path);
    const paths = Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
    sources.set(
      normalizeName(name),
      paths.flatMap((one) => readSource(document, problems, name, one)),
    );
  }
  const members = document.texts(problems, ...table, "workspace", "members");
  const exclude = document.texts(problems, ...table, "workspace", "exclude");
  const isPackage = document.get(...table, "package");
  return {
    sources,
    constraints: document.texts(problems, ...table, "constraint-dependencies") ?? [],
    overrides: document.texts(problems, ...table, "override-dependencies") ?? [],
    indexes: uvIndexes(document, problems, table),
    ...(document.get(...table, "workspace") !== undefined && {
      workspace: {
        members: (members ?? []).map(({ text }) => text),
        exclude: (exclude ?? []).map(({ text }) => text),
      },
    }),
    ...(typeof isPackage === "boolean" && { isPackage }),
  };
}

function readSource(
  document: TomlDocument,
  problems: LocatedProblem[],
  name: string,
  path: TomlPath,
): readonly UvSource[] {
  const position = document.where(...path);
  const kinds = KINDS.filter((kind) => document.get(...path, kind) !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problems.push({
      message: `the source of \`${printable(name)}\` has to be one of ${KINDS.map((one) => `\`${one}\``).join(", ")}`,
      hint: "keep one of them",
      ...position,
    });
    return [];
  }
  const text = (key: string): string | undefined => document.text(problems, ...path, key)?.text;
  const [marker, extra, group] = [text("marker"), text("extra"), text("group")];
  const when = {
    ...(marker !== undefined && { marker }),
    ...(extra !== undefined && { extra: normalizeName(extra) }),
    ...(group !== undefined && { group: normalizeName(group) }),
    ...position,
  };
  if (kind === "workspace") return document.get(...path, kind) === true ? [{ ...when, place: { kind } }] : [];
  const value = text(kind);
  if (value === undefined) return [];
  switch (kind) {
    case "git":
      return [
        {
          ...when,
          url: vcsAddress("git", value, {
            revision: text("rev") ?? text("tag") ?? text("branch"),
            subdirectory: text("subdirectory"),
          }),
        },
      ];
    case "url": {
      const folder = text("subdirectory");
      return [{ ...when, url: folder === undefined ? value : `${value}#subdirectory=${folder}` }];
    }
    case "path":
      return [
        { ...when, place: { kind, path: value, editable: document.get(...path, "editable") === true } },
      ];
    case "index":
      return [{ ...when, place: { kind, name: normalizeName(value) } }];
  }
}
