import type { CandidateSummary } from "../model/plan.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Verdict } from "../model/verdict.ts";
import { candidatesOf } from "./candidates.ts";
import type { Judgement } from "./judgement.ts";
import type { Scene } from "./scene.ts";

/** The candidates that come after the one that settled it, with the reason why nobody asked them; a plan that settled before all of them has none. */
export function untried(
  { survey }: Pick<Scene, "survey">,
  judgements: readonly Judgement[],
): { readonly candidates: readonly CandidateSummary[]; readonly verdicts: readonly Verdict[] } {
  if (judgements.length === 0) return { candidates: [], verdicts: [] };
  const because = whyNot(judgements);
  const tried = new Set(judgements.map(({ candidate }) => candidate.prefix));
  const rest = candidatesOf(survey).filter(({ prefix }) => !tried.has(prefix));
  return {
    candidates: rest.map(({ prefix, origins, project }) => ({
      prefix,
      origins,
      action: "reject",
      because,
      ...(project && { project }),
      missing: [],
      conflicts: [],
      breaks: [],
    })),
    verdicts: rest.map(({ environment, prefix }) => ({
      rule: "order",
      subject: environment?.realPrefix ?? prefix,
      outcome: "reject",
      because,
    })),
  };
}

function whyNot(judgements: readonly Judgement[]): Reason {
  const ownRejected = judgements.some(
    ({ candidate, outcome }) => outcome === "reject" && candidate.origins.includes("own"),
  );
  return ownRejected ? reason("own-kept", {}) : reason("later", {});
}
