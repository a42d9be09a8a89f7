import type { Key, SettingSchema } from "./form.ts";
import { keyOf } from "./form.ts";
import { COLLECTIONS, PLAIN, SECTIONS } from "./keys.ts";

/** A key as people read of it. */
export interface SettingRow {
  /** As TOML writes it below the table: `lock-policy`. */
  readonly key: string;
  readonly form: string;
  /** As TOML writes it; absent when nothing holds by default. */
  readonly default?: string;
  readonly about: string;
}

/** A table of settings as people read of it; the one without a header is the top. */
export interface SettingTable {
  /** `[prompt]`, `[environments.NAME]`. */
  readonly header?: string;
  readonly about: string;
  readonly rows: readonly SettingRow[];
}

/** All tables of settings, in the order of the table in the code. */
export function settingTables(): readonly SettingTable[] {
  return [
    { about: "What holds for the project as a whole.", rows: rowsOf(PLAIN) },
    ...Object.entries(SECTIONS).map(([name, { about, keys }]) => ({
      header: `[${name}]`,
      about,
      rows: rowsOf(keys),
    })),
    ...Object.entries(COLLECTIONS).map(([name, { about, keys, placeholder }]) => ({
      header: `[${name}.${placeholder}]`,
      about,
      rows: rowsOf(keys),
    })),
  ];
}

/** The JSON schema (draft 2020-12) of settings, the same for TOML and JSON. */
export function settingsSchema(): SettingSchema & { readonly $schema: string; readonly title: string } {
  const sections = Object.entries(SECTIONS).map(([name, { about, keys }]) => [
    name,
    tableSchema(keys, about),
  ]);
  const collections = Object.entries(COLLECTIONS).map(([name, { about, keys, name: form, required }]) => [
    name,
    {
      description: about,
      type: "object",
      propertyNames: form.schema,
      additionalProperties: { ...tableSchema(keys), ...(required.length > 0 && { required }) },
    },
  ]);
  const { properties, ...rest } = tableSchema(PLAIN);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "burrow settings",
    ...rest,
    properties: {
      $schema: { type: "string", description: "For editors; burrow does not read it." },
      ...properties,
      ...Object.fromEntries([...sections, ...collections]),
    },
  };
}

function rowsOf(keys: Readonly<Record<string, Key<unknown>>>): readonly SettingRow[] {
  return Object.entries(keys).map(([field, { form, about, idle, default: value }]) => ({
    key: keyOf(field),
    form: form.says,
    ...(value !== undefined && { default: JSON.stringify(value) }),
    about: idle === true ? `${about} Not used yet.` : about,
  }));
}

function tableSchema(keys: Readonly<Record<string, Key<unknown>>>, about?: string): SettingSchema {
  const properties = Object.entries(keys).map(([field, { form, about: description, default: value }]) => [
    keyOf(field),
    { description, ...form.schema, ...(value !== undefined && { default: value }) },
  ]);
  return {
    ...(about !== undefined && { description: about }),
    type: "object",
    properties: Object.fromEntries(properties) as Readonly<Record<string, SettingSchema>>,
    additionalProperties: false,
  };
}
