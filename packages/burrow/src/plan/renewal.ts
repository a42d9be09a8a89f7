import { type Candidate, isOwnGeneration } from "./candidates.ts";
import { soundIn } from "./by-hand.ts";
import type { Wanting } from "./judgement.ts";
import type { Scene } from "./scene.ts";

/** Whether the newest versions are to be taken in a candidate: they are asked for, and it is the project's own. */
export function isRenewed({ origins }: Candidate, { policy }: Pick<Scene, "policy">): boolean {
  return policy.newest && origins.includes("own");
}

/** The same where that is a change in place: a generation is followed by a next one. */
export function isRenewedInPlace(candidate: Candidate, scene: Pick<Scene, "policy">): boolean {
  return isRenewed(candidate, scene) && !isOwnGeneration(candidate);
}

/** What of a candidate may become newer: what the goal needs and an index has. Everything else stays at its version. */
export function renewable({ environment, fit }: Pick<Wanting, "environment" | "fit">): readonly string[] {
  return soundIn(environment)
    .map(({ name }) => name)
    .filter((name) => fit.needed.has(name));
}
