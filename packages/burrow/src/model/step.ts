import type { BuildSource } from "./built.ts";
import type { AbsolutePath } from "./path.ts";
import type { Pin } from "./pin.ts";
import type { Reason } from "./reason.ts";

/** An archive of a whole Python, as python-build-standalone publishes them. */
export interface PythonArchive {
  /** `https:`, `http:` on loopback, or `file:`. */
  readonly url: string;
  /** Hexadecimal; required. */
  readonly sha256: string;
  /** Bytes to fetch, when the source tells. */
  readonly bytes?: number;
  /** The executable below the folder once it is unpacked, such as `bin/python3.12` (relative, `/` between parts). */
  readonly executable: string;
}

/** One reversible act of a plan. Steps run in order; each names why it is there. */
export type Step = { readonly why: Reason } & (
  | {
      /** Make sure that the ignore files of the project (`.gitignore`, an existing `.dockerignore`) hold `.venv` and `.burrow/`. */
      readonly kind: "ignore";
      readonly root: AbsolutePath;
      readonly lines: readonly string[];
    }
  | {
      /** Provide a Python: fetch an archive, prove it by its checksum, unpack it into burrow's own folder. */
      readonly kind: "install-python";
      readonly version: string;
      readonly archive: PythonArchive;
      /** The folder that it will be, below burrow's `pythons/`. */
      readonly folder: AbsolutePath;
    }
  | {
      /** Have a wheel built from source, in burrow's own cache. Runs that source's build. */
      readonly kind: "build-wheel";
      readonly python: AbsolutePath;
      readonly source: BuildSource;
      /** What the source is held to, `algorithm:hex`. */
      readonly hashes: readonly string[];
      /** Implementation and minor version that the wheel is kept for. */
      readonly tag: string;
      /** The folder that will hold it, and what is known of it. */
      readonly folder: AbsolutePath;
    }
  | {
      /** An empty environment in its final folder. */
      readonly kind: "create-environment";
      readonly prefix: AbsolutePath;
      readonly python: AbsolutePath;
      readonly prompt: string;
      /** Whether it sees what its base has. */
      readonly systemSitePackages?: true;
    }
  | {
      /** Keep all that an in-place change may touch, so that it can be put back. */
      readonly kind: "preserve";
      readonly prefix: AbsolutePath;
      /** Normalised names of the installed distributions that will change. */
      readonly changing: readonly string[];
    }
  | {
      /** Have every file at hand before anything changes; the only step that needs the network. */
      readonly kind: "fetch";
      readonly python: AbsolutePath;
      readonly pins: readonly Pin[];
    }
  | {
      /** Install exactly these, hash-checked, without a resolver and without the network. */
      readonly kind: "install";
      readonly prefix: AbsolutePath;
      readonly pins: readonly Pin[];
    }
  | {
      /** Remove distributions by name. */
      readonly kind: "uninstall";
      readonly prefix: AbsolutePath;
      readonly names: readonly string[];
    }
  | {
      /** Have the archives of conda's packages in the engine's cache before anything changes. */
      readonly kind: "fetch-packages";
      /** The prefix that they will be linked into, links resolved. */
      readonly prefix: AbsolutePath;
      readonly pins: readonly Pin[];
    }
  | {
      /** One transaction of a conda engine on a prefix: these archives are linked, these packages unlinked, nothing else changes. */
      readonly kind: "change-packages";
      readonly prefix: AbsolutePath;
      /** Whether the prefix is made by it. */
      readonly create: boolean;
      /** What comes new or in the place of another version. */
      readonly pins: readonly Pin[];
      /** Names of what goes without a successor. */
      readonly removed: readonly string[];
      /** The MatchSpecs that a person asks for, all of them: conda's tools keep to them later. */
      readonly specs: readonly string[];
      /** Variables that an activated environment has; they become its `conda-meta/state`. */
      readonly variables: Readonly<Record<string, string>>;
      /** Whether post-link and pre-unlink scripts may run: they are code of the packages, and what they do outside of the prefix is not taken back. */
      readonly scripts: boolean;
    }
  | {
      /** What pip installs on top of conda's packages: resolved with those kept as they are, then installed by hash. */
      readonly kind: "install-requirements";
      readonly prefix: AbsolutePath;
      /** The goal's requirements of kind `pypi`, as the file writes them; what else is to be there is a PEP 508 text. */
      readonly requirements: readonly string[];
      /** Normalised names that pip put there before and that may change; absent: none. */
      readonly free?: readonly string[];
      /** Set for recorded content: these versions alone, whatever they themselves require. */
      readonly exact?: true;
    }
  | {
      /** Install the project itself, editable. Runs the project's own build. */
      readonly kind: "build-project";
      readonly prefix: AbsolutePath;
      readonly project: AbsolutePath;
      readonly name?: string;
    }
  | {
      /** Prove the result: files against RECORD, the closure, the imports of what changed. */
      readonly kind: "verify";
      readonly prefix: AbsolutePath;
      /** What must be there afterwards. */
      readonly expected: readonly { readonly name: string; readonly version: string }[];
      /** Normalised names whose import is tried once. */
      readonly imports: readonly string[];
      readonly onImportFailure: "warn" | "require" | "off";
    }
  | {
      /** Run a program of the project with the environment's Python first on PATH. What it does outside of the prefix is not taken back. */
      readonly kind: "run-hook";
      /** The environment that it runs in, links resolved. */
      readonly prefix: AbsolutePath;
      /** Where it runs. */
      readonly project: AbsolutePath;
      /** What a person calls it. */
      readonly name: string;
      /** Program and arguments, no shell between. */
      readonly argv: readonly string[];
      /** Whether its failure takes everything back; else it runs once everything holds, and its failure is a warning. */
      readonly required: boolean;
    }
  | {
      /** Rename what stands in the way to a place where it is kept; nothing is deleted. */
      readonly kind: "set-aside";
      readonly path: AbsolutePath;
      readonly to: AbsolutePath;
    }
  | {
      /** Let the path that people use point to a generation, by one rename. */
      readonly kind: "link";
      readonly path: AbsolutePath;
      readonly target: AbsolutePath;
    }
);

/** A step that runs a hook. */
export type HookStep = Extract<Step, { readonly kind: "run-hook" }>;

/** What a step is. */
export type StepKind = Step["kind"];
