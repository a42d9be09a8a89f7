import type { CondaEngine } from "../engines/conda/conda-engine.ts";
import type { Engine } from "../engines/engine.ts";
import type { Archives } from "../machine/archives.ts";
import type { Command, Runner } from "../machine/command.ts";
import type { Downloads } from "../machine/downloads.ts";
import type { OwnTransactions } from "../machine/own-transactions.ts";
import type { Processes } from "../machine/processes.ts";
import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Workbench } from "../machine/workbench.ts";
import type { Distribution } from "../model/distribution.ts";
import type { Report } from "../model/event.ts";
import type { Goal, GoalOption } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Plan } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import type { HookStep } from "../model/step.ts";
import type { Forget } from "./finish-collections.ts";
import type { PackagesCheck } from "./package-check.ts";
import type { TransactionPlace } from "./place.ts";
import type { TransactionNames } from "./transaction-names.ts";
import type { Found } from "./walk.ts";

/** What is installed in a prefix, and what is wrong with it; given by the caller because apply does not survey. */
export type Verify = (prefix: AbsolutePath) => Promise<{
  /** Of the prefix itself, inherited layers left out. */
  readonly distributions: readonly Distribution[];
  /** Unreadable or double metadata, requirements that do not hold. What was there before a change only warns. */
  readonly problems: readonly Reason[];
}>;

/** Why a prefix does not hold what the plan was made for; undefined when it does. */
export type Unmet = (prefix: AbsolutePath, placed: readonly Pin[]) => Reason | undefined;

/** What every transaction is given. */
export interface TransactionContext {
  readonly bench: Workbench;
  readonly processes: Processes;
  /** Journals of these alone are believed. */
  readonly ours: OwnTransactions;
  /** Forgets an environment whose removal was cut off, and is finished before anything else. */
  readonly forget: Forget;
  /** What the transaction will be called, where a program bears its name already. */
  readonly names?: TransactionNames;
  /** What the person typed, for the journal and the history. */
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** What the application of a plan is given. */
export interface ApplyContext extends TransactionContext {
  readonly runner: Runner;
  /** The engine, obtained when a step first needs it. */
  readonly engine: () => Promise<Engine>;
  /** The engine of conda's packages, likewise. */
  readonly conda: () => Promise<CondaEngine>;
  readonly downloads: Downloads;
  readonly archives: Archives;
  /** Where fetched archives are kept by their checksum, safe to delete at any time. */
  readonly downloadCache: AbsolutePath;
  /** A folder of burrow's own for the journal of what changes nothing of a project that cannot be written to. */
  readonly spare: AbsolutePath;
  readonly verify: Verify;
  /** Judges the result before it counts; absent: what is installed is compared with the pins alone. */
  readonly unmet?: Unmet;
  /** A hook as a program with its variables and its state folder; throws when there is no such program. */
  readonly hookCommand: (hook: HookStep) => Command;
  readonly verified: VerifiedFiles;
  /** Whether files may be hard-linked or cloned from the engine's cache. */
  readonly link: boolean;
}

/** What a transaction carries out: of a plan, what matters once it is decided. */
export interface Work
  extends
    Pick<Plan, "id" | "steps" | "facts" | "pins" | "changes" | "python">,
    Pick<Goal, "requirements" | "constraints"> {
  readonly action: string;
  /** The path that people use. */
  readonly prefix: AbsolutePath;
  readonly options: readonly GoalOption[];
  /** Normalised names of what a person added by hand and a new generation carries over. */
  readonly byHand: readonly string[];
  /** Projects that a new generation serves beside its own. */
  readonly tenants: readonly AbsolutePath[];
}

/** What every step of a transaction is given. */
export interface StepBase extends TransactionContext {
  readonly work: Work;
  readonly place: TransactionPlace;
  readonly transaction: string;
  /** The transaction's own folder; gone when it is over. */
  readonly kept: AbsolutePath;
  /** The number of the step, from 0. */
  readonly index: number;
}

/** What there was before anything changed in place; filled when it is preserved. */
export interface Before {
  /** Problems, as JSON: they only warn. */
  readonly problems: Set<string>;
  /** Files, by `stateOf`: nobody has to make them durable anew. */
  readonly files: Set<string>;
  /** What there is of each name that is to be changed: of several metadata folders an engine may remove but one. */
  readonly twins: Map<string, readonly Distribution[]>;
  /** What an engine stumbles over: links to nothing where it is to write, and for a repair metadata folders without a RECORD. */
  readonly rubble: Set<AbsolutePath>;
}

/** What a transaction placed that its plan could not name: what pip resolved once conda's packages were there. */
export type Placed = Pin[];

/** What identifies the state of a file within its file system. */
export function stateOf({
  inode,
  size,
  mtime,
}: {
  readonly inode: bigint | string;
  readonly size: number;
  readonly mtime: bigint | string;
}): string {
  return `${inode}:${size}:${mtime}`;
}

/** What a step has proven of a new prefix: it holds for the step that comes next, and for no later one. */
export interface Proof {
  readonly step: number;
  readonly prefix: AbsolutePath;
  /** All that is in the prefix, made durable. */
  readonly found: readonly Found[];
  readonly packages: PackagesCheck;
}

/** What a step of a plan is given besides. */
export interface StepContext extends StepBase, ApplyContext {
  readonly before: Before;
  /** Filled by steps that prove what they did. */
  readonly proofs: Proof[];
  readonly placed: Placed;
  /** The hooks that succeeded so far. */
  readonly hooked: HookStep[];
}
