/** Control characters, line and paragraph separators, and what turns the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\p{Cs}]/gu;
const LONGEST = 160;

/** A text of unknown origin, fit for a message: one line, no control characters, at most 160 characters. */
export function printable(text: string): string {
  const clean = text
    .slice(0, LONGEST * 4)
    .replaceAll(/[\t\n\r]+/gu, " ")
    .replaceAll(UNPRINTABLE, "");
  return clean.length > LONGEST || text.length > LONGEST * 4 ? `${clean.slice(0, LONGEST)}…` : clean;
}
