/** A place in a text: line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A piece of text and the place where it begins. */
export interface LocatedText extends Position {
  readonly text: string;
}

/** Something in a text that was not understood: one sentence without a full stop, its subject in backticks. */
export interface LocatedProblem extends Position {
  readonly message: string;
  readonly hint?: string;
}

/** Gives the position of an offset (UTF-16 index) in the text; lines end as in TOML, with `\n`. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
