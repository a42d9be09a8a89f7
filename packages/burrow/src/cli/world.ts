import type { Context } from "../operations/context.ts";
import type { ContextOptions } from "../operations/real-context.ts";
import type { run } from "../operations/run.ts";

/** A stream that text is written to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Runs a person's program in burrow's place. */
export type Foreground = Parameters<typeof run>[1];

/** How somebody is asked. */
export interface AskOptions {
  /** Whether what is typed is a secret, and not shown. */
  readonly hidden?: boolean;
}

/** All that the command line knows of what is outside of it; `main.ts` gives the real one, tests their own. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** As `process.platform`. */
  readonly platform: string;
  /** Whether somebody is there to answer: input and error stream are terminals. */
  readonly terminal: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Asks somebody and gives what was typed, without the line's end; undefined when the input ended. Rejects as cancelled on Ctrl-C. */
  ask(question: string, options?: AskOptions): Promise<string | undefined>;
  context(options: ContextOptions): Promise<Context>;
  foreground(): Promise<Foreground>;
  /** The program and first arguments that start this burrow again. */
  readonly program: readonly string[];
  /** Bytes that this process occupies. */
  readonly memory: () => number;
  /** burrow's own version. */
  readonly version: string;
}

/** Whether a question may be asked: somebody is there and this is no CI. */
export function mayAsk({ terminal, env }: World): boolean {
  return terminal && (env["CI"] ?? "") === "";
}
