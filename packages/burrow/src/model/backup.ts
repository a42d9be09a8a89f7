import type { Interpreter } from "./interpreter.ts";
import type { AbsolutePath } from "./path.ts";
import type { Plan } from "./plan.ts";
import type { Platform } from "./platform.ts";
import type { Snapshot } from "./snapshot.ts";

/** A Python that environments of a backup were made with, or that burrow had installed. */
export type BackupPython = Pick<
  Interpreter,
  "executable" | "version" | "implementation" | "freeThreaded" | "managed"
>;

/** An environment that is not in a backup, or of which a backup knows something that matters. */
export interface BackupNote {
  readonly prefix: AbsolutePath;
  readonly note: string;
}

/** A file of wheels that travels along. */
export interface BackupWheel {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** A project, and the environments of the backup that are known to serve it. */
export interface BackupProject {
  readonly root: AbsolutePath;
  readonly environments: readonly AbsolutePath[];
}

/** Everything that it takes to have the environments of a machine again on another one of its platform. */
export interface Backup {
  readonly schema: 1;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Of burrow. */
  readonly version: string;
  readonly platform: Platform;
  readonly home: AbsolutePath;
  /** Sorted by prefix. */
  readonly environments: readonly Snapshot[];
  /** Sorted by their folders; absent in one of an older burrow. */
  readonly projects?: readonly BackupProject[];
  readonly pythons: readonly BackupPython[];
  /** The user's settings file, lines with secrets left out; absent when there is none. */
  readonly settings?: string;
  /** What was found broken or could not be taken along. */
  readonly diagnostics: readonly BackupNote[];
  /** What a person can do without burrow. */
  readonly instructions: string;
  readonly wheels: readonly BackupWheel[];
}

/** What making a backup came to. */
export interface BackupMade {
  readonly file: AbsolutePath;
  readonly bytes: number;
  readonly encrypted: boolean;
  readonly environments: readonly { readonly prefix: AbsolutePath; readonly distributions: number }[];
  readonly projects: readonly BackupProject[];
  readonly pythons: number;
  readonly wheels: number;
  /** The fingerprint of the key that its list of contents is signed with. */
  readonly signedBy: string;
  readonly diagnostics: readonly BackupNote[];
}

/** What became of one environment of a backup. */
export interface RestoredEnvironment {
  readonly prefix: AbsolutePath;
  readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled" | "planned" | "skipped";
  readonly distributions: number;
  readonly plan?: Plan;
  /** Why it is not there. */
  readonly because?: string;
  /** What could not be had, as `name version`. */
  readonly unavailable?: readonly string[];
}

/** What restoring a backup came to: `partly` when something of it is not there. */
export interface RestoredBackup {
  readonly status: "done" | "partly" | "planned" | "cancelled" | "refused";
  readonly environments: readonly RestoredEnvironment[];
  readonly settings: "restored" | "kept" | "none";
  /** Whose key has signed the list of contents: this burrow's own, one that was vouched for, any other, or none. */
  readonly signer: "own" | "known" | "unknown" | "none";
  /** The key's fingerprint. */
  readonly signedBy?: string;
  readonly diagnostics: readonly BackupNote[];
}
