import type { Position } from "./position.ts";

/** Where a stretch of a logical line came from: from the index `at` on (UTF-16), up to the next stretch. */
export interface Stretch extends Position {
  readonly at: number;
}

/** A line of a requirements file as pip sees it: continued lines joined, its comment and the white space around it gone, never empty. */
export interface LogicalLine extends Position {
  readonly text: string;
  readonly stretches: readonly Stretch[];
}

/** What ends a line for Python's `str.splitlines`. */
// oxlint-disable-next-line no-control-regex -- Python splits at these separators, too
const LINE_END = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/u;

/** Splits a requirements file as pip does: `\` at the end joins with the next line, a comment starts with a `#` at the start or after white space. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let pieces: (Stretch & { readonly text: string })[] = [];
  let length = 0;
  const add = (piece: string, line: number, column: number): void => {
    pieces.push({ text: piece, at: length, line, column });
    length += piece.length;
  };
  const flush = (): void => {
    const logical = finished(pieces);
    if (logical) found.push(logical);
    pieces = [];
    length = 0;
  };

  for (const [index, raw] of text.split(LINE_END).entries()) {
    const comment = commentStart(raw) === 0 || strip(raw).startsWith("#");
    if (raw.endsWith("\\") && !comment) {
      const from = /^\\*/u.exec(raw)?.[0].length ?? 0;
      const to = raw.length - trailingBackslashes(raw);
      add(raw.slice(from, Math.max(from, to)), index + 1, from + 1);
      continue;
    }
    // A comment line that ends a continuation stays a comment.
    add(comment ? ` ${raw}` : raw, index + 1, comment ? 0 : 1);
    flush();
  }
  flush();
  return found;
}

/** The position of an index of the logical line's text. */
export function positionAt({ stretches, line, column }: LogicalLine, index: number): Position {
  let best: Stretch = { at: 0, line, column };
  for (const stretch of stretches) if (stretch.at <= index) best = stretch;
  return { line: best.line, column: best.column + index - best.at };
}

/** Takes white space away at both ends, as Python's `str.strip` understands it. */
export function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text.charCodeAt(from))) from += 1;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function finished(pieces: readonly (Stretch & { readonly text: string })[]): LogicalLine | undefined {
  const joined = pieces.map((piece) => piece.text).join("");
  const bare = joined.slice(0, commentStart(joined));
  const text = strip(bare);
  if (text === "") return undefined;
  const shift = bare.indexOf(text);
  const stretches: Stretch[] = [];
  for (const { at, line, column } of pieces) {
    const start = at - shift;
    if (start >= text.length) break;
    if (start <= 0) stretches[0] = { at: 0, line, column: column - start };
    else stretches.push({ at: start, line, column });
  }
  const { line = 1, column = 1 } = stretches[0] ?? {};
  return { text, line, column, stretches };
}

/** The index of the `#` that begins the comment; the length when there is none. */
function commentStart(line: string): number {
  for (let at = line.indexOf("#"); at !== -1; at = line.indexOf("#", at + 1))
    if (at === 0 || isSpace(line.charCodeAt(at - 1))) return at;
  return line.length;
}

function trailingBackslashes(text: string): number {
  let count = 0;
  while (text.charCodeAt(text.length - 1 - count) === 92) count += 1;
  return count;
}

/** Python's `str.isspace`, which is also its `\s`. */
function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    (code >= 28 && code <= 31) ||
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}
