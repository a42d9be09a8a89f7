import type { ProjectHook } from "./hook.ts";
import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";

/** How far burrow may look for an environment to reuse; each includes those before it. */
export type Reuse = "never" | "own" | "enclosing" | "shared" | "machine";

/** What may be decided, from settings and flags. */
export interface Policy {
  readonly reuse: Reuse;
  readonly allowGlobalPython: boolean;
  readonly conflictTolerance: "strict" | "lenient";
  /** Normalised names whose change is always a major conflict. */
  readonly breaking: readonly string[];
  /** Normalised names whose change is always a minor conflict. */
  readonly upgradeable: readonly string[];
  /** Names that may be built from source. */
  readonly allowBuilds: readonly string[];
  readonly allowPipInConda: boolean;
  /** Whether conda packages may run their own scripts when they are linked. */
  readonly allowPostLink: boolean;
  /** `--env`: the one environment that is to serve, by its prefix. */
  readonly named?: AbsolutePath;
  /** `--isolate`: end the search with an environment of the project's own. */
  readonly isolate: boolean;
  /** `--adopt`: rebuild an unmanaged `.venv` as burrow's own. */
  readonly adopt: boolean;
  /** `--exact`: drop what a person added by hand when a generation is rebuilt. */
  readonly exact: boolean;
  /** `--newest`: take the newest versions that are allowed, in what is the project's own; else what is installed is kept. */
  readonly newest: boolean;
  /** Repair the environment at the site's place: all of it anew, or the named distributions (normalised) and what is missing. The goal is what is recorded. */
  readonly repair?: {
    readonly how: "rebuild" | "reinstall";
    readonly names: readonly string[];
    readonly because: Reason;
    /** Whether a Python may be provided for it; else what the machine has has to do. */
    readonly provides: boolean;
  };
  readonly verifyImports: "warn" | "require" | "off";
  /** What runs after a change, in order. */
  readonly hooks: readonly ProjectHook[];
  /** The user's default Python as it was asked for: a version, or a path. It comes before the newest that fits. */
  readonly preferredPython?: string;
  readonly engine?: string;
  readonly offline: boolean;
}

/** What holds when nothing is said (design §7). */
export const DEFAULT_POLICY: Policy = {
  reuse: "enclosing",
  allowGlobalPython: false,
  conflictTolerance: "strict",
  breaking: ["pytest", "pyyaml", "scikit-learn"],
  upgradeable: ["watchdog", "psutil", "tree-sitter"],
  allowBuilds: [],
  allowPipInConda: false,
  allowPostLink: false,
  isolate: false,
  adopt: false,
  exact: false,
  newest: false,
  verifyImports: "warn",
  hooks: [],
  offline: false,
};
