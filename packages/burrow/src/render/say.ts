import { absolute, isAbsolute } from "../model/path.ts";
import { type Reason, sentence } from "../model/reason.ts";
import type { Origin } from "../model/text-origin.ts";
import { type Look, shown } from "./look.ts";

/** The sentence of a reason with its paths as people know them. */
export function say({ code, params }: Reason, look: Look): string {
  const short = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "string" && isAbsolute(value) ? shown(absolute(value), look) : value,
  ]);
  return sentence({ code, params: Object.fromEntries(short) as Reason["params"] });
}

/** The same as a predicate, for a line that names the subject itself: "it would break x" → "would break x". */
export function sayOf(because: Reason, look: Look): string {
  return say(because, look).replace(/^it (?:is )?/u, "");
}

/** `requirements.txt:3`. */
export function at({ file, line }: Origin, look: Look): string {
  return line === undefined ? shown(file, look) : `${shown(file, look)}:${line}`;
}

/** `requirements.txt:3:7`, for what has to be found in its line. */
export function exactlyAt(origin: Origin, look: Look): string {
  return origin.column === undefined ? at(origin, look) : `${at(origin, look)}:${origin.column}`;
}
