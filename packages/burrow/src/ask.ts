import type { AskOptions } from "./cli/world.ts";

/** When an answer is no longer wanted, and what Ctrl-C does: a terminal that is read from hands it over as a letter and sends no signal. */
interface Asking extends AskOptions {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
}

/**
 * Asks whoever sits at the terminal, and gives what was typed without the line's end; undefined when the input ended (Ctrl-D). Rejects with the signal's reason
 * once it is aborted.
 */
export async function ask(
  question: string,
  { hidden = false, signal, interrupt }: Asking,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const { createInterface } = await import("node:readline");
  const { Writable } = await import("node:stream");
  const { stdin, stderr } = process;
  const nowhere = new Writable({ write: (_letters, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: true });
  if (hidden) stderr.write(question); // from here on the terminal shows nothing that is typed
  let answer: string | undefined;
  try {
    answer = await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      reader.once("SIGINT", interrupt);
      reader.once("close", () => resolve(undefined));
      reader.question(hidden ? "" : question, resolve);
    });
    return answer;
  } finally {
    reader.close();
    if (hidden || answer === undefined) stderr.write("\n");
  }
}
