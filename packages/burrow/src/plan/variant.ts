import type { GoalRequirement } from "../model/goal.ts";
import type { Reason } from "../model/reason.ts";
import type { Exact } from "./questions.ts";

/** One way to ask for the next generation. */
export interface Variant {
  readonly name: string;
  readonly keep: readonly Exact[];
  readonly prefer?: readonly GoalRequirement[];
  readonly also: readonly Exact[];
  /** For conda's: what pip is to install beside the goal's, on top of the packages. */
  readonly onTop?: readonly Exact[];
  /** Normalised names of what was added by hand and lives on: the generation remembers that. */
  readonly byHand: readonly string[];
  readonly warnings: readonly Reason[];
}
