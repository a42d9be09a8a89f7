import type { TransactionNames } from "../apply/transaction-names.ts";
import type { Archives } from "../machine/archives.ts";
import type { Encryption } from "../machine/encryption.ts";
import type { Runner } from "../machine/command.ts";
import type { Downloads } from "../machine/downloads.ts";
import type { Machine } from "../machine/machine.ts";
import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import type { Report } from "../model/event.ts";
import type { AbsolutePath } from "../model/path.ts";

/** burrow's own folders (design §10). */
export interface Folders {
  readonly config: AbsolutePath;
  readonly data: AbsolutePath;
  readonly cache: AbsolutePath;
}

/** What an operation is given: the machine to look at, the bench to change it with, and how to tell and to stop. */
export interface Context {
  readonly machine: Machine;
  readonly bench: Workbench;
  readonly runner: Runner;
  readonly processes: Processes;
  /** Of the transactions of this operation; absent: each is named when it begins. */
  readonly names?: TransactionNames;
  readonly downloads: Downloads;
  readonly archives: Archives;
  readonly encryption: Encryption;
  readonly folders: Folders;
  /** The folder that the operation speaks of. */
  readonly cwd: AbsolutePath;
  /** What the person typed, for the journal and the history. */
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Called while an engine thinks about what goes together: what is nearly certain to be needed then may be loaded meanwhile. */
  readonly ahead?: () => void;
}
