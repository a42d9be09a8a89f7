import type { DirectUrl } from "./distribution.ts";

/** What makes a pin one of conda's: the very archive of a channel. */
export interface CondaArchive {
  /** The build string, such as `py312h1234567_0`. */
  readonly build: string;
  readonly buildNumber?: number;
  /** `linux-64`, `noarch` … */
  readonly subdir: string;
  /** The channel's name or address, as the file or the engine says it. */
  readonly channel: string;
  /** MatchSpec texts, as its record in the channel says; absent when that was not at hand (a lock without them). */
  readonly depends?: readonly string[];
  readonly constrains?: readonly string[];
}

/** One distribution at one version, provable by hash: what an engine answers and what it is later told to install. */
export interface Pin {
  /** PEP 503 normalised; of conda's, the name of the package. */
  readonly name: string;
  /** PEP 440, normalised; of conda's, as the channel writes it. */
  readonly version: string;
  /** `sha256:hex` of every file that may serve; empty only for what has no file (an editable folder). Of conda's also `md5:hex`, where a lock says no more. */
  readonly hashes: readonly string[];
  /** A direct reference, when it does not come from an index; of conda's, always: the archive. */
  readonly url?: string;
  /** Present when conda's tools install it. */
  readonly conda?: CondaArchive;
  /** For a wheel that was built from source: what its installation is to say of where that came from (PEP 610), and not where the wheel lies. */
  readonly directUrl?: DirectUrl;
  /** Bytes to fetch for the wheel that this interpreter would take, when the engine told. */
  readonly bytes?: number;
}
