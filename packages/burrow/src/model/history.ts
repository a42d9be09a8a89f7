import type { ErrorCode } from "./error.ts";
import type { AbsolutePath } from "./path.ts";
import type { Change } from "./plan.ts";
import type { Reason } from "./reason.ts";
import type { SnapshotOccasion } from "./snapshot.ts";

/** One state of an environment, as its history tells it. */
export interface HistoryEntry {
  /** What `rollback` and `diff` call it. */
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly occasion: SnapshotOccasion;
  /** Whether the environment is in this state now. */
  readonly current: boolean;
  readonly action?: string;
  readonly command?: string;
  readonly project?: AbsolutePath;
  readonly installers?: readonly string[];
  /** What is different from the state before; absent when that is not known. */
  readonly changes?: readonly Change[];
  readonly distributions: number;
  /** Whether it is still there as a generation, so that going back is one rename. */
  readonly generation: boolean;
}

/** The states of one environment. */
export interface History {
  readonly prefix: AbsolutePath;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** What is different between two states. */
export interface Difference {
  readonly from: string;
  readonly to: string;
  /** When they differ. */
  readonly python?: { readonly from: string; readonly to: string };
  readonly changes: readonly Change[];
}

/** What a recovery came to. */
export interface Recovery {
  readonly status: "nothing" | "before" | "after";
  readonly transactions: readonly {
    readonly id: string;
    /** The folder that was brought back: the project, or the prefix that was being changed in place. */
    readonly prefix: AbsolutePath;
    readonly outcome: "before" | "after" | "nothing";
  }[];
}

/** What a collection of old generations came to. */
export interface Collection {
  readonly status: "done" | "nothing" | "planned" | "cancelled";
  readonly removed: readonly {
    readonly folder: AbsolutePath;
    readonly number: number;
    readonly because: Reason;
  }[];
  /** Older generations that stay, and why. */
  readonly kept: readonly { readonly folder: AbsolutePath; readonly because: Reason }[];
  /** What becomes free on disk: a file that something else still names does not. */
  readonly bytes: number;
}

/** What a removal of environments came to: `partly` when one of several could not be removed, `failed` when none could. */
export interface Purge {
  readonly status: "done" | "partly" | "failed" | "nothing" | "planned" | "cancelled";
  /** What is gone; of a plan, what would go. */
  readonly removed: readonly {
    /** The path that people use. */
    readonly prefix: AbsolutePath;
    readonly name: string;
    readonly generations: readonly number[];
    /** Bytes on disk, each file once. */
    readonly size: number;
  }[];
  /** What was asked for and stays, and why. */
  readonly kept: readonly { readonly prefix: AbsolutePath; readonly because: Reason }[];
  /** What could not be removed, or only half, by the error that says why. */
  readonly failed: readonly Failed[];
  /** Of a plan: what whoever agrees has to know. */
  readonly doubt?: Reason;
  /** What becomes free on disk: a file that something else still names does not. */
  readonly bytes: number;
}

/** An environment to which something could not be done, and the error of it. */
export interface Failed {
  readonly prefix: AbsolutePath;
  readonly code: ErrorCode;
  readonly message: string;
  readonly because?: string;
  readonly hint?: string;
}
