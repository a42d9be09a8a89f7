import type { AbsolutePath } from "./path.ts";

/** Where a statement was read: lines and columns count from 1; a statement from the command line has no line. */
export interface Origin {
  readonly file: AbsolutePath;
  readonly line?: number;
  readonly column?: number;
}

/** Something in a file that was not understood; nothing is silently dropped. */
export interface FileProblem {
  readonly file: AbsolutePath;
  readonly line: number;
  readonly column: number;
  /** One sentence without a full stop, with its subject in backticks. */
  readonly message: string;
  /** What to do about it, when that is known. */
  readonly hint?: string;
}
