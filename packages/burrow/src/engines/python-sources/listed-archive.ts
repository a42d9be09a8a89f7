import type { OperatingSystem } from "../../model/platform.ts";

/** An archive of a Python as a list names it. */
export interface ListedArchive {
  readonly implementation: string;
  /** PEP 440, such as `3.12.11` or `3.15.0a1`. */
  readonly version: string;
  readonly freeThreaded: boolean;
  readonly os: OperatingSystem;
  /** As Linux names machines: `x86_64`, `aarch64` … */
  readonly arch: string;
  readonly libc: "gnu" | "musl" | "none";
  readonly url: string;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
  /** When the list tells. */
  readonly bytes?: number;
  /** Below the unpacked folder, when it is not where CPython's own layout has it. */
  readonly executable?: string;
}

/** Where Pythons come from. */
export interface ArchiveSource {
  /** For people: the table's name, a mirror's address, a list's path. */
  readonly origin: string;
  readonly archives: readonly ListedArchive[];
}
