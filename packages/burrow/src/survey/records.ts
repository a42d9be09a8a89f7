import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import { reason, type Reason } from "../model/reason.ts";
import { listedOnce, recordProblem } from "./inspect/record.ts";
import { condaRecord, goneOf } from "./vitals/conda.ts";
import { torchOf } from "./vitals/torch.ts";

/**
 * Which of the named distributions (normalised) lack files of their RECORD, or are a build for another accelerator than their version says; a name that is
 * whole, or not there, is not in the answer.
 */
export function recordProblems(
  machine: Machine,
  environment: Environment,
  names: readonly string[],
): Readonly<Record<string, Reason>> {
  const { distributions } = environment;
  const pending = new Set(names);
  const listed = listedOnce(machine);
  const problems: Record<string, Reason> = {};
  for (const distribution of distributions) {
    // Of two layers the one above comes first, and hides the other.
    if (!pending.delete(distribution.name)) continue;
    const problem =
      recordProblem(machine, distribution, listed) ??
      (distribution.name === "torch" ? otherBuild(machine, environment) : undefined);
    if (problem !== undefined) problems[distribution.name] = problem;
  }
  return problems;
}

/** The same of conda's packages: which of those named lack files that their record in `conda-meta` lists. */
export function packageProblems(
  machine: Machine,
  { packages = [], realPrefix }: Environment,
  names: readonly string[],
): Readonly<Record<string, Reason>> {
  const wanted = new Set(names);
  const listed = listedOnce(machine);
  const problems: Record<string, Reason> = {};
  for (const { name, version, record } of packages) {
    const read = wanted.has(name) ? condaRecord(machine, record) : undefined;
    if (read === undefined) continue;
    const { gone: missing, total } = goneOf(machine, realPrefix, read, listed);
    if (missing > 0) problems[name] = reason("files-missing", { missing, total, name, version });
  }
  return problems;
}

function otherBuild(machine: Machine, environment: Environment): Reason | undefined {
  const { built, recorded } = torchOf(machine, environment) ?? {};
  return built === undefined || recorded === undefined || built === recorded
    ? undefined
    : reason("torch-built", { built, recorded });
}
