import * as v from "valibot";
import { absolute, isAbsolute } from "../model/path.ts";

const path = v.pipe(v.string(), v.check(isAbsolute), v.transform(absolute));

/** What `probe.py` prints, as far as it is believed. */
const ANSWER = v.object({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?$/u)),
  implementation: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_.-]{0,31}$/u)),
  prefix: path,
  base_prefix: path,
  real_prefix: v.nullish(path),
  gil_disabled: v.boolean(),
  externally_managed: v.boolean(),
  paths: v.object({ stdlib: v.nullish(path) }),
});

/** What an interpreter said of itself. */
export type ProbeAnswer = v.InferOutput<typeof ANSWER>;

/** Believes an answer only when it is of the form that `probe.py` prints; else says what is wrong with it. */
export function parseProbeAnswer(
  answer: unknown,
): { readonly ok: true; readonly answer: ProbeAnswer } | { readonly ok: false; readonly detail: string } {
  const read = v.safeParse(ANSWER, answer);
  if (read.success) return { ok: true, answer: read.output };
  const at = v.getDotPath(read.issues[0]);
  return {
    ok: false,
    detail: at === null ? "its answer is not of the known form" : `its answer has no good \`${at}\``,
  };
}
