import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import type { Reason } from "../model/reason.ts";
import { listedOnce, recordProblem } from "./inspect/record.ts";

/** Which of the named distributions (normalised) lack files of their RECORD; a name that is whole, or not there, is not in the answer. */
export function recordProblems(
  machine: Machine,
  { distributions }: Environment,
  names: readonly string[],
): Readonly<Record<string, Reason>> {
  const pending = new Set(names);
  const listed = listedOnce(machine);
  const problems: Record<string, Reason> = {};
  for (const distribution of distributions) {
    // Of two layers the one above comes first, and hides the other.
    if (!pending.delete(distribution.name)) continue;
    const problem = recordProblem(machine, distribution, listed);
    if (problem !== undefined) problems[distribution.name] = problem;
  }
  return problems;
}
