import { BurrowError, type ErrorCode } from "../model/error.ts";
import { type Codec, type Json, literal, optional, text } from "./codec.ts";
import { object } from "./object.ts";

/** What any command prints when it fails. */
export interface ErrorDocument {
  readonly schema: 1;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly because?: string;
    readonly hint?: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
}

/** Facts of a failure, by free names; whatever of them JSON can carry. */
const details: Codec<Readonly<Record<string, unknown>>> = {
  encode: (value) =>
    JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one))),
  decode: (json) => json as Readonly<Record<string, unknown>>,
  schema: () => ({ type: "object" }),
};

/** The document of a failure. */
export const error: Codec<ErrorDocument> = object<ErrorDocument>({
  schema: literal(1),
  error: object<ErrorDocument["error"]>({
    code: text as Codec<ErrorCode>,
    message: text,
    because: optional(text),
    hint: optional(text),
    details: optional(details),
  }),
});

/** A failure as programs read it. */
export function errorDocument(failure: BurrowError): Json {
  const { code, message, because, hint } = failure;
  return error.encode({
    schema: 1,
    error: {
      code,
      message,
      ...(because !== undefined && { because }),
      ...(hint !== undefined && { hint }),
      ...(Object.keys(failure.details).length > 0 && { details: failure.details }),
    },
  });
}
