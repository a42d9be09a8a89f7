import { converse } from "../engines/converse.ts";
import type { Done, Talk } from "../engines/engine.ts";
import type { Runner } from "../machine/command.ts";
import type { StepContext } from "./context.ts";
import { StepFailed } from "./step-kind.ts";

/** The variable by which a recovery finds engines that outlived their burrow. */
export const TRANSACTION_VARIABLE = "BURROW_TRANSACTION";

/** Leads an engine through an act; throws `StepFailed` when it says, or when the signal means, that it did not succeed. */
export async function actWith(
  talk: Talk<Done>,
  { runner, engine, signal, report, transaction }: StepContext,
): Promise<void> {
  const done = await converse(talk, markedRunner(runner, transaction), {
    signal,
    onLine: (text) => report({ type: "engine.line", engine: engine.name, text }),
  });
  signal.throwIfAborted();
  if (!done.ok) throw new StepFailed(done.detail);
}

/** The same runner, whose programs bear the transaction's mark. */
export function markedRunner(runner: Runner, transaction: string): Runner {
  return {
    run: (command, options) =>
      runner.run({ ...command, env: { ...command.env, [TRANSACTION_VARIABLE]: transaction } }, options),
  };
}
