import type { LocatedText } from "./position.ts";

/** The Pythons that a `.python-version` of pyenv or uv names, in order; `#` starts a comment, white space separates (pyenv). As written. */
export function parsePythonVersionFile(text: string): readonly LocatedText[] {
  const found: LocatedText[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/u, "")
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const hash = line.indexOf("#");
    for (const { 0: word, index: at } of (hash === -1 ? line : line.slice(0, hash)).matchAll(/\S+/gu))
      found.push({ text: word, line: index + 1, column: at + 1 });
  }
  return found;
}
