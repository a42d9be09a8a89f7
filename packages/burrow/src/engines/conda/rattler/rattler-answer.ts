import * as v from "valibot";

const pinSchema = v.object({
  name: v.string(),
  version: v.string(),
  hashes: v.array(v.pipe(v.string(), v.regex(/^(?:sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/u))),
  url: v.string(),
  bytes: v.exactOptional(v.number()),
  conda: v.object({
    build: v.string(),
    buildNumber: v.number(),
    subdir: v.string(),
    channel: v.string(),
    depends: v.array(v.string()),
    constrains: v.array(v.string()),
  }),
});

const answerSchema = v.variant("ok", [
  v.object({
    ok: v.literal(true),
    platforms: v.optional(
      v.record(v.string(), v.object({ pins: v.array(pinSchema), removed: v.array(v.string()) })),
      {},
    ),
    clobbered: v.optional(v.array(v.object({ path: v.string(), package: v.string() })), []),
    scripts: v.optional(v.array(v.string()), []),
  }),
  v.object({
    ok: v.literal(false),
    kind: v.picklist(["unsatisfiable", "unknown-name", "no-version", "checksum", "unreachable", "failed"]),
    text: v.string(),
    subject: v.exactOptional(v.string()),
  }),
]);

/** What `conda.py` answered, believed only in its form. */
export type RattlerAnswer = v.InferOutput<typeof answerSchema>;

/** Reads an answer; undefined when there is none or it is not of its form. */
export function readRattlerAnswer(text: string | undefined): RattlerAnswer | undefined {
  try {
    return v.parse(answerSchema, JSON.parse(text ?? ""));
  } catch {
    return undefined;
  }
}
