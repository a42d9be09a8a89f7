import type { HealthReport } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { boolean, type Codec, integer, list, literal, number, optional, record, text } from "./codec.ts";
import { healthReport } from "./health.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";

/** A place of burrow's and whether it is there. */
interface Place {
  readonly path: AbsolutePath;
  readonly there: boolean;
}

/** One document for a bug report; secrets are left out. */
export interface Diagnostics {
  readonly schema: 1;
  readonly takenAt: string;
  readonly burrow: string;
  readonly platform: string;
  readonly cwd: AbsolutePath;
  /** The folders of `PATH`, in order. */
  readonly path: readonly string[];
  /** Variables that Python and its tools obey; of a secret only that it is set. */
  readonly variables: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, Place>>;
  readonly remembered: {
    readonly environments: number;
    readonly interpreters: number;
    readonly active?: string;
  };
  readonly snapshots: number;
  /** What `recover --machine` can do. */
  readonly strategies: readonly string[];
  readonly lastReport?: string;
  /** Of the environment that serves here. */
  readonly python: {
    readonly found: boolean;
    readonly executable?: AbsolutePath;
    readonly version?: string;
    readonly pip: boolean;
    readonly runs: boolean;
    /** From its start to its answer. */
    readonly seconds?: number;
    readonly missingLibraries: readonly string[];
    readonly errors: readonly string[];
  };
  /** Bytes that burrow itself occupies. */
  readonly memory: number;
  readonly health: HealthReport;
}

const place = object<Place>({ path, there: boolean });

/** What `doctor --report` prints. */
export const diagnostics: Codec<Diagnostics> = object<Diagnostics>({
  schema: literal(1),
  takenAt: text,
  burrow: text,
  platform: text,
  cwd: path,
  path: list(text),
  variables: record(text),
  places: record(place),
  remembered: object<Diagnostics["remembered"]>({
    environments: integer,
    interpreters: integer,
    active: optional(text),
  }),
  snapshots: integer,
  strategies: list(text),
  lastReport: optional(text),
  python: object<Diagnostics["python"]>({
    found: boolean,
    executable: optional(path),
    version: optional(text),
    pip: boolean,
    runs: boolean,
    seconds: optional(number),
    missingLibraries: list(text),
    errors: list(text),
  }),
  memory: integer,
  health: healthReport,
});
