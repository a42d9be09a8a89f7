import { normalizeName } from "./name.ts";
import type { LocatedProblem, Position } from "./position.ts";
import type { TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";

/** An index that a tool's table names. */
export interface IndexSource extends Position {
  /** Normalised; absent when nothing can refer to it. */
  readonly name?: string;
  /** As written, `${VAR}` included. */
  readonly url: string;
  /** `default` stands for the usual index, `extra` beside it; `explicit` is only for requirements that name it; `find-links` is a list of files. */
  readonly role: "default" | "extra" | "explicit" | "find-links";
  /** Whether its certificate is not looked at (`verify_ssl = false`). */
  readonly trusted: boolean;
}

/** The indexes of `[[tool.uv.index]]` and of uv's older keys (`index-url`, `extra-index-url`, `find-links`), in uv's order: the first that has a name wins. */
export function uvIndexes(
  document: TomlDocument,
  problems: LocatedProblem[],
  table: TomlPath,
): readonly IndexSource[] {
  const found = rows(document, problems, "url", ...table, "index").map(({ path, ...row }): IndexSource => {
    const flat = document.get(...path, "format") === "flat";
    const role =
      document.get(...path, "explicit") === true
        ? "explicit"
        : document.get(...path, "default") === true
          ? "default"
          : "extra";
    return { ...row, role: flat && role !== "explicit" ? "find-links" : role, trusted: false };
  });
  const older = (key: string, role: IndexSource["role"]): readonly IndexSource[] => {
    const value = document.get(...table, key);
    const texts =
      typeof value === "string"
        ? [document.text(problems, ...table, key)]
        : (document.texts(problems, ...table, key) ?? []);
    return texts.flatMap((text) =>
      text ? [{ url: text.text, role, trusted: false, line: text.line, column: text.column }] : [],
    );
  };
  return [
    ...found,
    ...older("extra-index-url", "extra"),
    ...older("index-url", "default"),
    ...older("find-links", "find-links"),
  ];
}

/** `[[tool.pdm.source]]`; the one that is called `pypi` stands for the usual index. */
export function pdmIndexes(document: TomlDocument, problems: LocatedProblem[]): readonly IndexSource[] {
  return rows(document, problems, "url", "tool", "pdm", "source").map(({ path, ...row }) => ({
    ...row,
    role:
      document.get(...path, "type") === "find_links"
        ? "find-links"
        : row.name === "pypi"
          ? "default"
          : "extra",
    trusted: document.get(...path, "verify_ssl") === false,
  }));
}

/** `[[tool.poetry.source]]`: the first primary one stands for the usual index, unless that is named itself, by a source without an address. */
export function poetryIndexes(document: TomlDocument, problems: LocatedProblem[]): readonly IndexSource[] {
  const found = rows(document, problems, undefined, "tool", "poetry", "source").map(({ path, ...row }) => {
    const said = document.text(problems, ...path, "priority")?.text;
    const older =
      document.get(...path, "default") === true
        ? "default"
        : document.get(...path, "secondary") === true
          ? "secondary"
          : "primary";
    return { row, priority: said ?? older };
  });
  const usual = found.some(
    ({ row, priority }) => row.url === "" && (priority === "primary" || priority === "default"),
  );
  const first = usual
    ? undefined
    : (found.find(({ priority }) => priority === "default") ??
      found.find(({ priority }) => priority === "primary"));
  return found
    .filter(({ row }) => row.url !== "")
    .map((one) => ({
      ...one.row,
      role: one === first ? "default" : one.priority === "explicit" ? "explicit" : "extra",
      trusted: false,
    }));
}

/** `[[source]]` of a Pipfile: the first stands for the usual index, the others are for the packages that name them. */
export function pipfileIndexes(document: TomlDocument, problems: LocatedProblem[]): readonly IndexSource[] {
  return rows(document, problems, "url", "source").map(({ path, ...row }, index) => ({
    ...row,
    role: index === 0 ? "default" : "explicit",
    trusted: document.get(...path, "verify_ssl") === false,
  }));
}

type Row = Position & { readonly name?: string; readonly url: string; readonly path: TomlPath };

/** The tables of an array that have an address; one without is a problem where `required` names its key. */
function rows(
  document: TomlDocument,
  problems: LocatedProblem[],
  required: "url" | undefined,
  ...path: TomlPath
): readonly Row[] {
  const value = document.get(...path);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push({
      message: `\`${path.join(".")}\` is not a list of tables`,
      hint: `write it as a list of tables, \`[[${path.join(".")}]]\``,
      ...document.where(...path),
    });
    return [];
  }
  return value.flatMap((_, index) => {
    const row = [...path, index];
    const url = document.text(problems, ...row, "url");
    const name = document.text(problems, ...row, "name");
    if (url === undefined && required !== undefined) {
      if (document.get(...row, "url") === undefined)
        problems.push({
          message: `an index of \`${path.join(".")}\` has no \`url\``,
          hint: "give it one",
          ...document.where(...row),
        });
      return [];
    }
    const { line, column } = url ?? document.where(...row);
    return [
      { ...(name && { name: normalizeName(name.text) }), url: url?.text ?? "", path: row, line, column },
    ];
  });
}
