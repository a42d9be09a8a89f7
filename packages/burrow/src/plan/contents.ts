import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Pin } from "../model/pin.ts";
import type { Policy } from "../model/policy.ts";
import type { Build } from "./builds.ts";
import type { HookSteps } from "./hooks.ts";

/** What is installed and how it is proven. */
export interface Contents {
  readonly goal: Goal;
  readonly policy: Policy;
  readonly pins: readonly Pin[];
  /** Names that go without a successor. */
  readonly removed: readonly string[];
  readonly builds: readonly Build[];
  /** Requirements that pip is given on top of conda's packages beside the goal's. */
  readonly also?: readonly string[];
  /** Normalised names that pip put beside conda's packages and may change for the goal. */
  readonly free?: readonly string[];
  /** For recorded content in a conda prefix that stands: what pip installs anew of it, and what goes that pip put there. */
  readonly onTop?: {
    readonly placed: readonly GoalRequirement[];
    readonly uninstalled: readonly string[];
  };
  readonly hooks: HookSteps;
}
