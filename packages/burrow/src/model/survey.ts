import type { Environment } from "./environment.ts";
import type { Fact } from "./fact.ts";
import type { Goal } from "./goal.ts";
import type { Interpreter } from "./interpreter.ts";
import type { AbsolutePath } from "./path.ts";
import type { Platform } from "./platform.ts";
import type { Reason } from "./reason.ts";

/** How an environment was reached; the order is the order in which candidates are tried. */
export const ORIGINS = [
  "named",
  "own",
  "tenant",
  "active",
  "enclosing",
  "shared",
  "machine",
  "interpreter",
] as const;

/** One of the ways in which a project reaches an environment. */
export type CandidateOrigin = (typeof ORIGINS)[number];

/** A path that led to an environment, as the project sees it. */
export interface Reach {
  readonly origin: CandidateOrigin;
  /** The path as it was reached: `.venv`, the value of `VIRTUAL_ENV` … */
  readonly path: AbsolutePath;
  /** The `realPrefix` of the environment that is there; absent when there is none or it could not be read. */
  readonly realPrefix?: AbsolutePath;
  /** For `enclosing`: the project that the environment belongs to. */
  readonly project?: AbsolutePath;
  /** Why there is no environment to judge, when something is there that should be one. */
  readonly problem?: Reason;
}

/** What stands at a path where burrow would put a link. */
export type Occupant = "nothing" | "own-link" | "foreign-link" | "folder" | "file";

/** The state of the place where a project's own environment lives. */
export interface Site {
  readonly root: AbsolutePath;
  /** Whether the root is the home of who asks. */
  readonly isHome: boolean;
  /** The path people use: `<root>/.venv`, or `<root>/.burrow/envs/<name>`. */
  readonly link: AbsolutePath;
  readonly occupant: Occupant;
  /** `default` for the one unnamed venv. */
  readonly name: string;
  /** Numbers of the generations on disk, ascending. */
  readonly generations: readonly number[];
  /** The generation that the link points to, whether or not it is there. */
  readonly current?: number;
  /** The highest number that burrow remembers, where none is on disk. */
  readonly remembered?: number;
  /** Whether a transaction here was begun and neither committed nor undone. */
  readonly unfinished: boolean;
  readonly writable: boolean;
  /** Whether the root lies inside a git work tree, so that ignore files matter. */
  readonly git: boolean;
  /** Whether the ignore files hold already what keeps environments out of archives. */
  readonly ignored: boolean;
  /** What a plan to build here relies on: the link as it stands. */
  readonly facts: readonly Fact[];
}

/** A project that relies on an environment beside the one that asks: what it needs must go on holding. */
export interface Tenant {
  readonly realPrefix: AbsolutePath;
  readonly goal: Goal;
  /** Where its next generation would be built; only when the environment is its own and burrow made it. */
  readonly site?: Site;
}

/** Everything that was found at one moment; plain data, the only thing a plan may know of the machine. */
export interface Survey {
  readonly schema: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly platform: Platform;
  /** Absent when they were not looked for. */
  readonly interpreters?: readonly Interpreter[];
  readonly environments: readonly Environment[];
  /** Ranked as they were reached; one environment may be reached in several ways. */
  readonly reaches: readonly Reach[];
  readonly site?: Site;
  /** Absent when nobody else was asked after. */
  readonly tenants?: readonly Tenant[];
  readonly warnings: readonly Reason[];
}
