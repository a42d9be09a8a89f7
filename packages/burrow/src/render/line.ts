import { clean, cleanAscii } from "./clean.ts";
import type { Look } from "./look.ts";
import { type Tone, painted } from "./paint.ts";
import { firstColumns, shortened, widthOf } from "./width.ts";

/** A piece of a line. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** The column it starts at, when what stands before leaves room; otherwise two columns after that. */
  readonly at?: number;
  /** Ends at the right edge, where there is room. */
  readonly right?: boolean;
  /** It may be shortened in its middle, down to so many columns. */
  readonly least?: number;
}

/** A line of pieces; a text alone is a piece. */
export type Cells = readonly (Cell | string)[];

/** Lays one line out. Everything that people read passes here, and so does its cleaning: nothing reaches a terminal raw. */
export function line(cells: Cells, look: Look): string {
  const pieces = cells
    .map((cell) => (typeof cell === "string" ? { text: cell } : cell))
    .map((cell) => ({ ...cell, text: readable(cell.text, look) }))
    .filter(({ text }) => text !== "");
  const fitted = look.cut ? fit(pieces, look) : pieces;
  const starts = startsOf(fitted, look.width);
  let text = "";
  let column = 0;
  for (const [index, cell] of fitted.entries()) {
    const start = starts[index] ?? column;
    if (look.cut && start >= look.width) break;
    const shown = look.cut ? firstColumns(cell.text, look.width - start) : cell.text;
    text += " ".repeat(start - column) + painted(shown, cell.tone, look);
    column = start + widthOf(shown);
  }
  return text.trimEnd();
}

/** Lays a sentence out after a beginning, in as many lines as its words need; the further lines are indented. */
export function sentences(
  beginning: Cells,
  text: string,
  look: Look,
  { indent = 2, tone }: { readonly indent?: number; readonly tone?: Tone } = {},
): readonly string[] {
  const lines: string[] = [];
  const start = widthOf(line([...beginning, "|"], { ...look, colour: false })) - 1;
  let room = look.width - start;
  let words: string[] = [];
  const flush = () => {
    const cell: Cell = { text: words.join(" "), ...(tone && { tone }), least: 8 };
    lines.push(line(lines.length === 0 ? [...beginning, cell] : [" ".repeat(indent), cell], look));
    words = [];
    room = look.width - indent;
  };
  for (const word of readable(text, look)
    .split(" ")
    .filter((one) => one !== "")) {
    const needs = widthOf(word) + (words.length === 0 ? 0 : 1);
    if (needs > room && (words.length > 0 || lines.length === 0)) flush();
    room -= widthOf(word) + (words.length === 0 ? 0 : 1);
    words.push(word);
  }
  if (words.length > 0 || lines.length === 0) flush();
  return lines.filter((one) => one !== "");
}

/** A line whose note goes to the end where it fits whole, else below it, in as many lines as it needs. */
export function withNote(cells: Cells, note: Cell, look: Look, indent: number): readonly string[] {
  const whole = line([...cells, note], { ...look, cut: false, colour: false });
  if (widthOf(whole) <= look.width) return [line([...cells, note], look)];
  const { text, tone } = note;
  return [
    line(cells, look),
    ...sentences([" ".repeat(indent)], text, look, { indent: indent + 2, ...(tone && { tone }) }),
  ];
}

/** The cleaned text in the signs that the reader's locale has. */
export function readable(text: string, { unicode }: Look): string {
  return unicode ? clean(text) : cleanAscii(text);
}

function startsOf(cells: readonly Cell[], width: number): readonly number[] {
  let column = 0;
  return cells.map(({ text, at, right }) => {
    const gap = column === 0 ? 0 : 2;
    const wanted = right === true ? width - widthOf(text) : at;
    const start = wanted === undefined ? column : Math.max(wanted, column + gap);
    column = start + widthOf(text);
    return start;
  });
}

function fit(cells: readonly Cell[], { width, unicode }: Look): readonly Cell[] {
  const fitted = [...cells];
  const order = fitted
    .map((cell, index) => ({ index, spare: widthOf(cell.text) - (cell.least ?? Infinity) }))
    .toSorted((a, b) => b.spare - a.spare);
  for (const { index, spare } of order) {
    const over = overhang(fitted, width);
    const cell = fitted[index];
    if (over <= 0 || spare <= 0 || cell === undefined) break;
    const columns = widthOf(cell.text) - Math.min(spare, over);
    fitted[index] = { ...cell, text: shortened(cell.text, columns, unicode ? "…" : "...") };
  }
  return fitted;
}

function overhang(cells: readonly Cell[], width: number): number {
  const last = cells.at(-1);
  return last === undefined ? 0 : (startsOf(cells, width).at(-1) ?? 0) + widthOf(last.text) - width;
}
