import type { GoalOptions } from "./goal.ts";
import type { AgreeToEngine, EnginePlace } from "./engines/engine-consent.ts";

/** What a person may say about a plan; absent means the settings decide. */
export interface PlanOptions extends Pick<GoalOptions, "backend" | "channels" | "envName" | "lockPolicy"> {
  /** The project's folder; absent: the folder of the context, or the nearest one above it with a project file. */
  readonly path?: string;
  /** `--env`: a prefix, or the name of one of the project's environments. */
  readonly env?: string;
  readonly python?: string;
  readonly isolate?: boolean;
  readonly adopt?: boolean;
  readonly exact?: boolean;
  /** Take the newest versions that are allowed, in what is the project's own. */
  readonly newest?: boolean;
  readonly allowGlobalPython?: boolean;
  readonly allowPipInConda?: boolean;
  readonly lenient?: boolean;
  readonly allowBuilds?: readonly string[];
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  readonly engine?: string;
  readonly offline?: boolean;
  /** Whether a conda engine may be fetched where none is here; absent: somebody is asked. */
  readonly autoBootstrap?: boolean;
  readonly bootstrapTo?: EnginePlace;
  /** Absent: nobody can be asked, and none is fetched. */
  readonly agreeToEngine?: AgreeToEngine;
  /** Whether the scripts of conda packages may run when they are linked. */
  readonly allowPostLink?: boolean;
  /** Environments from elsewhere to consider: none, own, enclosing … */
  readonly reuse?: string;
}
