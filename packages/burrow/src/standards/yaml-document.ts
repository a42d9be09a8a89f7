import type { LocatedProblem, Position } from "./position.ts";

/** A value of a YAML text: every scalar is the text that stands there, so that `1.10` stays what it is. */
export type YamlValue = YamlText | YamlList | YamlMap;

/** A scalar; an empty one is nothing. */
export interface YamlText extends Position {
  readonly kind: "text";
  readonly text: string;
}

/** A sequence. */
export interface YamlList extends Position {
  readonly kind: "list";
  readonly items: readonly YamlValue[];
}

/** A mapping; of a key that stands twice the YAML is a problem. */
export interface YamlMap extends Position {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
}

/** One key of a mapping, and its value. */
export interface YamlEntry {
  readonly key: YamlText;
  readonly value: YamlValue;
}

/** YAML that was read, or the first thing that is wrong with it. */
export type YamlResult =
  | { readonly ok: true; readonly root: YamlValue }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads YAML. The parser is handed to whoever needs it: loading it takes longer than most commands do. */
export type ParseYaml = (text: string) => YamlResult;

/** The value of a key; undefined when there is none. */
export function entryOf(map: YamlMap, key: string): YamlValue | undefined {
  return map.entries.find((entry) => entry.key.text === key)?.value;
}

/** The text of a key; undefined when there is none, or it is no text. */
export function textOf(map: YamlMap, key: string): YamlText | undefined {
  const value = entryOf(map, key);
  return value?.kind === "text" && value.text !== "" ? value : undefined;
}

/** Whether the value says nothing. */
export function isEmpty(value: YamlValue | undefined): boolean {
  return (
    value === undefined ||
    (value.kind === "text" && (value.text === "" || value.text === "null" || value.text === "~"))
  );
}
