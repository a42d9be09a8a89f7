import type { AbsolutePath } from "../model/path.ts";

/**
 * The memory of transactions that this user began on this machine, kept apart from the folders that they change: a journal that came with
 * somebody else's files has no place in it. `guarded` is the real path of the folder that the transaction guards; a token is good for that one alone.
 */
export interface OwnTransactions {
  /** Remembers one, durably, and forgets what else was remembered of the same folder. Throws the system's error. */
  readonly remember: (transaction: string, guarded: AbsolutePath) => void;
  readonly knows: (transaction: string, guarded: AbsolutePath) => boolean;
  /** Never throws: what cannot be forgotten harms nobody once its journal is gone. */
  readonly forget: (transaction: string) => void;
}
