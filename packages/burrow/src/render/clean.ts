/** What a terminal would obey or a reader could not see: controls, formats (direction marks, joiners), separators, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Our own signs and their ASCII forms. */
const SIGNS: Readonly<Record<string, string>> = {
  "✓": "ok",
  "✗": "x",
  "→": "->",
  "←": "<-",
  "…": "...",
  "·": "-",
};

/**
 * A text of any origin, fit for a terminal: one line, with what would be obeyed shown instead (`\x1b`).
 * Bytes of a path that are not UTF-8 (kept as U+DC80 … U+DCFF) are shown as bytes.
 */
export function clean(text: string): string {
  return text.replaceAll(/[\t\n\v\f\r]+/gu, " ").replaceAll(HIDDEN, escaped);
}

/** The same in ASCII alone: our signs in their ASCII forms, every other letter escaped. */
export function cleanAscii(text: string): string {
  return clean(text).replaceAll(/[^\x20-\x7e]/gu, (letter) => SIGNS[letter] ?? escaped(letter));
}

function escaped(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}
