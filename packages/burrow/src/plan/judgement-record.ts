import type { Reason } from "../model/reason.ts";
import type { Verdict } from "../model/verdict.ts";
import type { Candidate } from "./candidates.ts";
import { pipBeside } from "./conda/pip-beside.ts";
import type { Fit } from "./fit-result.ts";
import type { Wanting } from "./judgement.ts";
import type { Scene } from "./scene.ts";

/** Notes what a rule says of a candidate. */
export type Say = (rule: string, outcome: Verdict["outcome"], because: Reason) => void;

/** What the rules say of one candidate, in their order, until one concludes. */
export interface JudgementRecord {
  readonly say: Say;
  /** How a rule concludes: with all verdicts so far, and the warnings of what was found out of its content. */
  readonly concludeWith: (fit?: Fit) => Wanting["conclude"];
}

/** An empty record of a candidate. */
export function judgementRecord(candidate: Candidate, scene: Scene): JudgementRecord {
  const verdicts: Verdict[] = [];
  const { environment, prefix } = candidate;
  const subject = environment?.realPrefix ?? prefix;
  const say: Say = (rule, outcome, because) => {
    verdicts.push({ rule, subject, outcome, because });
  };
  const concludeWith: JudgementRecord["concludeWith"] = (fit) => (rule, conclusion) => {
    say(rule, conclusion.outcome === "reject" ? "reject" : "accept", conclusion.because);
    const warnings = [
      ...(fit?.warnings ?? []),
      ...(fit === undefined || environment === undefined ? [] : pipBeside(environment, scene)),
      ...(conclusion.warnings ?? []),
    ];
    return {
      kind: "judged",
      judgement: {
        conflicts: [],
        breaks: [],
        pins: [],
        removed: [],
        candidate,
        verdicts,
        ...(fit && { fit }),
        ...conclusion,
        warnings,
      },
    };
  };
  return { say, concludeWith };
}
