import type { AbsolutePath } from "../model/path.ts";
import type { ArchiveLimits } from "./archive-policy.ts";

/** What an archive is held to, and whom it tells. */
export interface UnpackOptions {
  readonly limits: ArchiveLimits;
  readonly signal: AbortSignal;
  /** Bytes of the archive that were read, of all. */
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

/** What an archive holds. */
export interface ArchiveContents {
  readonly entries: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

/**
 * Opens `.tar.gz` archives from elsewhere under one policy (`archivePolicy`).
 *
 * `measure` reads an archive to its end and judges every entry; nothing is written. `unpack` judges again and writes; its one top folder becomes
 * `to`, an empty folder that is there. What it wrote before it failed stays for the caller to remove. Both fail with `archive/refused`, which names the entry, or `archive/damaged`.
 */
export interface Archives {
  measure(archive: AbsolutePath, options: UnpackOptions): Promise<ArchiveContents>;
  unpack(archive: AbsolutePath, to: AbsolutePath, options: UnpackOptions): Promise<ArchiveContents>;
}
