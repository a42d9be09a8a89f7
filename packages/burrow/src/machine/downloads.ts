import type { AbsolutePath } from "../model/path.ts";

/** What one download is held to, and whom it tells. */
export interface DownloadOptions {
  /** Hexadecimal; a file that has another one is not kept. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Bytes that have come, and how many there will be when the source tells. */
  readonly onProgress?: (bytes: number, totalBytes: number | undefined) => void;
}

/**
 * Gets files whose checksum is known beforehand. The only way in which burrow itself reaches the network.
 *
 * `https:` from anywhere, `http:` from this machine alone, `file:` from its disk. The file stands at `to` when it is whole and proven; until then
 * it is a `.part` beside, which is gone after a failure. Fails with `download/refused`, `download/failed` or `download/checksum`.
 */
export interface Downloads {
  fetch(url: string, to: AbsolutePath, options: DownloadOptions): Promise<void>;
}
