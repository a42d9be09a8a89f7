import type { AbsolutePath } from "../model/path.ts";

/** An argument: plain text, or the path of one of the command's own scratch files or views. */
export type Argument = string | { readonly scratch: string; readonly prefix?: string };

/** A program to run, as data: engines say what to run, a `Runner` runs it. Never through a shell. */
export interface Command {
  readonly program: AbsolutePath;
  readonly args: readonly Argument[];
  /**
   * Of a program that stays: it takes these as one line of JSON on its input, and its turn is over when it prints an empty line. The same program with the same
   * arguments and variables, none of them a scratch file, takes the next turn as well; it ends with its input.
   */
  readonly turn?: readonly Argument[];
  /** Files written into a new scratch folder before the program starts, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Scratch folders that show an environment through links, by name. A program that leaves marks in what it only looks at (uv's `.lock`) leaves them there;
   * the environment must not be changed through such a view.
   */
  readonly views?: Readonly<Record<string, AbsolutePath>>;
  /** Scratch files to read back afterwards, by name. */
  readonly reads?: readonly string[];
  /** The whole set of variables; nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: AbsolutePath;
  /** What it came to the first time, when it is put once more; a runner does not look at it. */
  readonly again?: string;
  /** Seconds after which the program is ended (INT, TERM, KILL); default 600. */
  readonly limit?: number;
}

/** What a program left behind. */
export interface Output {
  /** The exit status; undefined when a signal ended it or it could not be started. */
  readonly status: number | undefined;
  readonly signal?: string;
  /** Why it could not be started, or that its time was over. */
  readonly failure?: string;
  /** At most 32 MiB each; the rest is cut. */
  readonly stdout: string;
  readonly stderr: string;
  /** The scratch files that were asked for and are there. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs engine programs. Its scratch folders are burrow's own and gone afterwards. */
export interface Runner {
  run(
    command: Command,
    options: { readonly signal: AbortSignal; readonly onLine?: (line: string) => void },
  ): Promise<Output>;
  /** Starts a program that takes turns ahead of its first one; nothing comes of it when it cannot be started. */
  begin?(command: Command): void;
  /** Lets go of programs that wait for another turn: nobody will give them one. Without it they go after some seconds, or with this process. */
  close?(): void;
}
