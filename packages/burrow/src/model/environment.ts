import type { CondaPackage, Distribution } from "./distribution.ts";
import type { Fact } from "./fact.ts";
import type { AbsolutePath } from "./path.ts";
import type { Platform } from "./platform.ts";
import type { Reason } from "./reason.ts";

/** What a found environment is, by who makes that form of it. */
export type EnvironmentKind =
  | "venv"
  | "virtualenv"
  | "uv"
  | "poetry"
  | "pipenv"
  | "virtualenvwrapper"
  | "hatch"
  | "pdm"
  | "pyenv-virtualenv"
  | "pipx"
  | "uv-tool"
  | "tox"
  | "nox"
  | "conda"
  | "conda-base"
  | "pixi"
  | "rye"
  | "base";

/** A folder on `sys.path` that holds distributions. Layers above hide those below. */
export interface Layer {
  readonly sitePackages: AbsolutePath;
  /** Whether it belongs to the base interpreter (`include-system-site-packages`). */
  readonly inherited: boolean;
}

/** The file that told a version; `folder` is the name of a version manager's folder. */
export interface VersionEvidence {
  readonly source: "build-details" | "header" | "packages" | "conda-meta" | "pyvenv.cfg" | "folder";
  readonly at: AbsolutePath;
}

/** What an environment is, without what is installed in it; a broken one is a result, not an omission. */
export interface EnvironmentIdentity {
  /** The path people use, links unresolved. */
  readonly prefix: AbsolutePath;
  /** The same with links resolved: what identifies it. */
  readonly realPrefix: AbsolutePath;
  readonly aliases: readonly AbsolutePath[];
  readonly kind: EnvironmentKind;
  /** The tool that governs it in its own folders (`pipx`, `uv tool`, `tox`, `conda` …); such an environment is at most reused. */
  readonly governor?: string;
  /** Its prompt or name, when it has one. */
  readonly name?: string;
  /** `bin/python` or `Scripts\python.exe`, when it is there. */
  readonly executable?: AbsolutePath;
  /** PEP 440; absent when nothing on disk tells. */
  readonly version?: string;
  /** What told the version. */
  readonly versionFrom?: VersionEvidence;
  readonly implementation: string;
  readonly platform: Platform;
  readonly base?: { readonly prefix: AbsolutePath; readonly executable: AbsolutePath };
  /** The burrow generation it is, when burrow made it. */
  readonly generation?: {
    readonly name: string;
    readonly number: number;
    readonly folder: AbsolutePath;
    /** What burrow installed into it, from the generation's record beside it; absent when that cannot be read. */
    readonly recorded?: readonly {
      readonly name: string;
      readonly version: string;
      readonly hashes: readonly string[];
      /** Where it came from when not from an index; of conda's packages always: the archive. */
      readonly url?: string;
    }[];
    /** Normalised names of what a person had added by hand before and it carried over. */
    readonly byHand?: readonly string[];
    /** Projects that it was built to serve beside its own. */
    readonly tenants?: readonly AbsolutePath[];
  };
  readonly writable: boolean;
  /** Governed elsewhere by declaration: read and used, never changed. */
  readonly external: boolean;
  /** The owner's message of `EXTERNALLY-MANAGED` or `conda-meta/frozen`; such a prefix is never installed into. */
  readonly frozen?: string;
  /** Why it cannot run: base gone, another platform's layout, moved. Absent when it is well. */
  readonly broken?: Reason;
  /** The project folder it serves, when its place or its maker tells. */
  readonly project?: AbsolutePath;
}

/** A prefix with its own site-packages, as found, and all that is installed in it. */
export interface Environment extends EnvironmentIdentity {
  readonly layers: readonly Layer[];
  /** Sorted by name; of two layers, the one above comes first. */
  readonly distributions: readonly Distribution[];
  /** What conda's tools installed, sorted by name; absent when it is no conda prefix. Python packages among it are distributions too. */
  readonly packages?: readonly CondaPackage[];
  /** What was looked at to say all this. */
  readonly facts: readonly Fact[];
}
