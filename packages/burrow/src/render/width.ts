const ZERO = /^\p{M}$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** Ranges that terminals show two columns wide (Unicode's East Asian Width, W and F, taken generously). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
];

/** The columns that a cleaned text takes. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/u.test(text)) return text.length;
  let columns = 0;
  for (const letter of text) columns += columnsOf(letter);
  return columns;
}

/** The text in at most so many columns: its middle goes, because both ends of a path say more. */
export function shortened(text: string, columns: number, mark: string): string {
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(mark);
  if (room <= 0) return firstColumns(mark, Math.max(columns, 0));
  const letters = Array.from(text);
  const head = firstColumns(text, Math.floor(room / 2));
  const tail: string[] = [];
  let left = room - widthOf(head);
  for (const letter of letters.toReversed()) {
    left -= columnsOf(letter);
    if (left < 0) break;
    tail.unshift(letter);
  }
  return head + mark + tail.join("");
}

/** As much of the beginning as fits. */
export function firstColumns(text: string, columns: number): string {
  let left = columns;
  let kept = "";
  for (const letter of text) {
    left -= columnsOf(letter);
    if (left < 0) break;
    kept += letter;
  }
  return kept;
}

function columnsOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  // A variation selector may turn the letter before it into a wide picture.
  if (code === 0xfe0f) return 1;
  if (ZERO.test(letter)) return 0;
  return EMOJI.test(letter) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
