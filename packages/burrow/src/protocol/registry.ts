import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RememberedEnvironment, RememberedTenant } from "../model/registry.ts";
import { boolean, type Codec, list, literal, oneOf, optional, record, text } from "./codec.ts";
import { environmentKind } from "./environment-kind.ts";
import { entry, type EnvironmentEntry, entryOf } from "./environment.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";
import { interpreter, type InterpreterEntry, interpreterEntry } from "./survey.ts";

/** What `python` prints. */
export interface PythonDocument {
  readonly schema: 1;
  readonly interpreters: readonly InterpreterEntry[];
  /** The executable that serves where nothing else is asked for. */
  readonly default?: AbsolutePath;
  /** What was asked for as the default; absent: the newest final release is it. */
  readonly asked?: string;
}

/** The interpreters and the default of what the operation answers. */
export function pythonDocument({
  interpreters,
  default: chosen,
  asked,
}: {
  readonly interpreters: readonly (Interpreter & { readonly id: string })[];
  readonly default?: string;
  readonly asked?: string;
}): PythonDocument {
  const best = interpreters.find(({ id }) => id === chosen)?.executable;
  return {
    schema: 1,
    interpreters: interpreters.map((one) => interpreterEntry(one, one.executable === best)),
    ...(best !== undefined && { default: best }),
    ...(asked !== undefined && { asked }),
  };
}

/** The interpreters of the machine and the default one. */
export const python: Codec<PythonDocument> = object<PythonDocument>({
  schema: literal(1),
  interpreters: list(interpreter),
  default: optional(path),
  asked: optional(text),
});

/** What `use` prints. */
export interface UseDocument {
  readonly schema: 1;
  readonly scope: "project" | "everywhere";
  readonly root?: AbsolutePath;
  readonly link?: AbsolutePath;
  readonly environment?: EnvironmentEntry;
  readonly default?: string;
  readonly saved?: AbsolutePath;
}

/** What is used, of what the operation answers. */
export function useDocument({
  environment,
  ...usage
}: Omit<UseDocument, "schema" | "environment"> & { readonly environment?: Environment }): UseDocument {
  return { schema: 1, ...usage, ...(environment && { environment: entryOf(environment, true) }) };
}

/** What is used from now on. */
export const use: Codec<UseDocument> = object<UseDocument>({
  schema: literal(1),
  scope: oneOf(["project", "everywhere"]),
  root: optional(path),
  link: optional(path),
  environment: optional(entry),
  default: optional(text),
  saved: optional(path),
});

/** What `forget` prints. */
export interface ForgetDocument {
  readonly schema: 1;
  readonly environment: RememberedEnvironment;
  readonly wasActive: boolean;
  /** Whether its files are there; none was touched. */
  readonly there: boolean;
}

const remembered = object<RememberedEnvironment>({
  id: text,
  place: path,
  prefix: path,
  kind: environmentKind,
  name: optional(text),
  executable: optional(path),
  project: optional(path),
  version: optional(text),
  managed: boolean,
  created: text,
  lastUsed: optional(text),
  lastVerified: optional(text),
  health: oneOf(["healthy", "broken", "missing", "unknown"]),
  warnings: list(reason),
  errors: list(reason),
  distributions: optional(record(text)),
  tenants: list(object<RememberedTenant>({ root: path, lastUsed: text })),
});

/** What was forgotten. */
export const forget: Codec<ForgetDocument> = object<ForgetDocument>({
  schema: literal(1),
  environment: remembered,
  wasActive: boolean,
  there: boolean,
});
