import type { Environment } from "../model/environment.ts";
import type { Need } from "./installed.ts";

/** A requirement that was read, with its normalised text. */
export interface ReadRequirement extends Need {
  readonly text: string;
}

/**
 * Reads the texts of one decision, each once: the same `Requires-Dist` line stands in many environments.
 * A text that does not parse gives undefined, or the answer that isolates: what cannot be read never counts as satisfied.
 */
export interface Reader {
  requirement(text: string): ReadRequirement | undefined;
  /** Whether a specifier (empty: any) accepts an installed version; an installed pre-release is accepted where its numbers fit. */
  contains(specifier: string, version: string): boolean;
  isSpecifier(text: string): boolean;
  /** Whether a marker (absent: always) holds in an environment for the extras asked. */
  applies(marker: string | undefined, environment: Environment, extras: readonly string[]): boolean;
  isPreRelease(version: string): boolean;
  namesPreRelease(specifier: string): boolean;
  /** The release numbers of a version; empty when it is none. */
  release(version: string): readonly number[];
  sameVersion(a: string, b: string): boolean;
  /** Whether epoch and first release number agree. */
  sameSeries(a: string, b: string): boolean;
  /** Negative, zero or positive; what is no version comes first. */
  compare(a: string, b: string): number;
}
