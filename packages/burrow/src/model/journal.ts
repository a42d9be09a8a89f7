import type { AbsolutePath } from "./path.ts";

/** One way back, as plain data written *before* the act, so that another process can go it. Every undo can be replayed. */
export type Undo =
  /** Delete what the step makes; the path did not exist before. */
  | { readonly kind: "remove-tree"; readonly path: AbsolutePath }
  /** Delete a folder that the step makes, when nothing is left in it. */
  | { readonly kind: "remove-folder"; readonly path: AbsolutePath }
  /** Rename what was set aside back to where it stood. */
  | { readonly kind: "move-back"; readonly from: AbsolutePath; readonly to: AbsolutePath }
  /** Put the file back that was kept, or delete it when there was none. `wrote` is the SHA-256 (hex) of what the step writes: anything else is somebody's and stays. */
  | {
      readonly kind: "restore-file";
      readonly path: AbsolutePath;
      readonly kept?: AbsolutePath;
      readonly wrote: string;
    }
  /** Point the link where it pointed, or delete it when there was none. `made` is where the step points it. */
  | {
      readonly kind: "restore-link";
      readonly path: AbsolutePath;
      readonly target?: string;
      readonly made: string;
    }
  /** Bring a prefix back from what was preserved of it. `changing` are the distributions whose files the steps place and remove: anything else that is new is somebody's and is set aside. */
  | {
      readonly kind: "restore-prefix";
      readonly prefix: AbsolutePath;
      readonly preserved: AbsolutePath;
      readonly changing?: readonly string[];
    };

/** One line of a journal. `seq` counts from 0 without gaps; the line's checksum is added where it is written. */
export type JournalEntry = { readonly seq: number } & (
  | {
      readonly type: "begin";
      readonly transaction: string;
      readonly plan: string;
      readonly action: string;
      readonly prefix: AbsolutePath;
      /** ISO 8601, UTC. */
      readonly at: string;
      readonly command: string;
    }
  /** The undos of a step are gone in reverse order; none when it changes nothing that anybody else sees. */
  | {
      readonly type: "intent";
      readonly step: number;
      readonly kind: string;
      readonly undo: readonly Undo[];
    }
  | { readonly type: "done"; readonly step: number }
  | { readonly type: "committed" }
  | { readonly type: "undone"; readonly step: number }
  | { readonly type: "rolled-back" }
);
