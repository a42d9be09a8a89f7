import { converse } from "../engines/converse.ts";
import type { CondaEngine } from "../engines/conda/conda-engine.ts";
import type { Done, Engine, Talk } from "../engines/engine.ts";
import type { Command, Runner } from "../machine/command.ts";
import { reason } from "../model/reason.ts";
import type { StepContext } from "./context.ts";
import { StepFailed } from "./step-kind.ts";

/** The variable by which a recovery finds engines that outlived their burrow. */
export const TRANSACTION_VARIABLE = "BURROW_TRANSACTION";

/** Leads the conda engine through a talk, its programs marked; throws the signal's reason when it is aborted. */
export async function talkWithConda<Meaning>(
  { runner, conda, signal, report, transaction }: StepContext,
  talk: (engine: CondaEngine) => Talk<Meaning>,
): Promise<Meaning> {
  const obtained = await conda();
  const meaning = await converse(talk(obtained), markedRunner(runner, transaction), {
    signal,
    onLine: (text) => report({ type: "engine.line", engine: obtained.name, text }),
    onAgain: crashReport(report, obtained.name),
  });
  signal.throwIfAborted();
  return meaning;
}

/** Says that an engine crashed and was started once more. */
export function crashReport(report: StepContext["report"], engine: string): (detail: string) => void {
  return (detail) => report({ type: "warning", warning: reason("engine-crashed", { engine, detail }) });
}

/** Leads the engine through an act and gives what that came to; throws `StepFailed` when it says, or when the signal means, that it did not succeed. */
export async function actWith<Did extends { readonly ok: true } = Extract<Done, { readonly ok: true }>>(
  { runner, engine, signal, report, transaction }: StepContext,
  act: (engine: Engine) => Talk<Did | Extract<Done, { readonly ok: false }>>,
): Promise<Did> {
  const obtained = await engine();
  const done = await converse(act(obtained), markedRunner(runner, transaction), {
    signal,
    onLine: (text) => report({ type: "engine.line", engine: obtained.name, text }),
  });
  signal.throwIfAborted();
  if (!done.ok) throw new StepFailed(done.detail);
  return done;
}

/** The same runner, whose programs bear the transaction's mark. */
export function markedRunner(runner: Runner, transaction: string): Runner {
  const marked = (command: Command): Command => ({
    ...command,
    env: { ...command.env, [TRANSACTION_VARIABLE]: transaction },
  });
  return {
    run: (command, options) => runner.run(marked(command), options),
    begin: (command) => runner.begin?.(marked(command)),
  };
}
