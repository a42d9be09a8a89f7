import type { FileProblem } from "../model/text-origin.ts";
import { line, sentences } from "./line.ts";
import type { Look } from "./look.ts";
import { exactlyAt } from "./say.ts";

/** Problems that are told before the rest is counted. */
const MANY = 10;

/** What could not be understood of files, each with its place and its hint; unless everything is wanted, the first ten, and the command that shows `all`. */
export function problemLines(problems: readonly FileProblem[], look: Look, all?: string): readonly string[] {
  const rest = look.verbose ? 0 : problems.length - MANY;
  return [
    ...(rest > 0 ? problems.slice(0, MANY) : problems).flatMap(({ hint, message, ...origin }) => [
      ...sentences([{ text: "✗ ", tone: "bad" }], `${exactlyAt(origin, look)} ${message}`, look),
      ...(hint === undefined ? [] : sentences(["  hint: "], hint, look, { indent: 8 })),
    ]),
    ...(rest > 0 ? [line([`  and ${rest} more${all === undefined ? "" : `: ${all}`}`], look)] : []),
  ];
}
