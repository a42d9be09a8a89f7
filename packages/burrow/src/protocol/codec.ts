import type { Definitions, JsonSchema } from "./json-schema.ts";

/** Whatever `JSON.parse` gives. */
export type Json = unknown;

/** What has a JSON Schema. */
export interface Described {
  /** The schema; named parts are put into `definitions`. */
  schema(definitions: Definitions): JsonSchema;
}

/**
 * One declaration for three things: how a value is written as JSON, how it is read back (with every field checked), and the JSON Schema
 * that says so to others. What a type gains and its codec lacks does not compile.
 */
export interface Codec<Value> extends Described {
  encode(value: Value): Json;
  /** Reads what was written; throws `Mismatch`. Unknown fields are ignored: more may come. */
  decode(json: Json, at: string): Value;
}

/** A field that may be absent. Absent means absent: no null is written for it. */
export interface OptionalCodec<Value> {
  readonly optional: Codec<Value>;
}

/** JSON that is not of its form; `at` is the place in it, such as `steps[3].kind`. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
  readonly at: string;

  constructor(at: string, wanted: string) {
    super(`${at === "" ? "the document" : at} is not ${wanted}`);
    this.at = at;
  }
}

/** For each field its codec: an optional one for a field that may be absent. */
export type Fields<Value> = {
  readonly [Key in keyof Value]-?: object extends Pick<Value, Key>
    ? OptionalCodec<Exclude<Value[Key], undefined>>
    : Codec<Value[Key]>;
};

/** Text; a lone surrogate, which JSON cannot carry safely, becomes U+FFFD. */
export const text: Codec<string> = {
  ...simple<string>("string", (json) => typeof json === "string"),
  encode: (value) => value.replaceAll(/\p{Cs}/gu, "\uFFFD"),
};
/** Text of a form: what is read from a file that somebody else may have written reaches programs and terminals. */
export function matching(form: RegExp, what: string): Codec<string> {
  return {
    ...text,
    decode: (json, at) => {
      const value = text.decode(json, at);
      if (!form.test(value)) throw new Mismatch(at, what);
      return value;
    },
  };
}

/** A number. */
export const number: Codec<number> = simple("number", (json) => typeof json === "number");
/** A whole number. */
export const integer: Codec<number> = simple("integer", (json) => Number.isInteger(json));
/** Yes or no. */
export const boolean: Codec<boolean> = simple("boolean", (json) => typeof json === "boolean");

/** One fixed value. */
export function literal<const Value extends string | number | boolean>(value: Value): Codec<Value> {
  return {
    encode: (one) => one,
    decode: (json, at) => {
      if (json !== value) throw new Mismatch(at, JSON.stringify(value));
      return value;
    },
    schema: () => ({ const: value }),
  };
}

/** One of some words. */
export function oneOf<const Value extends string>(values: readonly Value[]): Codec<Value> {
  return {
    encode: (one) => one,
    decode: (json, at) => {
      const found = values.find((value) => value === json);
      if (found === undefined) throw new Mismatch(at, `one of ${values.join(", ")}`);
      return found;
    },
    schema: () => ({ type: "string", enum: values }),
  };
}

/** A list. */
export function list<Item>(item: Codec<Item>): Codec<readonly Item[]> {
  return {
    encode: (items) => items.map((one) => item.encode(one)),
    decode: (json, at) => {
      if (!Array.isArray(json)) throw new Mismatch(at, "a list");
      return json.map((one, index) => item.decode(one, `${at}[${index}]`));
    },
    schema: (definitions) => ({ type: "array", items: item.schema(definitions) }),
  };
}

/** An object whose keys are free. */
export function record<Value>(value: Codec<Value>): Codec<Readonly<Record<string, Value>>> {
  return {
    encode: (given) =>
      Object.fromEntries(Object.entries(given).map(([key, one]) => [key, value.encode(one)])),
    decode: (json, at) =>
      Object.fromEntries(
        Object.entries(objectAt(json, at)).map(([key, one]) => [key, value.decode(one, below(at, key))]),
      ),
    schema: (definitions) => ({ type: "object", additionalProperties: value.schema(definitions) }),
  };
}

/** A value or null, where the contract says that null has a meaning. */
export function nullable<Value>(inner: Codec<Value>): Codec<Value | null> {
  return {
    encode: (value) => (value === null ? null : inner.encode(value)),
    decode: (json, at) => (json === null ? null : inner.decode(json, at)),
    schema: (definitions) => ({ anyOf: [inner.schema(definitions), { type: "null" }] }),
  };
}

/** Text or a number. */
export const textOrNumber: Codec<string | number> = {
  encode: (value) => value,
  decode: (json, at) => {
    if (typeof json !== "string" && typeof json !== "number") throw new Mismatch(at, "text or a number");
    return json;
  },
  schema: () => ({ anyOf: [{ type: "string" }, { type: "number" }] }),
};

/** Marks a field as one that may be absent. */
export function optional<Value>(codec: Codec<Value>): OptionalCodec<Value> {
  return { optional: codec };
}

/** The object at a place of a document; throws `Mismatch` when something else is there. */
export function objectAt(json: Json, at: string): Readonly<Record<string, Json>> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Mismatch(at, "an object");
  return json as Readonly<Record<string, Json>>;
}

/** The place of a field. */
export function below(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}

function simple<Value extends string | number | boolean>(
  type: "string" | "number" | "integer" | "boolean",
  is: (json: Json) => boolean,
): Codec<Value> {
  return {
    encode: (value) => value,
    decode: (json, at) => {
      if (!is(json)) throw new Mismatch(at, `${type === "integer" ? "an" : "a"} ${type}`);
      return json as Value;
    },
    schema: () => ({ type }),
  };
}
