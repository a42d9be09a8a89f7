import type { Why } from "../model/answers.ts";
import { line, readable, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { widthOf } from "./width.ts";

/** Who asks for a distribution, what holds its version back, and which of your lines leads to it. */
export function whyText(
  { environment, name, version, askedBy, you, chain }: Why,
  look: Look,
): readonly string[] {
  const who = askedBy.map((one) => `${one.name} ${one.version}`);
  const longest = Math.max(0, ...who.map((text) => widthOf(readable(text, look))));
  const requirement = 13 + Math.min(longest, 30) + 3;
  const limiting = askedBy.filter(({ limits }) => limits).length;
  return [
    line(
      [
        { text: `${name} ${version}`, tone: "strong", least: 20 },
        { text: ` in ${shown(environment.prefix, look)}`, least: 12 },
      ],
      look,
    ),
    ...askedBy.map((one, index) =>
      line(
        [
          { text: index === 0 ? "asked by" : "", at: 2, tone: "dim" },
          { text: who[index] ?? "", at: 13, least: 14 },
          { text: one.requirement, at: requirement, least: 16 },
          one.holds
            ? { text: one.limits && limiting === 1 ? "← what holds it back" : "", at: 58, tone: "warn" }
            : { text: "✗ does not hold", at: 58, tone: "bad" },
        ],
        look,
      ),
    ),
    ...you.map(({ text, file, line: number }, index) =>
      line(
        [
          { text: index === 0 ? "you" : "", at: 2, tone: "dim" },
          { text, at: 13, least: 14 },
          {
            text: [shown(file, look), number].filter((part) => part !== undefined).join(":"),
            at: requirement,
            tone: "dim",
            least: 16,
          },
        ],
        look,
      ),
    ),
    ...(you.length === 0 && chain.length > 1
      ? sentences([{ text: "  through    ", tone: "dim" }], chain.join(" → "), look, { indent: 13 })
      : []),
    ...(askedBy.length === 0 && you.length === 0 ? [line(["  nothing asks for it"], look)] : []),
  ];
}
