import type { Fact } from "../model/fact.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Platform } from "../model/platform.ts";
import type { ParseYaml } from "../standards/yaml-document.ts";

/** The files of a project as the pure centre sees them: a function from path to content, given by the caller. */
export interface Files {
  /** The bytes of a regular file; undefined when it is absent, unreadable, not a regular file (a device, a pipe) or too large. */
  read(path: AbsolutePath): Uint8Array | undefined;
  isFolder(path: AbsolutePath): boolean;
  /** Whether something stands at the path, be it a link that leads nowhere. */
  isThere(path: AbsolutePath): boolean;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: AbsolutePath): readonly string[];
  /** What identifies the state of a path, for staleness. */
  fact(path: AbsolutePath): Fact;
}

/** What is done about lock files (the setting `lock-policy`). */
export type LockPolicy = "warn" | "strict" | "ignore";

/** What of a project is asked for. */
export interface GoalRequest {
  /** The project's folder, or one file of a kind that burrow reads. */
  readonly path: AbsolutePath;
  /** What kind of file `path` is, when its name does not tell. */
  readonly kind?: string;
  /** Dependency groups to take; absent: the default selection (`dev` where it exists). */
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  /** What is done with a lock file: `warn` (default) takes the manifests with a warning where it does not fit them any more, `strict` refuses then, `ignore` never reads one. */
  readonly lockPolicy?: LockPolicy;
  /** `--python`. */
  readonly python?: string;
  /** `--backend`: whatever the files say; absent: conda's where they are there, else venv. */
  readonly backend?: "venv" | "conda";
  /** `--channel`: conda channels beside those of the file, in order. */
  readonly channels?: readonly string[];
  /** `--env-name`, or `environment-name` of the settings: the name of the project's conda environment. */
  readonly envName?: string;
  /** The machine that is planned for: a lock of conda's has packages for each platform. Absent: every line counts. */
  readonly platform?: Platform;
  /** Reads YAML; needed where `readsYaml` says so. */
  readonly yaml?: ParseYaml;
  /** Variables for `${VAR}` in requirements files. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
