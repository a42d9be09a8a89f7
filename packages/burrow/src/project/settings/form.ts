import type { AbsolutePath } from "../../model/path.ts";
import { printable } from "../../standards/printable.ts";

/** Keys and indexes of lists that lead to a value of a settings file. */
export type SettingPath = readonly (string | number)[];

/** The part of JSON Schema (draft 2020-12) that describes settings. */
export interface SettingSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly (string | boolean)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly items?: SettingSchema;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly propertyNames?: SettingSchema;
  readonly additionalProperties?: SettingSchema | false;
  readonly required?: readonly string[];
}

/** What a form knows about the file that it reads, and whom it tells what is wrong. */
export interface FormContext {
  /** Relative paths start here. */
  readonly folder: AbsolutePath;
  /** What `~` means. */
  readonly home: AbsolutePath;
  /** Says what is wrong with the value at the path; `index` is the offset inside a text (UTF-16), `key` means the key itself. */
  readonly problem: (
    path: SettingPath,
    message: string,
    more?: { readonly hint?: string | undefined; readonly index?: number; readonly key?: boolean },
  ) => void;
}

/** The same for a reader of keys, which tells as well what is understood and not used. */
export interface KeyContext extends FormContext {
  readonly idle: (path: SettingPath) => void;
}

/** A form that a setting's value may have: how it is read, and how it is described. */
export interface Form<Value> {
  /** What it is, after "is not": `one of …`, `a path`. */
  readonly says: string;
  readonly schema: SettingSchema;
  /** The value in burrow's own terms; undefined when it is not of the form, which was then told. */
  readonly read: (value: unknown, path: SettingPath, context: FormContext) => Value | undefined;
}

/** A key of a table: its form, what holds when nothing is said, and one sentence about it. */
export interface Key<Value> {
  readonly form: Form<Value>;
  readonly default?: Value;
  readonly about: string;
  /** Whether nothing uses it yet: it is understood and checked, and whoever sets it is told. */
  readonly idle?: true;
  /** What other tools call it, so that they who write that are told. */
  readonly elsewhere?: readonly string[];
}

/** The keys of a table by the field that each one fills; the compiler holds the forms to the fields' types. */
export type Keys<Fields> = {
  readonly [Field in keyof Fields]-?: Key<Exclude<Fields[Field], undefined>>;
};

/** A field's key as files write it: `lockPolicy` is `lock-policy`. */
export function keyOf(field: string): string {
  return field.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

/** A path as TOML writes it, fit for a message. */
export function dotted(path: SettingPath): string {
  return path
    .map((part) => (/^[\w-]+$/u.test(String(part)) ? String(part) : `"${printable(String(part))}"`))
    .join(".");
}

/** Tells that the value at the path is not what it has to be. */
export function wrong(
  form: Pick<Form<unknown>, "says">,
  path: SettingPath,
  { problem }: FormContext,
  hint?: string,
): undefined {
  problem(path, `\`${dotted(path)}\` is not ${form.says}`, { hint });
  return undefined;
}
