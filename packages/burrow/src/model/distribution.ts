import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";

/** Where a distribution came from when not from an index (PEP 610, `direct_url.json`). */
export interface DirectUrl {
  readonly url: string;
  /** Set for a folder; `editable` as PEP 610 says. */
  readonly folder?: { readonly editable: boolean };
  readonly archive?: { readonly hashes: Readonly<Record<string, string>> };
  readonly vcs?: { readonly kind: string; readonly commit: string; readonly requested?: string };
  readonly subdirectory?: string;
}

/** An installed package: a `.dist-info` or `.egg-info` on disk, read and never imported. */
export interface Distribution {
  /** PEP 503 normalised. */
  readonly name: string;
  /** As its metadata writes it. */
  readonly displayName: string;
  /** As its metadata writes it; PEP 440 when it is well. */
  readonly version: string;
  /** The folder of site-packages that holds it. */
  readonly location: AbsolutePath;
  /** The `.dist-info` folder, or the `.egg-info` folder or file. */
  readonly info: AbsolutePath;
  readonly format: "dist-info" | "egg-info";
  /** `Requires-Dist` lines as written (PEP 508 texts); for an egg, its `requires.txt` in the same form. */
  readonly requires: readonly string[];
  /** Extras it offers, normalised. */
  readonly extras: readonly string[];
  readonly requiresPython?: string;
  readonly directUrl?: DirectUrl;
  /** The folder it is an editable install of, resolved where it exists. */
  readonly editable?: AbsolutePath;
  /** Whether a person asked for it by name (the file `REQUESTED` of PEP 376). */
  readonly requested: boolean;
  readonly installer?: string;
  /** Whether it comes from a layer below: the base's site-packages of a `system-site-packages` environment. */
  readonly inherited: boolean;
  /** Why it cannot be relied on: unreadable metadata, files of its RECORD gone, a second copy of the same name. Empty when it is whole. */
  readonly problems: readonly Reason[];
}
