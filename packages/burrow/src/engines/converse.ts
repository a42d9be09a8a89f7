import type { Output, Runner } from "../machine/command.ts";
import type { Talk } from "./engine.ts";

/** Leads a talk with the runner to its end: runs what it yields, one after the other, and gives it what was left behind. */
export async function converse<Meaning>(
  talk: Talk<Meaning>,
  runner: Runner,
  options: { readonly signal: AbortSignal; readonly onLine?: (line: string) => void },
): Promise<Meaning> {
  let turn = talk.next();
  while (turn.done !== true) {
    const output: Output = await runner.run(turn.value, options);
    turn = talk.next(output);
  }
  return turn.value;
}
