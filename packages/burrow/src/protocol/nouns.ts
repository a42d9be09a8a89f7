import type { Fact } from "../model/fact.ts";
import { type AbsolutePath, absolute, isAbsolute } from "../model/path.ts";
import { type Reason, sentence } from "../model/reason.ts";
import { REASONS } from "../model/reasons.ts";
import type { FileProblem, Origin } from "../model/text-origin.ts";
import {
  below,
  type Codec,
  integer,
  Mismatch,
  objectAt,
  optional,
  record,
  text,
  textOrNumber,
} from "./codec.ts";
import { named, object } from "./object.ts";
import { bytesOfPath, pathOfBytes } from "./path-bytes.ts";

/** A path: its text, or `{bytes}` when it is not UTF-8. */
export const path: Codec<AbsolutePath> = named(
  "Path",
  "An absolute path as found; base64 of its bytes when it is not UTF-8.",
  {
    encode: (value) => {
      const bytes = bytesOfPath(value);
      return bytes === undefined ? value : { bytes };
    },
    decode: (json, at) => {
      const found =
        typeof json === "string"
          ? json
          : pathOfBytes(text.decode(objectAt(json, at)["bytes"], below(at, "bytes")));
      if (found === undefined || !isAbsolute(found)) throw new Mismatch(at, "an absolute path");
      return absolute(found);
    },
    schema: () => ({
      anyOf: [
        { type: "string" },
        {
          type: "object",
          properties: { bytes: { type: "string", contentEncoding: "base64" } },
          required: ["bytes"],
        },
      ],
    }),
  },
);

const params = record(textOrNumber);

/** A reason: its code and parameters for programs, its sentence for people. */
export const reason: Codec<Reason> = named(
  "Reason",
  "Why something was judged so; codes are in docs/reasons.md.",
  {
    encode: (value) => ({
      code: value.code,
      params: params.encode(value.params),
      text: text.encode(sentence(value)),
    }),
    decode: (json, at) => {
      const given = objectAt(json, at);
      const code = text.decode(given["code"], below(at, "code"));
      if (!Object.hasOwn(REASONS, code))
        throw new Mismatch(below(at, "code"), "a reason that this version knows");
      return { code: code as Reason["code"], params: params.decode(given["params"], below(at, "params")) };
    },
    schema: (definitions) => ({
      type: "object",
      properties: { code: { type: "string" }, params: params.schema(definitions), text: { type: "string" } },
      required: ["code", "params", "text"],
    }),
  },
);

/** Where a statement was read. */
export const origin: Codec<Origin> = named(
  "Origin",
  "Where a statement was read; lines and columns count from 1.",
  object<Origin>({ file: path, line: optional(integer), column: optional(integer) }),
);

/** Something in a file that was not understood. */
export const problem: Codec<FileProblem> = object<FileProblem>({
  file: path,
  line: integer,
  column: integer,
  message: text,
  hint: optional(text),
});

/** Something on disk that a judgement relied on. */
export const fact: Codec<Fact> = object<Fact>({ path, was: text });
