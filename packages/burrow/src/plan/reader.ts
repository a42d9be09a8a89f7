import type { Environment } from "../model/environment.ts";

/** What markers speak of: an environment, or an interpreter to build one on. */
export type Marked = Pick<Environment, "version" | "implementation" | "platform">;

/** A requirement as far as judging needs it. */
export interface Need {
  /** PEP 503 normalised. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Empty when any version does. */
  readonly specifier: string;
  readonly url?: string;
  readonly marker?: string;
}

/** A requirement that was read, with its normalised text. */
export interface ReadRequirement extends Need {
  readonly text: string;
}

/**
 * Reads the texts of one decision, each once: the same `Requires-Dist` line stands in many environments.
 * A text that does not parse gives undefined, or the answer that isolates: what cannot be read never counts as satisfied.
 */
export interface Reader {
  readonly requirement: (text: string) => ReadRequirement | undefined;
  /** Whether a specifier (empty: any) accepts an installed version; an installed pre-release is accepted where its numbers fit. */
  readonly contains: (specifier: string, version: string) => boolean;
  readonly isSpecifier: (text: string) => boolean;
  /** Whether a marker (absent: always) holds in an environment for the extras asked. */
  readonly applies: (marker: string | undefined, environment: Marked, extras: readonly string[]) => boolean;
  readonly isPreRelease: (version: string) => boolean;
  readonly namesPreRelease: (specifier: string) => boolean;
  /** The release numbers of a version; empty when it is none. */
  readonly release: (version: string) => readonly number[];
  readonly sameVersion: (a: string, b: string) => boolean;
  /** Whether epoch and first release number agree. */
  readonly sameSeries: (a: string, b: string) => boolean;
  /** Negative, zero or positive; what is no version comes first. */
  readonly compare: (a: string, b: string) => number;
}
