import type { Command, Output } from "../machine/command.ts";
import type { BuildSource } from "../model/built.ts";
import type { DirectUrl } from "../model/distribution.ts";
import type { GoalOption } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { BesideQuestion, Resolution, ResolveQuestion } from "../model/resolve.ts";

/**
 * A conversation with a program: yields a command, is given what it left behind, and ends with what that means.
 * Being a plain generator it neither runs nor waits: a recorded output tests it, a `Runner` makes it real.
 */
export type Talk<Meaning> = Generator<Command, Meaning, Output>;

/** What an act of an engine came to. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** A wheel that an engine built, with what its source turned out to be. */
export type MadeWheel =
  | {
      readonly ok: true;
      /** PEP 503 normalised. */
      readonly name: string;
      readonly version: string;
      /** Where the source came from (PEP 610); absent for one of an index. */
      readonly directUrl?: DirectUrl;
    }
  | { readonly ok: false; readonly detail: string };

/**
 * What an index would give a Python that need not be here: for a lock of another machine, or for a prefix that is not there yet. What is provided, by PEP 503 name, is kept, and
 * no part of the answer.
 */
export interface LockQuestion extends Omit<BesideQuestion, "kind" | "key"> {
  /** A Python of this machine, for the engine itself. */
  readonly python: AbsolutePath;
}

/** A lock file's text. */
export type LockText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly detail: string };

/** An engine in one vocabulary; nobody else sees a command line. */
export interface Engine {
  readonly name: "uv" | "pip";
  readonly version: string;
  readonly program: AbsolutePath;
  /** Which versions would make it hold; changes nothing and runs nobody's code. */
  resolve(question: ResolveQuestion): Talk<Resolution>;
  /** One wheel for each distribution, with its address and hash; absent where the engine cannot speak for another machine. */
  lock?(question: LockQuestion): Talk<Resolution>;
  /** The answer to an exact question as a `pylock.toml` (PEP 751): every file by its address and hash; absent where the engine writes none. */
  pylock?(question: ResolveQuestion): Talk<LockText>;
  /** An empty environment in a folder that is not there yet. */
  create(request: {
    readonly prefix: AbsolutePath;
    readonly python: AbsolutePath;
    readonly prompt: string;
    /** Whether it sees what its base has. */
    readonly systemSitePackages?: true;
  }): Talk<Done>;
  /** Has the files of the pins at hand (cache or `scratch`), so that `install` needs no network. */
  fetch(request: {
    readonly python: AbsolutePath;
    readonly pins: readonly Pin[];
    readonly options: readonly GoalOption[];
    readonly scratch: AbsolutePath;
  }): Talk<Done>;
  /** Installs exactly these pins, hash-checked, no dependencies; `offline` when they were fetched. */
  install(request: {
    readonly python: AbsolutePath;
    readonly pins: readonly Pin[];
    readonly options: readonly GoalOption[];
    readonly scratch: AbsolutePath;
    readonly offline: boolean;
    /** Whether files may be hard-linked or cloned from the engine's cache. */
    readonly link: boolean;
    /** Whether nothing is installed there yet; else each pin replaces whatever says that it is there. */
    readonly empty?: boolean;
    /** Whether the engine's cache is passed by: what lies in it was found not to be what it should. */
    readonly anew?: boolean;
  }): Talk<Done>;
  uninstall(request: { readonly python: AbsolutePath; readonly names: readonly string[] }): Talk<Done>;
  /** Builds a project's own folder and installs it editable, without its dependencies. */
  buildProject(request: {
    readonly python: AbsolutePath;
    readonly project: AbsolutePath;
    readonly options: readonly GoalOption[];
  }): Talk<Done>;
  /** Builds a wheel from source into an empty folder, without its dependencies; absent where the engine keeps none. */
  buildWheel?(request: {
    readonly python: AbsolutePath;
    readonly source: BuildSource;
    /** What the source is held to, `algorithm:hex`. */
    readonly hashes: readonly string[];
    readonly options: readonly GoalOption[];
    readonly folder: AbsolutePath;
  }): Talk<MadeWheel>;
}
