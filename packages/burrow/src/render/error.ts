import { sentences } from "./line.ts";
import type { Look } from "./look.ts";

/** What failed, for people: the failure with its subject, then why, then what to do. */
export interface ErrorView {
  readonly message: string;
  readonly because?: string | undefined;
  readonly hint?: string | undefined;
}

/** The lines of an error. */
export function errorText({ message, because, hint }: ErrorView, reader: Look): readonly string[] {
  const look = unwrapped(reader);
  return [
    ...sentences([{ text: "✗ ", tone: "bad" }], message, look),
    ...(because === undefined ? [] : sentences(["  because: "], because, look, { indent: 11 })),
    ...(hint === undefined ? [] : sentences(["  hint: "], hint, look, { indent: 8 })),
  ];
}

/** Where nothing would wrap a line, one thing is one line: logs are searched, and commands are pasted. */
export function unwrapped(look: Look): Look {
  return look.cut ? look : { ...look, width: Infinity };
}
