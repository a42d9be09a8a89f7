import type { FileProblem } from "../model/text-origin.ts";
import { sentences } from "./line.ts";
import type { Look } from "./look.ts";
import { problemLines } from "./problems.ts";

/** What failed, for people: the failure with its subject, then why, then what to do. */
export interface ErrorView {
  readonly message: string;
  readonly because?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong in files, when it is more than one thing: said instead of why and what to do. */
  readonly problems?: readonly FileProblem[] | undefined;
}

/** The lines of an error. A command to paste is one line where nothing would wrap it. */
export function errorText(
  { message, because, hint, problems = [] }: ErrorView,
  look: Look,
): readonly string[] {
  const first = sentences([{ text: "✗ ", tone: "bad" }], message, look);
  if (problems.length > 1) return [...first, ...problemLines(problems, look)];
  const whole = !look.cut && hint?.startsWith("burrow ") === true;
  return [
    ...first,
    ...(because === undefined ? [] : sentences(["  because: "], because, look, { indent: 11 })),
    ...(hint === undefined
      ? []
      : sentences(["  hint: "], hint, whole ? { ...look, width: Infinity } : look, { indent: 8 })),
  ];
}
