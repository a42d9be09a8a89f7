import type { Resolution } from "../model/resolve.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Goal } from "../model/goal.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { buildReason, unbuiltName } from "./sources.ts";
import type { Scene } from "./scene.ts";

/** An answer that is no resolution. */
export type Failure = Extract<Resolution, { readonly kind: "impossible" | "unreachable" | "conflict" }>;

/**
 * What a failed resolution means for a candidate. A name that is on no index, or no network, refuses the plan whatever the candidate;
 * a missing wheel or a contradiction may be this interpreter's alone, so only the candidate is rejected.
 */
export function hopeless(failure: Failure, { conclude }: Wanting, scene: Scene): Judged | Hopeless {
  const toBuild = isWithoutWheel(failure) ? unbuiltName(scene, failure.requirement) : [];
  if (toBuild.length > 0)
    return conclude("build", { outcome: "build", because: buildReason(toBuild), toBuild });
  const because = failureReason(failure, scene.goal);
  const judged = conclude("resolve", { outcome: "reject", because });
  const everywhere =
    failure.kind === "unreachable" || (failure.kind === "impossible" && failure.cause === "unknown-name");
  return everywhere ? { kind: "hopeless", because, judgement: judged.judgement } : judged;
}

/** Whether it failed for want of a wheel of one name. */
export function isWithoutWheel(
  failure: Exclude<Resolution, { readonly kind: "resolved" }>,
): failure is Extract<Failure, { readonly kind: "impossible" }> & { readonly requirement: string } {
  return failure.kind === "impossible" && failure.cause === "no-wheel" && failure.requirement !== undefined;
}

/** The reason that a failed resolution gives, naming the line at fault where it is known. */
export function failureReason(failure: Failure, goal: Goal): Reason {
  if (failure.kind === "unreachable") return reason("unreachable", { detail: failure.text });
  if (failure.kind === "conflict") return reason("conflict-unnamed", {});
  if (failure.cause === "unsatisfiable" || failure.requirement === undefined)
    return reason("unsatisfiable", { detail: failure.text });
  // What the goal asks for as it writes it; `render` adds the line.
  const { requirement: name } = failure;
  const requirement = goal.requirements.find((asked) => asked.name === name)?.text ?? name;
  return failure.cause === "unknown-name"
    ? reason("impossible-name", { requirement })
    : reason("impossible", { requirement, detail: failure.text });
}
