import type { GoalOptions } from "./goal.ts";
import type { Environment } from "../model/environment.ts";
import type { Plan, PlannedEnvironment } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import type { AgreeToEngine, EnginePlace } from "./engine-consent.ts";

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

/** What `up` came to. */
export interface UpResult {
  readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled";
  readonly plan: Plan;
  readonly environment?: PlannedEnvironment;
  readonly transaction?: { readonly id: string; readonly steps: number; readonly seconds: number };
  /** For `rolled-back`: what failed, and what the engine said. */
  readonly failure?: { readonly step: string; readonly detail: string };
  /** What was told on the way although it stopped nothing: an import or a hook that failed. Absent when there is none. */
  readonly warnings?: readonly Reason[];
  /** Of recorded content: what could not be had, as `name version`. Absent when everything could. */
  readonly unavailable?: readonly string[];
}

/** Why a distribution is there. */
export interface WhyResult {
  readonly environment: Pick<Environment, "prefix" | "version">;
  readonly name: string;
  readonly version: string;
  /** Installed distributions that require it, with their requirement; `holds` false when the installed version breaks it. */
  readonly askedBy: readonly {
    readonly name: string;
    readonly version: string;
    readonly requirement: string;
    readonly holds: boolean;
    /** Whether this requirement alone keeps a newer version out. */
    readonly limits: boolean;
  }[];
  /** Lines of the project that ask for it. */
  readonly you: readonly { readonly text: string; readonly file: string; readonly line?: number }[];
  /** The shortest chain from one of the project's lines to it, names in order; empty when nothing of the project leads there. */
  readonly chain: readonly string[];
}

/** Where a person is: the answer of bare `burrow`. */
export interface Whereabouts {
  readonly root: string;
  readonly name: string;
  readonly asks: {
    readonly python: string;
    readonly requirements: number;
    readonly manifests: readonly string[];
  };
  readonly plan?: Plan;
  /** The environment that serves, else the nearest one that could. */
  readonly environment?: Environment;
  /** How that environment stands to what is asked. */
  readonly state?: Reason;
  /** Measured sizes in bytes: all of it, and what no other environment shares. */
  readonly size?: { readonly total: number; readonly own: number };
  /** The next useful command. */
  readonly next: string;
}
