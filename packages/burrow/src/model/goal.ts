import type { Fact } from "./fact.ts";
import type { AbsolutePath } from "./path.ts";
import type { Pin } from "./pin.ts";
import type { Reason } from "./reason.ts";
import type { FileProblem, Origin } from "./text-origin.ts";

/** One thing that is asked for, with the line that asks for it. */
export interface GoalRequirement {
  readonly kind: "pypi" | "conda";
  /** PEP 503 normalised; empty for a path or URL whose name is not known without running its build. */
  readonly name: string;
  /** As PEP 440 prints it; empty when any version does. */
  readonly specifier: string;
  readonly extras: readonly string[];
  /** PEP 508 marker text; absent when it always applies. */
  readonly marker?: string;
  /** Whether its marker holds for the Python that a plan chose; absent while none is chosen. */
  readonly applies?: boolean;
  /** A direct reference: an archive, a VCS address or a `file:` URL. */
  readonly url?: string;
  /** The folder of an editable requirement (`-e`). */
  readonly editable?: AbsolutePath;
  /** `algorithm:hex`, as `--hash` writes them; empty when none is asked. */
  readonly hashes: readonly string[];
  /**
   * True for a pin of a lock file. Its hashes hold whatever is fetched; what is installed at its version needs no proof, for a lock says which version it means
   * and not that everything has to be installed anew.
   */
  readonly fromLock?: boolean;
  /** A channel and build string, for conda's. */
  readonly channel?: string;
  readonly build?: string;
  /** For conda's: the whole MatchSpec in conda's canonical form, for planner and engine. */
  readonly matchSpec?: string;
  /** The requirement as the file writes it, for people: variables are not put in, and passwords in addresses are masked. */
  readonly text: string;
  readonly origin: Origin;
}

/** An option line that is kept for the engine (`--index-url`, `--find-links`, `--pre` …). */
export interface GoalOption {
  /** For the engine: variables are put in, so that it may hold a secret. */
  readonly text: string;
  /** For people: as the file writes it, passwords in addresses masked; absent when it is the text. */
  readonly shown?: string;
  readonly origin: Origin;
}

/** The project itself as something to install: it has a `[build-system]` or a `setup.py`. */
export interface OwnProject {
  readonly root: AbsolutePath;
  /** PEP 503 normalised; absent when only its build can tell. */
  readonly name?: string;
  /** Its own runtime requirements as PEP 508 texts; absent when only its build can tell (`dynamic`). */
  readonly requires?: readonly string[];
  /** What its build needs (`build-system.requires`), as written. */
  readonly buildRequires: readonly string[];
  /** Fields that only its build can tell (PEP 621 `dynamic`). */
  readonly dynamic: readonly string[];
  readonly origin: Origin;
}

/** What a goal of conda's says beside its requirements. */
export interface CondaGoal {
  /** The name of the environment: the file's `name:`, else made from the folder's. */
  readonly name: string;
  /** Exactly as the files and the command line say, in this order. */
  readonly channels: readonly string[];
  /** Variables that an activated environment has. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a fresh lock says for this platform: everything that is to be there, conda's first, then what pip installs. Absent without such a lock. */
  readonly locked?: readonly Pin[];
}

/** What makes a goal one of exact content: its requirements are all that is to be there, each at its version, whatever they themselves require. */
export interface ExactContent {
  /** What it is a record of, for people: the name of a snapshot, a generation, a backup. */
  readonly source: string;
  /** The interpreter to prefer among those that fit. */
  readonly python?: AbsolutePath;
  /** Whether a new environment sees what its base has. */
  readonly systemSitePackages?: true;
  /** Normalised names of what a person had added by hand: a new generation remembers that. */
  readonly byHand: readonly string[];
  /** Normalised names of editable folders outside of the root that may be built. */
  readonly builds: readonly string[];
}

/** What a project asks for, read from its files and from nothing else; or what was recorded of an environment, as exact content. */
export interface Goal {
  readonly schema: 1;
  readonly root: AbsolutePath;
  /** The script that the goal is of (PEP 723); it is planned for in a folder of burrow's own, which is the root then. */
  readonly script?: AbsolutePath;
  /** A name for people and for the prompt: the project's own, else its folder's. */
  readonly name: string;
  readonly python: {
    /** `requires-python` and what narrows it; empty when any Python does. */
    readonly specifier: string;
    readonly origin?: Origin;
    /** A version asked for by `.python-version`, `--python` or settings: `3.11`, `3.11.7`, `pypy3.10`, or a path. */
    readonly asked?: { readonly text: string; readonly origin?: Origin };
  };
  readonly backend: "venv" | "conda";
  /** Present when the backend is conda. */
  readonly conda?: CondaGoal;
  readonly requirements: readonly GoalRequirement[];
  readonly constraints: readonly GoalRequirement[];
  readonly options: readonly GoalOption[];
  /** The pins of a lock file that no longer fits the manifests: versions to prefer where the requirements leave a choice. Absent when there are none. */
  readonly preferences?: readonly GoalRequirement[];
  /** The lock file that the requirements or the preferences come from. */
  readonly lock?: AbsolutePath;
  readonly project?: OwnProject;
  /** Set when the goal is recorded content and not a project's wishes. */
  readonly exact?: ExactContent;
  /** The root of the uv workspace that the project is a member of. */
  readonly workspace?: AbsolutePath;
  /** The dependency groups (PEP 735) and extras that were selected. */
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  /** The files that were read, in order; for people. */
  readonly manifests: readonly AbsolutePath[];
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly Reason[];
  /** The files that the goal depends on, present or absent. */
  readonly facts: readonly Fact[];
}
