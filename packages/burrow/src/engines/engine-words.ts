/** Control characters, and what turns the direction of writing. */
const UNPRINTABLE = /\p{Cc}|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST = 600;
/** How much of a text that is too long is left of its beginning, and as much of its end: an engine names the deepest cause last. */
const HALF = LONGEST / 2 - 2;

/** What an engine said, fit for a message: one line, no control characters, no credentials of an address, no full stop at the end, at most 600 characters (of a longer one the beginning and the end). */
export function engineWords(text: string): string {
  const line = text
    .replaceAll(/\s+/gu, " ")
    .replaceAll(UNPRINTABLE, "")
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/giu, "$1***@")
    .trim()
    .replace(/[.,;:]+$/u, "");
  return line.length > LONGEST ? `${line.slice(0, HALF)} … ${line.slice(-HALF)}` : line;
}
