import type { Hook } from "./hook.ts";
import type { AbsolutePath } from "./path.ts";
import type { Policy, Reuse } from "./policy.ts";

/** Settings that are one value each (design §7). */
export interface PlainSettings {
  readonly reuse: Reuse;
  readonly allowGlobalPython: boolean;
  readonly conflictTolerance: Policy["conflictTolerance"];
  /** PEP 503 normalised, as in all lists of names. */
  readonly breaking: readonly string[];
  readonly upgradeable: readonly string[];
  /** What is done about a lock file that is older than the manifests. */
  readonly lockPolicy: "strict" | "warn" | "ignore";
  /** The environment that serves when none is named. */
  readonly defaultEnvironment?: string;
  /** What the project's conda environment is called; absent: as its file says, else as its folder. */
  readonly environmentName?: string;
  /** Whether the project itself is installed; `auto`: when it has a `[build-system]`. */
  readonly installProject: "auto" | boolean;
  readonly allowBuilds: readonly string[];
  /** Whether `.venv` is a link to the current generation; false: a real folder. */
  readonly link: boolean;
  /** Whether files may be hard links and clones from the engine's cache. */
  readonly linkFiles: "auto" | "copy";
  /** Whether the engine's usual cache is used; false: one of burrow's own. */
  readonly sharedCache: boolean;
  readonly verifyImports: Policy["verifyImports"];
  readonly autoRepair: boolean;
  /** Seconds between two examinations of the project's environment by `watch`. */
  readonly healthInterval: number;
  /** The same for all environments of the machine. */
  readonly machineHealthInterval: number;
  readonly keepGenerations: number;
  /** Bytes that generations may take which are not current and that nothing else shares; absent: any. */
  readonly keepGenerationsSize?: number;
  /** Whether what an environment holds is written down before and after it changes. */
  readonly snapshots: boolean;
}

/** Where environments are looked for, beside what is found by itself, and where not. */
export interface SurveySettings {
  /** Whether anything is looked for by itself; without, only the roots are looked into. */
  readonly discover: boolean;
  readonly roots: readonly AbsolutePath[];
  readonly ignore: readonly AbsolutePath[];
}

/** How an activated environment shows in a shell's prompt. */
export interface PromptSettings {
  readonly show: boolean;
  /** With the places `{backend}` and `{env_name}`. */
  readonly format: string;
}

/** An environment that the settings name. What is absent comes from the project's files. */
export interface DeclaredEnvironment {
  readonly backend?: "venv" | "conda";
  /** A version (`3.11`), a specifier, or a path. */
  readonly python?: string;
  readonly requirements?: readonly AbsolutePath[];
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  /** PEP 508 texts. */
  readonly packages?: readonly string[];
  readonly profiles?: readonly string[];
  /** Where it is, when it is not the project's own to build. */
  readonly path?: AbsolutePath;
  /** Governed elsewhere: never changed, never purged. */
  readonly external: boolean;
  /** Whether it is to be made when it is first needed. */
  readonly lazy: boolean;
  /** Patterns of files below the project (`forge/**`) that run in it. */
  readonly for: readonly string[];
}

/** All that settings files may say, with the defaults where they say nothing. */
export interface Settings extends PlainSettings {
  readonly survey: SurveySettings;
  readonly prompt: PromptSettings;
  /** By name. */
  readonly environments: Readonly<Record<string, DeclaredEnvironment>>;
  /** By what a person calls them, in order. */
  readonly after: Readonly<Record<string, Hook>>;
}
