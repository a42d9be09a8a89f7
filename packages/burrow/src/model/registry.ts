import type { Environment, EnvironmentKind } from "./environment.ts";
import type { InterpreterSource } from "./interpreter.ts";
import { type AbsolutePath, parent } from "./path.ts";
import type { Reason } from "./reason.ts";

/** How an environment or interpreter was when it was last looked at; `missing`: its folder is not there; `unknown`: nobody could look. */
export type RememberedHealth = "healthy" | "broken" | "missing" | "unknown";

/** What is remembered of interpreters and environments alike. Times are ISO 8601, UTC. */
interface Remembered {
  /** 8 hexadecimal digits that stay with it over every survey. */
  readonly id: string;
  /** PEP 440. */
  readonly version?: string;
  /** Whether burrow made it; only such ones may be changed and deleted. */
  readonly managed: boolean;
  /** When burrow made it, or first saw it. */
  readonly created: string;
  readonly lastUsed?: string;
  readonly lastVerified?: string;
  readonly health: RememberedHealth;
  readonly warnings: readonly Reason[];
  readonly errors: readonly Reason[];
}

/** What a person has chosen outside of projects, to be chosen again. */
export interface Choices {
  readonly schema: 1;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** The path of the active environment. */
  readonly active?: AbsolutePath;
  /** The default Python, as it was asked for. */
  readonly default?: string;
}

/** A Python that stands by itself, as it is remembered. */
export interface RememberedInterpreter extends Remembered {
  readonly executable: AbsolutePath;
  /** The executable with all links resolved: what identifies it. */
  readonly realPath: AbsolutePath;
  readonly implementation: string;
  readonly source: InterpreterSource;
}

/** An environment, as it is remembered. */
export interface RememberedEnvironment extends Remembered {
  /** What stays the same while it lives: its real prefix; of generations, the folder of all of them. */
  readonly place: AbsolutePath;
  /** The path people use. */
  readonly prefix: AbsolutePath;
  readonly kind: EnvironmentKind;
  readonly name?: string;
  readonly executable?: AbsolutePath;
  readonly project?: AbsolutePath;
  /** What burrow put into it, name → version; only of managed ones, so that a lost one can be made again. */
  readonly distributions?: Readonly<Record<string, string>>;
  /** The projects that use it, the one that used it last first. */
  readonly tenants: readonly RememberedTenant[];
}

/** A project that uses an environment. */
export interface RememberedTenant {
  readonly root: AbsolutePath;
  readonly lastUsed: string;
}

/** What burrow remembers of the machine. */
export interface Registry {
  /** The user's default Python as it was asked for: a version, or a path. Absent: the newest final release. */
  readonly default?: string;
  /** The id of the one environment that `burrow use` chose outside of projects. */
  readonly active?: string;
  /** Sorted by executable. */
  readonly interpreters: readonly RememberedInterpreter[];
  /** Sorted by prefix. */
  readonly environments: readonly RememberedEnvironment[];
}

/** What is remembered when nothing is. */
export const EMPTY_REGISTRY: Registry = { interpreters: [], environments: [] };

/** The place that identifies an environment as long as it lives: of generations, the folder of all of them; else its real prefix. */
export function placeOf({
  generation,
  realPrefix,
}: Pick<Environment, "generation" | "realPrefix">): AbsolutePath {
  return generation === undefined ? realPrefix : parent(generation.folder);
}
