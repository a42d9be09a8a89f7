/** What Python's `str.strip` and `\s` take for white space; JavaScript's own idea differs in U+001C … U+001F, U+0085 and U+FEFF. */
const SPACES: ReadonlySet<number> = new Set([
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002,
  0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

/** Whether the UTF-16 unit is white space to Python. */
export function isSpace(unit: number): boolean {
  return SPACES.has(unit);
}

/** The text without white space at its ends, as Python's `str.strip` gives it. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Whether the UTF-16 unit is an ASCII digit. */
export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Whether the UTF-16 unit is an ASCII letter or digit. */
export function isAlphanumeric(unit: number): boolean {
  return isDigit(unit) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

/** A reader's place in a text. It only looks at what is next and moves on, so that every reader built on it takes linear time. */
export class Cursor {
  readonly text: string;
  at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** Whether nothing is left. */
  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The UTF-16 unit that comes next; NaN at the end. */
  get next(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Moves over the text if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Moves over the first of the lower-case ASCII words that comes next in any case, and gives it. */
  takeWord(words: readonly string[]): string | undefined {
    const found = words.find((word) => this.#comes(word));
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Moves over all units that pass the test and gives them, perhaps none. */
  takeWhile(test: (unit: number) => boolean): string {
    const start = this.at;
    while (!this.done && test(this.next)) this.at++;
    return this.text.slice(start, this.at);
  }

  /** Moves over spaces and tabs, the only white space between the parts of a requirement (PEP 508); gives whether there were any. */
  takeBlanks(): boolean {
    const start = this.at;
    while (this.next === 32 || this.next === 9) this.at++;
    return this.at > start;
  }

  #comes(word: string): boolean {
    for (let index = 0; index < word.length; index++) {
      const unit = this.text.charCodeAt(this.at + index);
      const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
      if (lower !== word.charCodeAt(index)) return false;
    }
    return true;
  }
}
