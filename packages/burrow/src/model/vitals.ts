import type { Break } from "./plan.ts";
import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";

/** What was looked at, or why it could not be. Absent in `Vitals`: it does not apply. */
export type Looked<Value> = { readonly value: Value } | { readonly skipped: Reason };

/** A program in the environment's folder of programs. */
export interface Script {
  readonly path: AbsolutePath;
  /** The interpreter that its `#!` line names, as written; absent for what has none. */
  readonly interpreter?: string;
  readonly state: "fine" | "interpreter-gone" | "elsewhere" | "dangling" | "empty" | "not-executable";
  /** The distributions (normalised) whose RECORD lists it; told for what is not fine. */
  readonly owners: readonly string[];
  /** The package of conda's whose record lists it; told for what is not fine. */
  readonly package?: string;
}

/** A shared library or extension module that would not load. */
export interface Unloadable {
  readonly path: AbsolutePath;
  /** Names that it needs and that are nowhere; empty when it is of another processor. */
  readonly missing: readonly string[];
  /** The processor that it was built for, when that is not this one. */
  readonly processor?: string;
  readonly owners: readonly string[];
}

/** What is wrong with one distribution (normalised name), with its metadata folder. */
export interface Ailment {
  readonly name: string;
  readonly info: AbsolutePath;
  readonly because: Reason;
}

/** What a conda prefix says of itself beyond its distributions. */
export interface CondaVitals {
  /** Names of packages that conda installed, sorted. */
  readonly packages: readonly string[];
  /** Records in `conda-meta` that cannot be read. */
  readonly unreadable: readonly AbsolutePath[];
  readonly missing: readonly { readonly package: string; readonly files: number; readonly total: number }[];
  /** Whether `environments.txt` lists it; absent where it is not conda's to list. */
  readonly registered?: boolean;
  /** Lines of `conda-meta/pinned` that conda cannot read. */
  readonly badPins: readonly string[];
  /** Lines of it for packages that are not there: a slip of the pen, or left over. */
  readonly vainPins: readonly string[];
}

/** What torch's own file says that it is built for, and what this machine and burrow's record have. */
export interface TorchVitals {
  readonly file: AbsolutePath;
  /** `cpu`, `cuda 12.1`, `rocm 5.7` … */
  readonly built: string;
  /** By the local version of what is recorded or installed (`+cu121`), in the same words; absent when that does not tell. */
  readonly recorded?: string;
  readonly gpu: boolean;
}

/** All that was looked at in one environment beside what a survey reads; `health/` judges it. */
export interface Vitals {
  /** What its Python answered when it was started. */
  readonly run: Looked<
    { readonly ok: true; readonly version: string } | { readonly ok: false; readonly detail: string }
  >;
  /** The version that `pyvenv.cfg` has; absent when there is none. */
  readonly cfgVersion?: string;
  /** Folders of its own that this user may not read. */
  readonly locked: Looked<readonly AbsolutePath[]>;
  readonly records: Looked<readonly Ailment[]>;
  readonly hashes: Looked<readonly Ailment[]>;
  /** Names in its own folders of site-packages, sorted. */
  readonly entries: Looked<readonly { readonly folder: AbsolutePath; readonly names: readonly string[] }[]>;
  readonly breaks: Looked<readonly (Break & { readonly installed?: string })[]>;
  readonly scripts: Looked<readonly Script[]>;
  readonly libraries: Looked<{ readonly looked: number; readonly unloadable: readonly Unloadable[] }>;
  readonly imports: Looked<readonly { readonly name: string; readonly detail: string }[]>;
  /** Files of OpenMP runtimes, by family. */
  readonly openmp: Looked<readonly { readonly family: string; readonly path: AbsolutePath }[]>;
  readonly torch?: TorchVitals;
  readonly conda?: CondaVitals;
  /** Of these files, `shared` are as another package has them, which has a file of the same path. */
  readonly condaHashes?: Looked<
    readonly { readonly package: string; readonly files: number; readonly shared: number }[]
  >;
  /** Paths of a generation that are no longer what burrow made. */
  readonly changed?: Looked<readonly string[]>;
  /** A lock of burrow's whose process has ended. */
  readonly deadLock?: AbsolutePath;
  readonly freeBytes: Looked<number>;
}

/** A program of a name on PATH, in order. */
export interface PathSlot {
  readonly path: AbsolutePath;
  readonly kind: "program" | "shim" | "broken";
}

/** What concerns every environment of this user. */
export interface HostVitals {
  readonly home: AbsolutePath;
  /** The environment that the shell has switched on. */
  readonly active?: AbsolutePath;
  /** By command: all slots of PATH that have it. */
  readonly commands: Readonly<Record<string, readonly PathSlot[]>>;
  /** A version that is set for a shim here (`.python-version`, `PYENV_VERSION`, a global one). */
  readonly shimVersion?: string;
  /** The first line of the project's `.python-version`, and its file. */
  readonly pinned?: { readonly text: string; readonly file: AbsolutePath };
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that name a file which is not there. */
  readonly gone: readonly { readonly name: string; readonly path: AbsolutePath }[];
  /** Why pip may change the system's Python: the setting that allows it. */
  readonly unguarded: readonly { readonly file?: AbsolutePath; readonly text: string }[];
}
