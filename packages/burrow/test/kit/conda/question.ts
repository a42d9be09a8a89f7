import type { CondaQuestion } from "../../../src/model/resolve.ts";

/** A question for an empty prefix, laid over with what is given. */
export function condaQuestion(given: Partial<CondaQuestion>): CondaQuestion {
  return {
    kind: "resolve-conda",
    key: "test",
    mode: "fresh",
    channels: [],
    specs: [],
    constraints: [],
    installed: [],
    free: [],
    ...given,
  };
}
