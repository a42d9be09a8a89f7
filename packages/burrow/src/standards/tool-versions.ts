import type { LocatedText } from "./position.ts";

/** The Pythons that a `.tool-versions` of asdf or mise names, in order of preference; empty when it names none. `#` starts a comment. */
export function parseToolVersions(text: string): readonly LocatedText[] {
  for (const [index, line] of text
    .replace(/^\ufeff/u, "")
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const [tool, ...versions] = [...line.replace(/#.*$/u, "").matchAll(/\S+/gu)];
    if (tool?.[0] === "python")
      return versions.map(({ 0: word, index: at }) => ({ text: word, line: index + 1, column: at + 1 }));
  }
  return [];
}
