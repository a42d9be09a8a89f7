import type { Command } from "../../machine/command.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import type { CondaQuestion, Resolution } from "../../model/resolve.ts";
import type { Done, Talk } from "../engine.ts";

/** The tools that solve and link conda's packages. */
export type CondaEngineName = "py-rattler" | "micromamba" | "mamba" | "conda";

/** Two packages hold a file of the same path, of which one lost. */
export interface Clobbered {
  /** Relative to the prefix. */
  readonly path: string;
  /** The package whose file is not at its place. */
  readonly package: string;
}

/** What a change of a prefix came to. */
export type Changed =
  | {
      readonly ok: true;
      readonly clobbered: readonly Clobbered[];
      /** Names of linked packages that have scripts of their own. */
      readonly scripts: readonly string[];
    }
  | {
      readonly ok: false;
      readonly detail: string;
      /** `checksum`: an archive is not what its hash says. `crashed`: the tool ended by itself, with nothing said. */
      readonly cause: "checksum" | "crashed" | "failed";
    };

/** What a change of a prefix is. */
export interface ChangeRequest {
  readonly prefix: AbsolutePath;
  /** Whether there is no such prefix yet. */
  readonly create: boolean;
  readonly pins: readonly Pin[];
  readonly removed: readonly string[];
  readonly specs: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Whether the packages' own scripts may run. */
  readonly scripts: boolean;
  /** Whether every file of the cache is hashed first, and what is damaged fetched anew. */
  readonly distrustCache: boolean;
  /** What the person typed, for the prefix's own history. */
  readonly command: string;
}

/** A solution for several platforms, by subdir. */
export type Solutions =
  | { readonly kind: "resolved"; readonly pins: Readonly<Record<string, readonly Pin[]>> }
  | Exclude<Resolution, { readonly kind: "resolved" }>;

/** A conda engine in one vocabulary; nobody else sees a command line. */
export interface CondaEngine {
  readonly name: CondaEngineName;
  readonly version: string;
  readonly program: AbsolutePath;
  /** The program that takes turns, to be started ahead of the first question; absent where each question starts one. */
  readonly begins?: Command;
  /** Whether it compares hashes of archives that `file:` addresses name; where it does not, whoever changes a prefix does so before. */
  readonly provesLocalArchives: boolean;
  /** Which packages would make the specs hold; changes nothing but the engine's cache. */
  solve(question: CondaQuestion): Talk<Resolution>;
  /** The same for an empty prefix on each of these platforms (subdirs), for a lock. */
  solveFor(question: CondaQuestion, platforms: readonly string[]): Talk<Solutions>;
  /** Has the archives of the pins in the engine's cache, proven by their hashes. */
  fetch(request: {
    readonly prefix: AbsolutePath;
    readonly pins: readonly Pin[];
    /** A folder of the transaction's own. */
    readonly scratch: AbsolutePath;
  }): Talk<Done>;
  /** Links and unlinks exactly these, in one transaction of the engine. */
  change(request: ChangeRequest): Talk<Changed>;
}
