import type { AbsolutePath } from "./path.ts";

/** How to take a step back, as plain data written *before* the step runs, so that another process can do it. Every undo can be replayed. */
export type Undo =
  | { readonly kind: "nothing" }
  /** Delete what the step makes; the path did not exist before. */
  | { readonly kind: "remove-tree"; readonly path: AbsolutePath }
  /** Put a file's former bytes back from the copy, or delete it when there was none. */
  | { readonly kind: "restore-file"; readonly path: AbsolutePath; readonly copy?: AbsolutePath }
  /** Point the link where it pointed, or delete it when there was none. */
  | { readonly kind: "restore-link"; readonly path: AbsolutePath; readonly target?: string }
  /** Bring a prefix back from what was preserved of it. */
  | { readonly kind: "restore-prefix"; readonly prefix: AbsolutePath; readonly preserved: AbsolutePath };

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
  | { readonly type: "intent"; readonly step: number; readonly kind: string; readonly undo: Undo }
  | { readonly type: "done"; readonly step: number }
  | { readonly type: "committed" }
  | { readonly type: "undone"; readonly step: number }
  | { readonly type: "rolled-back" }
);
