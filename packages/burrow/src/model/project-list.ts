import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";
import type { Survey } from "./survey.ts";

/**
 * How far an environment is: `ready` holds what the project asks for; `realized` is there and does not, or asks for things of its own, which a list does not judge;
 * `lazy` is declared and made when it is first needed; `not-provisioned` is declared and not there.
 */
export type EnvironmentState = "ready" | "realized" | "lazy" | "not-provisioned";

/** An environment that the settings name and nobody made yet. */
export interface AbsentEnvironment {
  readonly name: string;
  /** Where it is to be. */
  readonly prefix: AbsolutePath;
  readonly backend?: "venv" | "conda";
  readonly state: "lazy" | "not-provisioned";
}

/** Which program a name gives on PATH. */
export interface Resolution {
  readonly command: string;
  /** The first of that name; absent when there is none. */
  readonly path?: AbsolutePath;
  /** Why it is not what a person means: `not-found`, `broken-winner`, `shadowed`, `no-version-set` or `pin-drift`. */
  readonly problem?: Reason;
}

/** What a project can reach, how far each environment is, and what its commands are. */
export interface ProjectList {
  readonly survey: Survey;
  /** By real prefix; absent for what is broken, and for Pythons that stand by themselves. */
  readonly states: Readonly<Record<string, EnvironmentState>>;
  readonly absent: readonly AbsentEnvironment[];
  readonly resolution: readonly Resolution[];
}
