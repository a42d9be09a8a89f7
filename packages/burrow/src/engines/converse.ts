import type { Output, Runner } from "../machine/command.ts";
import type { Talk } from "./engine.ts";

/** Leads a talk with the runner to its end: runs what it yields, one after the other, and gives it what was left behind. `onAgain` is told why something is put once more. */
export async function converse<Meaning>(
  talk: Talk<Meaning>,
  runner: Runner,
  {
    onAgain,
    ...options
  }: {
    readonly signal: AbortSignal;
    readonly onLine?: (line: string) => void;
    readonly onAgain?: (detail: string) => void;
  },
): Promise<Meaning> {
  let turn = talk.next();
  while (turn.done !== true) {
    const { again } = turn.value;
    if (again !== undefined) onAgain?.(again);
    const output: Output = await runner.run(turn.value, options);
    turn = talk.next(output);
  }
  return turn.value;
}
