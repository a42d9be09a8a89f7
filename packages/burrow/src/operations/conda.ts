import { converse } from "../engines/converse.ts";
import type { CondaEngine } from "../engines/conda/conda-engine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { CondaQuestion, Resolution } from "../model/resolve.ts";
import type { Context } from "./context.ts";
import type { CondaChoice } from "./engine-consent.ts";

/** A conda engine, obtained when it is first needed, and only once. Throws `engine/unavailable`. */
export type LazyConda = () => Promise<CondaEngine>;

/** The conda engine of one operation. */
export function lazyConda(context: Context, goal: Goal, choice: CondaChoice): LazyConda {
  let obtained: Promise<CondaEngine> | undefined;
  return () =>
    (obtained ??= import("./obtain-conda.ts").then(({ obtainConda }) => obtainConda(context, goal, choice)));
}

/** Asks the conda engine; that none can be had is an answer, not an error: the plan refuses and says why. */
export async function solveWith(
  { runner, report, signal, now }: Context,
  conda: LazyConda,
  question: CondaQuestion,
): Promise<Resolution> {
  const subject = question.prefix ?? question.key;
  const began = now();
  report({ type: "resolve.started", subject });
  const finished = (resolution: Resolution): Resolution => {
    const { kind: outcome } = resolution;
    const distributions = resolution.kind === "resolved" ? resolution.pins.length : 0;
    const seconds = (now() - began) / 1000;
    report({ type: "resolve.finished", subject, outcome, distributions, seconds });
    return resolution;
  };
  try {
    const engine = await conda();
    const onLine = (text: string): void => report({ type: "engine.line", engine: engine.name, text });
    return finished(await converse(engine.solve(question), runner, { signal, onLine }));
  } catch (cause) {
    if (!(cause instanceof BurrowError) || !cause.code.startsWith("engine/")) throw cause;
    const text = [cause.message, cause.because].filter(Boolean).join(": ");
    return finished({
      kind: "unreachable",
      text: cause.hint === undefined ? text : `${text}; ${cause.hint}`,
    });
  }
}
