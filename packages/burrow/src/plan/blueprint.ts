import type { GoalOption } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Pin } from "../model/pin.ts";
import type { Reason } from "../model/reason.ts";
import type { PythonOffer } from "../model/resolve.ts";
import type { Verdict } from "../model/verdict.ts";
import type { ToBuild } from "./sources.ts";

/** All that is known of an environment to be built. */
export interface Blueprint {
  readonly kind: "blueprint";
  /** The interpreter that it is built on, and why that one; absent for conda's, whose Python is one of the packages. */
  readonly base?: { readonly python: Interpreter; readonly because: Reason };
  readonly pins: readonly Pin[];
  /** The goal's, with where wheels are that were built for it. */
  readonly options: readonly GoalOption[];
  /** Normalised names of what was added by hand and lives on. */
  readonly byHand: readonly string[];
  /** For conda's: PEP 508 texts of what pip installed by hand and lives on. */
  readonly also?: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly warnings: readonly Reason[];
}

/** No interpreter here serves, but one can be provided; what it will hold is resolved once it is there. */
export interface PythonFirst {
  readonly kind: "python-first";
  readonly offer: PythonOffer;
  readonly verdicts: readonly Verdict[];
}

/** Wheels have to be built from source before it can be told what else is needed. */
export interface SourcesFirst {
  readonly kind: "sources-first";
  readonly python: Interpreter;
  readonly pythonBecause: Reason;
  readonly toBuild: readonly ToBuild[];
  readonly verdicts: readonly Verdict[];
}

/** Why nothing can be built. */
export interface NoBlueprint {
  readonly kind: "none";
  readonly because: Reason;
  readonly verdicts: readonly Verdict[];
}
