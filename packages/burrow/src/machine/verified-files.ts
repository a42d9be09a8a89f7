import type { Status } from "./machine.ts";

/** Files that were hashed before, by what identifies their state (device, inode, when it was born, size, mtime). */
export interface VerifiedFiles {
  /** The SHA-256 (hex) of that very file, when it is remembered. */
  sha256(status: Status): string | undefined;
  remember(status: Status, sha256: string): void;
}
