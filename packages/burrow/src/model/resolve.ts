import type { CondaPackage } from "./distribution.ts";
import type { BuiltWheel } from "./built.ts";
import type { GoalOption, GoalRequirement } from "./goal.ts";
import type { Interpreter } from "./interpreter.ts";
import type { AbsolutePath } from "./path.ts";
import type { Platform } from "./platform.ts";
import type { Pin } from "./pin.ts";
import type { Reason } from "./reason.ts";
import type { PythonArchive } from "./step.ts";

/** What the planner asks an engine: which versions would make this hold? Nothing is changed and nobody's code is run. */
export interface ResolveQuestion {
  readonly kind: "resolve";
  /** Tells questions apart: the planner looks its answer up by this. */
  readonly key: string;
  /**
   * `fresh`: for an empty environment of the interpreter.
   * `frozen`: into the environment, every installed version kept.
   * `freed`: into the environment, every installed version kept but those of `free`; with `free` empty, the engine may change any.
   * `exact`: these versions alone, whatever they themselves require.
   */
  readonly mode: "fresh" | "frozen" | "freed" | "exact";
  /** The environment's own Python, or for `fresh` the interpreter to build on. */
  readonly python: AbsolutePath;
  /** The environment's own prefix; absent where an empty one is asked for. */
  readonly prefix?: AbsolutePath;
  readonly requirements: readonly GoalRequirement[];
  readonly constraints: readonly GoalRequirement[];
  readonly options: readonly GoalOption[];
  /** Installed distributions to keep, for `frozen` and `freed`. */
  readonly installed: readonly { readonly name: string; readonly version: string }[];
  /** Normalised names that may change, for `freed`. */
  readonly free: readonly string[];
  /** For `freed`: what may change becomes the newest that is allowed, also where what is installed would do. */
  readonly newest?: boolean;
}

/** The same of a conda engine: which packages of the channels would make a prefix hold these MatchSpecs? */
export interface CondaQuestion {
  readonly kind: "resolve-conda";
  readonly key: string;
  /** As for `resolve`; `fresh` is for an empty prefix. */
  readonly mode: ResolveQuestion["mode"];
  /** The prefix, links resolved; absent for `fresh`. */
  readonly prefix?: AbsolutePath;
  /** In the order of their priority. */
  readonly channels: readonly string[];
  /** Canonical MatchSpecs that have to hold. */
  readonly specs: readonly string[];
  /** Canonical MatchSpecs that hold for what is there, and ask for nothing. */
  readonly constraints: readonly string[];
  /** What is installed, for `frozen` and `freed`; for `fresh`, what is preferred where the specs leave a choice. */
  readonly installed: readonly CondaPackage[];
  /** Names that may change, for `freed`; empty: any. */
  readonly free: readonly string[];
  /** For `freed`: as for `resolve`. */
  readonly newest?: boolean;
}

/** Whether what an index has goes with packages that a prefix would hold: asked before it is there, so of no Python of its own. */
export interface BesideQuestion {
  readonly kind: "resolve-beside";
  readonly key: string;
  /** Of the Python among the packages. */
  readonly version: string;
  readonly platform: Platform;
  readonly requirements: readonly GoalRequirement[];
  readonly constraints: readonly GoalRequirement[];
  readonly options: readonly GoalOption[];
  /** What is kept at its version. */
  readonly provided: readonly { readonly name: string; readonly version: string }[];
}

/** What the planner may want to know: something only an engine can say, or a look that is too dear to take for every plan. */
export type Question =
  | ResolveQuestion
  | CondaQuestion
  | BesideQuestion
  /** Which interpreters does the machine offer? */
  | { readonly kind: "interpreters"; readonly key: string }
  /** Which Pythons could be provided (engine "python sources")? */
  | { readonly kind: "sources"; readonly key: string }
  /** Which wheels did burrow have built from source, and where? */
  | { readonly kind: "built"; readonly key: string }
  /** Are the files of these distributions (normalised names) where their RECORD says, and those of these packages of conda's where `conda-meta` says? */
  | {
      readonly kind: "records";
      readonly key: string;
      readonly realPrefix: AbsolutePath;
      readonly names: readonly string[];
      /** For a goal of conda's. */
      readonly packages?: readonly string[];
    };

/** What an engine answers to a `resolve`. Its exit status alone is never believed. */
export type Resolution =
  /** `pins` is all that would be installed or changed (for `fresh`: everything); `removed` names what would go without a successor. */
  | { readonly kind: "resolved"; readonly pins: readonly Pin[]; readonly removed: readonly string[] }
  /** The goal resolves alone, but not with what is installed. */
  | { readonly kind: "conflict"; readonly text: string }
  /** The goal alone does not resolve: no such name, no wheel, no version. `requirement` is the name at fault, when it is known. */
  | {
      readonly kind: "impossible";
      readonly cause: "unknown-name" | "no-version" | "no-wheel" | "unsatisfiable";
      readonly requirement?: string;
      readonly text: string;
    }
  /** No network, or the engine failed. */
  | { readonly kind: "unreachable"; readonly text: string };

/** An answer to a question. */
export type Answer =
  | Resolution
  | { readonly kind: "interpreters"; readonly interpreters: readonly Interpreter[] }
  | { readonly kind: "sources"; readonly offers: readonly PythonOffer[] }
  | { readonly kind: "built"; readonly folder: AbsolutePath; readonly wheels: readonly BuiltWheel[] }
  /** Problems by normalised name; a name that is whole is not in it. */
  | { readonly kind: "records"; readonly problems: Readonly<Record<string, Reason>> };

/** A Python that a source offers for this platform. */
export interface PythonOffer {
  readonly version: string;
  readonly implementation: string;
  readonly freeThreaded: boolean;
  /** Where it would be unpacked. */
  readonly folder: AbsolutePath;
  readonly archive: PythonArchive;
}

/** The answers so far, by the key of their question. */
export type Answers = Readonly<Record<string, Answer>>;
