import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Reason } from "../model/reason.ts";
import type { ProjectState } from "./own-project.ts";

/** Something needed that is not installed. */
export interface Missing {
  /** Empty where only a build can tell it. */
  readonly name: string;
  /** As asked, such as `watchdog>=6.0.0`. */
  readonly text: string;
  /** The installed distribution that needs it; absent when the goal itself asks. */
  readonly by?: string;
}

/** An installed version that is not one of those asked for. */
export interface Clash {
  readonly name: string;
  readonly installed: string;
  readonly specifier: string;
  readonly text: string;
  readonly by?: string;
}

/** A requirement of the goal whose installed distribution cannot be proven to be what it asks for. */
export interface Unproven {
  readonly requirement: GoalRequirement;
  readonly because: Reason;
}

/** How an environment stands to a goal: the goal's requirements and their whole dependency closure, under this environment's markers. */
export interface Fit {
  readonly missing: readonly Missing[];
  readonly clashes: readonly Clash[];
  /** Installed, but not provably what was asked (a hash, a URL, a commit). */
  readonly unproven: readonly Unproven[];
  /** The goal's own requirements that are missing or unproven, those without a name among them. */
  readonly unmet: readonly GoalRequirement[];
  /** Normalised names of the closure, as far as it is installed. */
  readonly needed: ReadonlySet<string>;
  /** How many requirements of the goal apply here. */
  readonly asked: number;
  readonly project: ProjectState;
  readonly warnings: readonly Reason[];
  /** For recorded content: normalised names of what is there and is not in it. */
  readonly extraneous?: readonly string[];
  /** For a goal of conda's: how it stands to what pip is asked for on top of conda's packages; what that lacks is in the lists above too. */
  readonly onTop?: Fit;
}

/** Whether pip has something to do on top of conda's packages. */
export function isLackingOnTop({ onTop }: Fit): boolean {
  return onTop !== undefined && onTop.missing.length + onTop.clashes.length + onTop.unproven.length > 0;
}

/** What a goal's backend installs, for people. */
export function nounOf({ backend }: Pick<Goal, "backend">): "distribution" | "package" {
  return backend === "conda" ? "package" : "distribution";
}
