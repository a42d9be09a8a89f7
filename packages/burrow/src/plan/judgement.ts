import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Action, Break, CandidateSummary, Conflict } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import type { Verdict } from "../model/verdict.ts";
import type { Candidate } from "./candidates.ts";
import type { Fit } from "./fit-result.ts";
import type { ToBuild } from "./sources.ts";
import type { Held, Installed } from "./installed.ts";

/** What was decided about one candidate, with all that a plan or a person may want to know of it. */
export interface Judgement {
  readonly candidate: Candidate;
  /** `rebuild`: it is the project's own generation and the next one will follow it. `build`: what it takes is told once its sources are built. */
  readonly outcome: Exclude<Action, "create" | "refuse"> | "rebuild" | "build" | "reject";
  readonly because: Reason;
  readonly verdicts: readonly Verdict[];
  /** Absent when a standing rule rejected it before it was compared with the goal. */
  readonly fit?: Fit;
  readonly conflicts: readonly Conflict[];
  readonly breaks: readonly Break[];
  /** What would be installed or changed in place. */
  readonly pins: readonly Pin[];
  /** Normalised names that would go without a successor. */
  readonly removed: readonly string[];
  /** Something of what is needed is damaged: that, and no difference from the goal, is the reason. */
  readonly unwell?: boolean;
  /** For `build`: what has to be built before. */
  readonly toBuild?: readonly ToBuild[];
  readonly warnings: readonly Reason[];
}

/** The judgement as the plan shows it; what rebuilding comes to, an extension or an upgrade, only the finished plan knows. */
export function summaryOf({
  candidate,
  outcome,
  because,
  fit,
  conflicts,
  breaks,
}: Judgement): CandidateSummary {
  return {
    prefix: candidate.prefix,
    origins: candidate.origins,
    action: outcome === "rebuild" ? "repair" : outcome === "build" ? "extend" : outcome,
    because,
    ...(candidate.project && { project: candidate.project }),
    missing: fit?.missing.map(({ text }) => text) ?? [],
    conflicts,
    breaks,
  };
}

/** A candidate whose contents were compared with the goal and found wanting. */
export interface Wanting {
  readonly candidate: Candidate;
  readonly environment: Environment & { readonly executable: AbsolutePath };
  readonly installed: Installed;
  /** What pins are placed among, by name. */
  readonly held: ReadonlyMap<string, Held>;
  readonly fit: Fit;
  /** Adds a rule's opinion and gives the whole judgement. */
  readonly conclude: (rule: string, conclusion: Conclusion) => Judged;
}

/** What a rule concludes; the rest of the judgement is known. */
export type Conclusion = Pick<Judgement, "outcome" | "because"> &
  Partial<
    Pick<Judgement, "fit" | "conflicts" | "breaks" | "pins" | "removed" | "unwell" | "toBuild" | "warnings">
  >;

/** A judgement that was reached. */
export interface Judged {
  readonly kind: "judged";
  readonly judgement: Judgement;
}

/** The goal cannot be had at all, whatever the candidate: the whole plan refuses. */
export interface Hopeless {
  readonly kind: "hopeless";
  readonly because: Reason;
  readonly judgement: Judgement;
}
