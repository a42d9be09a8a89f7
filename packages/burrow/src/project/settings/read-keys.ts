import { nearest } from "../../model/nearest.ts";
import {
  dotted,
  type FormContext,
  type Key,
  type KeyContext,
  keyOf,
  type Keys,
  type SettingPath,
} from "./form.ts";
import { COLLECTIONS, PLAIN, SECTIONS } from "./keys.ts";

/** What a table says: the fields of the keys that it has. */
export type Said<Fields> = { readonly [Field in keyof Fields]?: Exclude<Fields[Field], undefined> };

/** More unknown keys than this in one table are named without the nearest known one, so that the work has a bound. */
const MOST_HINTS = 100;

/** A table of a settings file as plain data; another value is told and counts as empty. */
export function tableAt(
  value: unknown,
  path: SettingPath,
  context: FormContext,
): Readonly<Record<string, unknown>> {
  if (value === undefined) return {};
  if (isTable(value)) return value;
  context.problem(path, `${path.length === 0 ? "the settings are" : `\`${dotted(path)}\` is`} not a table`);
  return {};
}

/** Reads the keys of a table. Keys that it does not know, those of `others` excepted, are told with the nearest that it knows. */
export function readKeys<Fields>(
  keys: Keys<Fields>,
  table: Readonly<Record<string, unknown>>,
  path: SettingPath,
  context: KeyContext,
  others: readonly string[] = [],
): Said<Fields> {
  const fields = new Map(Object.keys(keys).map((field) => [keyOf(field), field as keyof Fields]));
  const said: { [Field in keyof Fields]?: unknown } = {};
  let unknown = 0;
  for (const [name, value] of Object.entries(table)) {
    const field = fields.get(name);
    if (field !== undefined) {
      const key = keys[field] as Key<unknown>;
      const read = key.form.read(value, [...path, name], context);
      if (read !== undefined) said[field] = read;
      if (read !== undefined && key.idle === true && !isSame(read, key.default))
        context.idle([...path, name]);
    } else if (!others.includes(name)) {
      unknown += 1;
      const hint = unknown > MOST_HINTS ? undefined : hintFor(name, Object.entries(keys), path, others);
      context.problem([...path, name], `\`${dotted([...path, name])}\` is not a setting`, {
        hint,
        key: true,
      });
    }
  }
  return said as Said<Fields>;
}

/** What holds where nothing is said. */
export function defaultsOf<Fields>(keys: Keys<Fields>): Fields {
  const given = Object.entries<Key<unknown>>(keys).filter(([, key]) => key.default !== undefined);
  return Object.fromEntries(given.map(([field, key]) => [field, key.default])) as Fields;
}

function isSame(value: unknown, other: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}

/** The key that was probably meant: what other tools call so, the nearest here, or one of that name in another table. */
function hintFor(
  name: string,
  rows: readonly (readonly [string, Key<unknown>])[],
  path: SettingPath,
  others: readonly string[],
): string | undefined {
  const same = rows.find(([, { elsewhere = [] }]) => elsewhere.includes(name))?.[0];
  if (same !== undefined) return `here it is called \`${keyOf(same)}\``;
  const near = nearest(name, [...rows.map(([field]) => keyOf(field)), ...others]);
  if (near !== undefined) return `the nearest is \`${near}\``;
  const home = placesOf(name).find((place) => place !== dotted([...path, name]));
  if (home !== undefined) return `there is \`${home}\``;
  return path.length === 0
    ? undefined
    : `there are ${rows.map(([field]) => `\`${keyOf(field)}\``).join(", ")}`;
}

/** Everywhere that a key of this name is known. */
function placesOf(name: string): readonly string[] {
  const knows = (keys: object) => Object.keys(keys).some((field) => keyOf(field) === name);
  return [
    ...(knows(PLAIN) ? [name] : []),
    ...Object.entries(SECTIONS).flatMap(([section, { keys }]) => (knows(keys) ? [`${section}.${name}`] : [])),
    ...Object.entries(COLLECTIONS).flatMap(([section, { keys, placeholder }]) =>
      knows(keys) ? [`${section}.${placeholder}.${name}`] : [],
    ),
  ];
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
