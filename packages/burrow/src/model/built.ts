import type { DirectUrl } from "./distribution.ts";
import type { AbsolutePath } from "./path.ts";

/** What a wheel is built from: an address or folder as pip takes it, or the newest source of a name that its index has. */
export type BuildSource =
  | { readonly kind: "address"; readonly url: string }
  | {
      readonly kind: "index";
      /** PEP 503 normalised. */
      readonly name: string;
      /** Empty when any version does. */
      readonly specifier: string;
    };

/** A wheel that burrow had built before, in its own cache. */
export interface BuiltWheel {
  readonly source: BuildSource;
  /** Implementation and minor version of the Python that it was built for, such as `cpython-3.12`. */
  readonly python: string;
  /** PEP 503 normalised. */
  readonly name: string;
  readonly version: string;
  readonly file: AbsolutePath;
  /** Of the wheel, in hex. */
  readonly sha256: string;
  /** What its installation is to say of where it came from (PEP 610); absent for a source of an index. */
  readonly directUrl?: DirectUrl;
  /** Whether it was built in the very operation that asks, so that a branch or a folder has not moved since. */
  readonly fresh: boolean;
}
