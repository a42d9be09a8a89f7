import type { DirectUrl } from "./distribution.ts";
import type { EnvironmentKind } from "./environment.ts";
import type { AbsolutePath } from "./path.ts";
import type { Platform } from "./platform.ts";

/** One distribution of a snapshot: enough to have it again. */
export interface SnapshotDistribution {
  /** PEP 503 normalised. */
  readonly name: string;
  /** As its metadata writes it. */
  readonly version: string;
  /** `sha256:hex` of the files that may serve, where burrow recorded what was installed; without any, only its version brings it back. */
  readonly hashes: readonly string[];
  /** Where it came from when not from an index (PEP 610). */
  readonly directUrl?: DirectUrl;
  /** The folder that it is an editable install of. */
  readonly editable?: AbsolutePath;
  /** Whether a person asked for it by name (the file `REQUESTED` of PEP 376). */
  readonly requested?: true;
  /** Whether a person had added it to a generation by hand. */
  readonly byHand?: true;
}

/** One package of conda's in a snapshot: enough to have its very archive again. */
export interface SnapshotPackage {
  readonly name: string;
  /** As the channel writes it. */
  readonly version: string;
  readonly build: string;
  /** `linux-64`, `noarch` …; empty where its record is too old to tell. */
  readonly subdir: string;
  /** The channel's name or address; empty where its record does not tell. */
  readonly channel: string;
  /** The address of its archive; without one it cannot be had again. */
  readonly url?: string;
  /** `sha256:hex` of the archive, or `md5:hex` where its record says no more; empty where it says nothing. */
  readonly hashes: readonly string[];
  /** The MatchSpecs by which a person asked for it. */
  readonly requested?: readonly string[];
  /** Whether a person had added it to a generation by hand. */
  readonly byHand?: true;
}

/** What conda's tools had put into an environment. */
export interface SnapshotConda {
  /** Sorted by name. */
  readonly packages: readonly SnapshotPackage[];
  /** Variables that the activated environment has (`conda-meta/state`). */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Why a snapshot was taken: a person asked; the environment was found so when burrow first had to do with it; burrow had changed it; somebody else had.
 * All but the first are an environment's states, one after the other: its history.
 */
export type SnapshotOccasion = "asked" | "found" | "change" | "by-hand";

/** An environment's exact content at one moment: small, and restorable by a plan. What it inherits from a base is not in it. */
export interface Snapshot {
  readonly schema: 1;
  /** Sorts by time. */
  readonly id: string;
  /** What people call it; of an automatic one `snapshot_YYYYmmdd_HHMMSS`. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly occasion: SnapshotOccasion;
  /** What a state is called: the generation's number, with a letter for what was then done by hand (`3a`); else counted from 1. */
  readonly label?: string;
  /** What had changed it, as typed. */
  readonly command?: string;
  /** What the change was (`create`, `upgrade`, `rollback` …). */
  readonly action?: string;
  /** The project that it was changed for. */
  readonly project?: AbsolutePath;
  /** What else had changed it, by the names in INSTALLER files (PEP 376). */
  readonly installers?: readonly string[];
  readonly environment: {
    /** The path that people use. */
    readonly prefix: AbsolutePath;
    readonly kind: EnvironmentKind;
    /** Whether burrow made it, so that restoring builds its next generation. */
    readonly managed: boolean;
    /** The number of the generation that it was. */
    readonly generation?: number;
    readonly project?: AbsolutePath;
    /** Its prompt. */
    readonly prompt?: string;
    /** Whether it sees what its base has (`include-system-site-packages`). */
    readonly systemSitePackages?: true;
  };
  readonly platform: Platform;
  readonly python: {
    /** PEP 440; empty where nothing tells it, or in a prefix of conda's without Python. */
    readonly version: string;
    readonly implementation: string;
    readonly freeThreaded: boolean;
    /** The interpreter that it was made with. */
    readonly executable?: AbsolutePath;
  };
  /** Present when it is an environment of conda's. */
  readonly conda?: SnapshotConda;
  /** Sorted by name. Of an environment of conda's what pip put there: the others are in its packages. */
  readonly distributions: readonly SnapshotDistribution[];
}
