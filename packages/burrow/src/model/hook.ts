import type { Fact } from "./fact.ts";
import type { AbsolutePath } from "./path.ts";

/** A program that runs after `up`. */
export interface Hook {
  /** Program and arguments, no shell between. */
  readonly run: readonly string[];
  /** Whether its failure takes everything back. */
  readonly required: boolean;
}

/** A hook as far as a plan has to know it. */
export interface ProjectHook extends Hook {
  /** What a person calls it. */
  readonly name: string;
  /** Environments (real prefixes) that it need not run for again: it did, and neither it nor they have changed since. */
  readonly settled: readonly AbsolutePath[];
  /** The files of the project that it runs, as they are. */
  readonly facts: readonly Fact[];
}
