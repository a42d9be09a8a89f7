import type { AbsolutePath } from "./path.ts";
import type { Platform } from "./platform.ts";
import type { Reason } from "./reason.ts";

/** The kind of place an interpreter was found in. */
export type InterpreterSource =
  | "path"
  | "system"
  | "pyenv"
  | "uv"
  | "asdf"
  | "mise"
  | "rye"
  | "hatch"
  | "pdm"
  | "homebrew"
  | "xcode"
  | "store"
  | "registry"
  | "conda"
  | "managed"
  | "named"
  | "other";

/** A Python that stands by itself: `sys.prefix == sys.base_prefix`. */
export interface Interpreter {
  readonly executable: AbsolutePath;
  /** The executable with all links resolved: what identifies it. */
  readonly realPath: AbsolutePath;
  /** Other paths that lead to it, sorted. */
  readonly aliases: readonly AbsolutePath[];
  readonly prefix: AbsolutePath;
  /** As `sys.implementation.name`: `cpython`, `pypy` … */
  readonly implementation: string;
  /** PEP 440, such as `3.12.4` or `3.14.0b1`. */
  readonly version: string;
  readonly freeThreaded: boolean;
  readonly platform: Platform;
  readonly source: InterpreterSource;
  /** Whether burrow installed it. */
  readonly managed: boolean;
  /** The owner's message when its EXTERNALLY-MANAGED file is there (PEP 668); empty when the file has none. */
  readonly externallyManaged?: string;
  /** Why burrow will not run it or build on it: untrusted folder, incomplete, answers junk. Absent when it is well. */
  readonly unfit?: Reason;
  /** Whether the version was read from disk or had to be asked of the program. */
  readonly evidence: "read" | "probed";
}
