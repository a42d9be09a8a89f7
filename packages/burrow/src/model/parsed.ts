/** Why a text could not be read: a sentence without a full stop, and where (UTF-16 index, from 0) it went wrong. */
export interface TextProblem {
  readonly message: string;
  readonly index: number;
}

/** What every parser of one value gives. Parsers are total: bad text is an answer, never an exception. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: TextProblem };

/** A text that was understood. */
export function parsed<Value>(value: Value): Parsed<Value> {
  return { ok: true, value };
}

/** A text that was not understood, and why. */
export function unparsed(message: string, index: number): Parsed<never> {
  return { ok: false, problem: { message, index } };
}
