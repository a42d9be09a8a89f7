import type { EnvironmentKind } from "./environment.ts";
import type { Fact } from "./fact.ts";
import type { Goal } from "./goal.ts";
import type { AbsolutePath } from "./path.ts";
import type { Pin } from "./pin.ts";
import type { Reason } from "./reason.ts";
import type { Question } from "./resolve.ts";
import type { Step } from "./step.ts";
import type { CandidateOrigin } from "./survey.ts";
import type { Verdict } from "./verdict.ts";

/** What a plan does: nothing, only additions, version changes, a rebuild as recorded, a new environment, or a refusal. */
export type Action = "reuse" | "extend" | "upgrade" | "repair" | "create" | "refuse";

/** How grave a version conflict is: a minor one may be upgraded away where the policy allows, a major one isolates. */
export type Severity = "minor" | "major";

/** A distribution that changes: `from` absent means added, `to` absent means removed. */
export interface Change {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
}

/** An installed version that does not satisfy what is asked. */
export interface Conflict {
  /** Requirement text as asked, such as `pytest>=8.4.0`. */
  readonly requirement: string;
  readonly name: string;
  readonly installed: string;
  readonly severity: Severity;
  readonly because: Reason;
}

/** What a change would newly break: an installed distribution, or a project that relies on the environment. */
export interface Break {
  readonly name: string;
  /** Of the distribution; of a project, `(project)`. */
  readonly version: string;
  /** The requirement of it that would no longer hold, such as `urllib3<2.1`. */
  readonly needs: string;
}

/** One candidate as it was judged, in the order in which candidates were tried. */
export interface CandidateSummary {
  /** The path people use; for `interpreter`, the executable. */
  readonly prefix: AbsolutePath;
  readonly origins: readonly CandidateOrigin[];
  readonly action: Action | "reject";
  readonly because: Reason;
  /** For `enclosing`: the project it belongs to. */
  readonly project?: AbsolutePath;
  readonly missing: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly breaks: readonly Break[];
}

/** The chosen environment, as it is or as it will be. */
export interface PlannedEnvironment {
  /** The path people use. */
  readonly prefix: AbsolutePath;
  /** The folder of the generation behind it, when burrow manages it. */
  readonly generation?: AbsolutePath;
  readonly origins: readonly CandidateOrigin[];
  readonly kind: EnvironmentKind;
  /** Of Python. */
  readonly version: string;
  /** The environment's Python, as it is or will be. */
  readonly executable: AbsolutePath;
}

/** What will be done and why; plain data, so that it can be saved, read by people and applied later. */
export interface Plan {
  readonly schema: 1;
  readonly id: string;
  readonly goal: Goal;
  readonly survey: string;
  readonly action: Action;
  /** Absent when the plan refuses. */
  readonly environment?: PlannedEnvironment;
  /** The one sentence that answers "why this?". */
  readonly because: Reason;
  readonly backend: "venv" | "conda";
  /** The tool that carries the plan out: `uv`, `pip`; absent when nothing is to be done. */
  readonly engine?: string;
  /** The interpreter that a new environment is built on. */
  readonly python?: { readonly executable: AbsolutePath; readonly version: string; readonly because: Reason };
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly missing: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly breaks: readonly Break[];
  readonly candidates: readonly CandidateSummary[];
  readonly verdicts: readonly Verdict[];
  readonly warnings: readonly Reason[];
  /** What will be installed, provable by hash. */
  readonly pins: readonly Pin[];
  /** Normalised names of what a person added by hand and a new generation carries over; absent when there is nothing. */
  readonly byHand?: readonly string[];
  /** Projects that a new generation is built to serve beside the one whose place it is; absent when there are none. */
  readonly tenants?: readonly AbsolutePath[];
  /** What reusing saves, when it was measured: bytes on disk not duplicated. */
  readonly saves?: { readonly bytes: number };
  /** What the plan relies on; when one of these changed, the plan is stale. */
  readonly facts: readonly Fact[];
}

/** The planner's answer: a plan, or the next thing it must know from an engine. */
export type Decision =
  | { readonly kind: "plan"; readonly plan: Plan }
  | { readonly kind: "ask"; readonly question: Question };
