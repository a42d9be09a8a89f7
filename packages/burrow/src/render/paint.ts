/** What a piece of text means; without colour the words say it too. */
export type Tone = "good" | "bad" | "warn" | "dim" | "strong";

/** SGR parameters (ECMA-48): the eight colours that every terminal theme keeps readable. */
const SGR: Readonly<Record<Tone, readonly [number, number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  dim: [2, 22],
  strong: [1, 22],
};

/** The text in its tone, where colour is wanted. */
export function painted(
  text: string,
  tone: Tone | undefined,
  { colour }: { readonly colour: boolean },
): string {
  if (!colour || tone === undefined || text === "") return text;
  const [on, off] = SGR[tone];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
