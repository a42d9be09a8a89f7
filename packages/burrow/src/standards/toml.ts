import { parse, TomlDate, TomlError, type TomlTable, type TomlValue } from "smol-toml";

import { positionsIn, type LocatedProblem, type LocatedText, type Position } from "./position.ts";
import { printable } from "./printable.ts";
import { tomlOffsets, type TomlPath } from "./toml-positions.ts";

/** A TOML document whose values know where they stand. */
export interface TomlDocument {
  /** The value at the path; undefined when there is none. */
  get(...path: TomlPath): TomlValue | undefined;
  /** The keys of the table at the path, in order; a value of another type is a problem. */
  keys(problems: LocatedProblem[], ...path: TomlPath): readonly string[];
  /** Where the value stands, or the nearest table above it. */
  where(...path: TomlPath): Position;
  /** Where the key of the value stands, or the nearest above it. */
  whereKey(...path: TomlPath): Position;
  /** The text at the path; a value of another type is a problem. */
  text(problems: LocatedProblem[], ...path: TomlPath): LocatedText | undefined;
  /** The list of texts at the path; items of another type are problems. */
  texts(problems: LocatedProblem[], ...path: TomlPath): readonly LocatedText[] | undefined;
}

/** TOML that was read, or the first thing that is wrong with it. */
export type TomlResult =
  | { readonly ok: true; readonly document: TomlDocument }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads TOML 1.0. Positions are computed when first asked for. */
export function parseToml(text: string): TomlResult {
  try {
    return { ok: true, document: documentOf(text, parse(text.replace(/^\ufeff/u, ""))) };
  } catch (cause) {
    const { line, column } = cause instanceof TomlError ? cause : { line: 1, column: 1 };
    const why = cause instanceof TomlError ? cause.message : "it is nested too deep";
    const first = why.replace("Invalid TOML document: ", "").split("\n", 1)[0]?.replace(/\.$/u, "") ?? "";
    return { ok: false, problem: { message: `it is not TOML: ${first}`, hint: HINTS.toml, line, column } };
  }
}

const HINTS = {
  toml: "mend the line: `key = value`, or `[table]` before those of a table",
  "a table": "write it as a table, `{ key = value }`",
  "a text": 'write it in quotes, `"…"`',
  "a list": 'write it in brackets, `["…", "…"]`',
} as const;

function documentOf(text: string, root: TomlTable): TomlDocument {
  let places:
    | { offset: ReturnType<typeof tomlOffsets>; position: ReturnType<typeof positionsIn> }
    | undefined;

  const get: TomlDocument["get"] = (...path) => {
    let value: TomlValue | undefined = root;
    for (const part of path) {
      if (Array.isArray(value)) value = typeof part === "number" ? value[part] : undefined;
      else if (isTable(value) && Object.hasOwn(value, part)) value = value[part];
      else return undefined;
    }
    return value;
  };
  const placeOf = (path: TomlPath, of: "value" | "key"): Position => {
    places ??= { offset: tomlOffsets(text), position: positionsIn(text) };
    for (let length = path.length; length > 0; length -= 1) {
      const offset = places.offset(path.slice(0, length), of);
      if (offset !== undefined) return places.position(offset);
    }
    return { line: 1, column: 1 };
  };
  const where: TomlDocument["where"] = (...path) => placeOf(path, "value");
  const problem = (path: TomlPath, form: Exclude<keyof typeof HINTS, "toml">): LocatedProblem => ({
    message: `\`${printable(path.join("."))}\` is not ${form}`,
    hint: HINTS[form],
    ...where(...path),
  });

  return {
    get,
    where,
    whereKey: (...path) => placeOf(path, "key"),
    keys: (problems, ...path) => {
      const value = get(...path);
      if (isTable(value)) return Object.keys(value);
      if (value !== undefined) problems.push(problem(path, "a table"));
      return [];
    },
    text: (problems, ...path) => {
      const value = get(...path);
      if (typeof value === "string") return { text: value, ...where(...path) };
      if (value !== undefined) problems.push(problem(path, "a text"));
      return undefined;
    },
    texts: (problems, ...path) => {
      const value = get(...path);
      if (value === undefined) return undefined;
      if (!Array.isArray(value)) {
        problems.push(problem(path, "a list"));
        return undefined;
      }
      const found: LocatedText[] = [];
      for (const [index, item] of value.entries())
        if (typeof item === "string") found.push({ text: item, ...where(...path, index) });
        else problems.push(problem([...path, index], "a text"));
      return found;
    },
  };
}

/** Whether the value is a table (and not a date or a list). */
export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof TomlDate);
}
