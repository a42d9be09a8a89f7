import {
  below,
  type Codec,
  type Described,
  type Fields,
  type Json,
  Mismatch,
  objectAt,
  type OptionalCodec,
} from "./codec.ts";
import type { JsonSchema } from "./json-schema.ts";

/** An object with these fields, in this order. */
export function object<Value extends object>(fields: Fields<Value>): Codec<Value> {
  const entries = Object.entries(fields) as readonly [string, Codec<unknown> | OptionalCodec<unknown>][];
  return {
    encode: (value) => {
      const given = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(
        entries.flatMap(([key, codec]) =>
          given[key] === undefined ? [] : [[key, innerOf(codec).encode(given[key])]],
        ),
      );
    },
    decode: (json, at) => {
      const given = objectAt(json, at);
      return Object.fromEntries(
        entries.flatMap(([key, codec]) => {
          const one = Object.hasOwn(given, key) ? given[key] : undefined;
          if (one === undefined && "optional" in codec) return [];
          return [[key, innerOf(codec).decode(one, below(at, key))]];
        }),
      ) as Value;
    },
    schema: (definitions) => ({
      type: "object",
      properties: Object.fromEntries(
        entries.map(([key, codec]) => [key, innerOf(codec).schema(definitions)]),
      ),
      required: entries.filter(([, codec]) => !("optional" in codec)).map(([key]) => key),
    }),
  };
}

/** The members of a union by the word in their field `Tag`. */
type Members<Value, Tag extends keyof Value> = {
  readonly [Word in Value[Tag] & string]: Codec<Extract<Value, Readonly<Record<Tag, Word>>>>;
};

/** Objects told apart by a word in one field. */
export function union<Value extends object, const Tag extends keyof Value & string>(
  tag: Tag,
  members: Members<Value, Tag>,
): Codec<Value> {
  const table = members as unknown as Readonly<Record<string, Codec<Value>>>;
  const memberOf = (word: unknown, at: string): Codec<Value> => {
    const member = typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
    if (member === undefined) throw new Mismatch(below(at, tag), `one of ${Object.keys(table).join(", ")}`);
    return member;
  };
  return {
    encode: (value) => memberOf(value[tag], "").encode(value),
    decode: (json, at) => memberOf(objectAt(json, at)[tag], at).decode(json, at),
    schema: (definitions) => ({ anyOf: Object.values(table).map((member) => member.schema(definitions)) }),
  };
}

/** A part with a name: its schema is written once and referred to. */
export function named<Value>(name: string, description: string, codec: Codec<Value>): Codec<Value> {
  return {
    encode: (value) => codec.encode(value),
    decode: (json, at) => codec.decode(json, at),
    schema: (definitions) => {
      if (!Object.hasOwn(definitions, name)) {
        definitions[name] = {}; // so that a part within itself refers here
        definitions[name] = { description, ...codec.schema(definitions) };
      }
      return { $ref: `#/$defs/${name}` };
    },
  };
}

/** The whole schema of a document. */
export function documentSchema(title: string, codec: Described): Json {
  const definitions: Record<string, JsonSchema> = {};
  const schema = codec.schema(definitions);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...schema,
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
}

function innerOf(codec: Codec<unknown> | OptionalCodec<unknown>): Codec<unknown> {
  return "optional" in codec ? codec.optional : codec;
}
