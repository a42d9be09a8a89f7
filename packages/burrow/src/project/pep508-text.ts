import type { GoalRequirement } from "../model/goal.ts";

/** A requirement as PEP 508 writes it, its address in full. */
export function pep508Text({ name, extras, specifier, url, marker }: GoalRequirement): string {
  const head = extras.length === 0 ? name : `${name}[${extras.join(",")}]`;
  const what = url === undefined ? head + specifier : `${head} @ ${url}`;
  return marker === undefined ? what : `${what} ; ${marker}`;
}
