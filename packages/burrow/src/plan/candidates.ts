import type { Environment } from "../model/environment.ts";
import { type AbsolutePath, isInside, join } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import type { CandidateOrigin, Survey } from "../model/survey.ts";

/** An environment that might serve, or a place where one should be and is not. */
export interface Candidate {
  /** The path people use. */
  readonly prefix: AbsolutePath;
  /** All ways in which it was reached, the first one ranks it. */
  readonly origins: readonly CandidateOrigin[];
  /** For `enclosing`: the project it belongs to. */
  readonly project?: AbsolutePath;
  readonly environment?: Environment;
  /** Why there is nothing to judge. */
  readonly problem?: Reason;
  /** Whether burrow made it for this very project; one of a workspace or of a parent was made for that. */
  readonly madeHere: boolean;
}

/** The candidates of a survey in the order in which they are tried: one real path reached in several ways is one candidate. */
export function candidatesOf(survey: Survey): readonly Candidate[] {
  const environments = new Map(
    survey.environments.map((environment) => [environment.realPrefix, environment]),
  );
  const found = new Map<AbsolutePath, Candidate>();
  for (const { origin, path, realPrefix, project, problem } of survey.reaches) {
    const key = realPrefix ?? path;
    const known = found.get(key);
    if (known !== undefined) {
      if (!known.origins.includes(origin)) found.set(key, { ...known, origins: [...known.origins, origin] });
      continue;
    }
    const environment = realPrefix && environments.get(realPrefix);
    found.set(key, {
      prefix: path,
      origins: [origin],
      madeHere: isMadeFor(survey.site?.root, environment),
      ...(project && { project }),
      ...(environment && { environment }),
      ...(problem && { problem }),
    });
  }
  return [...found.values()];
}

/** The first way in which the candidate was reached: what it is to the project. */
export function rank({ origins }: Candidate): CandidateOrigin {
  return origins[0] ?? "machine";
}

function isMadeFor(root: AbsolutePath | undefined, environment: Environment | undefined): boolean {
  const folder = environment?.generation?.folder;
  return root !== undefined && folder !== undefined && isInside(folder, join(root, ".burrow"));
}

/** Whether it is the project's own and burrow made it: such an environment is never changed in place but followed by a next generation. */
export function isOwnGeneration({ origins, madeHere }: Candidate): boolean {
  return madeHere && origins.includes("own");
}

/** Whether what the candidate is to the project makes a minor upgrade in place fair: embedded in its owner's project. */
export function isEmbedded(candidate: Candidate): boolean {
  return candidate.origins.includes("enclosing");
}
