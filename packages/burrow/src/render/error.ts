import { sentences } from "./line.ts";
import type { Look } from "./look.ts";

/** What failed, for people: the failure with its subject, then why, then what to do. */
export interface ErrorView {
  readonly message: string;
  readonly because?: string | undefined;
  readonly hint?: string | undefined;
}

/** The lines of an error. */
export function errorText({ message, because, hint }: ErrorView, look: Look): readonly string[] {
  return [
    ...sentences([{ text: "✗ ", tone: "bad" }], message, look),
    ...(because === undefined ? [] : sentences(["  because: "], because, look, { indent: 11 })),
    ...(hint === undefined ? [] : sentences(["  hint: "], hint, look, { indent: 8 })),
  ];
}
