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

/** A package that conda's tools installed: a record of `conda-meta`, read from disk. */
export interface CondaPackage {
  readonly name: string;
  /** As the channel writes it; conda orders versions by its own rules. */
  readonly version: string;
  readonly build: string;
  readonly buildNumber: number;
  /** `linux-64`, `noarch` …; empty when the record is too old to tell. */
  readonly subdir: string;
  /** The channel's name or address; empty when the record does not tell. */
  readonly channel: string;
  readonly url?: string;
  readonly sha256?: string;
  readonly md5?: string;
  /** MatchSpec texts. */
  readonly depends: readonly string[];
  readonly constrains: readonly string[];
  /** The MatchSpecs by which a person asked for it; empty when it came along. */
  readonly requested: readonly string[];
  /** Its file in `conda-meta`. */
  readonly record: AbsolutePath;
  /** Why it cannot be relied on: files gone, a second record of the same name. Empty when it is whole. */
  readonly problems: readonly Reason[];
}

/** A package of which only so much is known: nothing else is said of it. */
export function condaPackage(
  known: Pick<CondaPackage, "name" | "version" | "record"> & Partial<CondaPackage>,
): CondaPackage {
  return {
    build: "",
    buildNumber: 0,
    subdir: "",
    channel: "",
    depends: [],
    constrains: [],
    requested: [],
    problems: [],
    ...known,
  };
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
