import type { AbsolutePath } from "./path.ts";

/**
 * Something on disk that a judgement relied on. `was` identifies what was there: `absent`, or kind, size, mtime (ns) and inode joined by `:`.
 * A plan whose facts changed is stale.
 */
export interface Fact {
  readonly path: AbsolutePath;
  readonly was: string;
}
