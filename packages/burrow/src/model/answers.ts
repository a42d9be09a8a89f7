import type { Environment } from "./environment.ts";
import type { AbsolutePath } from "./path.ts";
import type { Plan, PlannedEnvironment } from "./plan.ts";
import type { Reason } from "./reason.ts";

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
export interface Why {
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
  readonly you: readonly { readonly text: string; readonly file: AbsolutePath; readonly line?: number }[];
  /** The shortest chain from one of the project's lines to it, names in order; empty when nothing of the project leads there. */
  readonly chain: readonly string[];
}

/** Where a person is: the answer of bare `burrow`. */
export interface Whereabouts {
  readonly root: AbsolutePath;
  readonly name: string;
  readonly asks: {
    readonly python: string;
    readonly requirements: number;
    readonly manifests: readonly AbsolutePath[];
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
