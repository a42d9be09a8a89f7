/** One distribution at one version, provable by hash: what an engine answers and what it is later told to install. */
export interface Pin {
  /** PEP 503 normalised. */
  readonly name: string;
  /** PEP 440, normalised. */
  readonly version: string;
  /** `sha256:hex` of every file that may serve; empty only for what has no file (an editable folder). */
  readonly hashes: readonly string[];
  /** A direct reference, when it does not come from an index. */
  readonly url?: string;
  /** Bytes to fetch for the wheel that this interpreter would take, when the engine told. */
  readonly bytes?: number;
}
