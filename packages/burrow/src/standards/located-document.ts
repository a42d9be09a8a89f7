import type { Position } from "./position.ts";

/** A document of tables, lists and values, whatever its format, that knows where each of them stands. Paths are keys and indexes of lists. */
export interface LocatedDocument {
  /** The value at the path as plain data; undefined when there is none. */
  readonly get: (...path: readonly (string | number)[]) => unknown;
  /** Where the value stands, or the nearest above it; of a text, its first character inside the quotes. */
  readonly where: (...path: readonly (string | number)[]) => Position;
  /** Where the key of the value stands, or the nearest above it. */
  readonly whereKey: (...path: readonly (string | number)[]) => Position;
}
