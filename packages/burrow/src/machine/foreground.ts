import type { AbsolutePath } from "../model/path.ts";

/** A program that a person runs through burrow: it has the terminal, the input and the signals. */
export interface ForegroundProgram {
  readonly program: AbsolutePath;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: AbsolutePath;
}

/** Runs a program in burrow's place. */
export interface Foreground {
  /**
   * Waits for the program and gives the exit status to leave with: its own, or 128 + the number of the signal that ended it.
   * Signals that burrow receives meanwhile (INT, TERM, HUP, QUIT, USR1, USR2, WINCH) are passed on. Throws `run/not-executable` when it cannot start.
   */
  exec(program: ForegroundProgram): Promise<number>;
}
