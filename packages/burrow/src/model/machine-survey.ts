import type { EnvironmentIdentity } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Platform } from "./platform.ts";
import type { Reason } from "./reason.ts";

/** How an environment is: `broken` has its cause beside, `missing` is a link that leads nowhere, `unknown` is what could not be read. */
export type Health = "healthy" | "broken" | "missing" | "unknown";

/** An environment of the machine, read without what is installed in it. */
export interface MachineEnvironment extends EnvironmentIdentity {
  /** The id by which burrow remembers it; absent where nothing is remembered. */
  readonly id?: string;
  readonly health: Health;
  /** ISO 8601, UTC: the last sign that it was used or changed, which the file system keeps to the day at the best. Absent where it keeps none. */
  readonly lastUsed?: string;
  /** Bytes, each file once however many names it has; absent when nobody asked. */
  readonly size?: number;
  /** When that was measured (ISO 8601, UTC), at most a day before. */
  readonly sizeAt?: string;
  /** Whether the project that it was made for is gone. */
  readonly orphaned?: boolean;
}

/** Every environment and interpreter of a machine at one moment. */
export interface MachineSurvey {
  readonly schema: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly platform: Platform;
  readonly interpreters: readonly Interpreter[];
  /** Sorted by prefix. */
  readonly environments: readonly MachineEnvironment[];
  /** How many folders were looked into. */
  readonly folders: number;
  readonly warnings: readonly Reason[];
}
