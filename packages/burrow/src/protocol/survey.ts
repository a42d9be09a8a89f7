import type { Interpreter, InterpreterSource } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import type { MachineSurvey } from "../model/machine-survey.ts";
import type { AbsentEnvironment, ProjectList, Resolution } from "../model/project-list.ts";
import { shortId } from "../standards/short-id.ts";
import { boolean, type Codec, list, literal, oneOf, optional, text } from "./codec.ts";
import { entry, type EnvironmentEntry, entryOf } from "./environment.ts";
import { path, reason } from "./nouns.ts";
import { named, object } from "./object.ts";

/** An interpreter in a list. */
export interface InterpreterEntry {
  /** 8 hexadecimal digits that stay with it: of its executable with every link resolved. */
  readonly id: string;
  readonly executable: AbsolutePath;
  readonly version: string;
  readonly implementation: string;
  readonly prefix: AbsolutePath;
  /** The same as `prefix`: an interpreter stands by itself. */
  readonly basePrefix: AbsolutePath;
  readonly source: InterpreterSource;
  readonly managed: boolean;
  /** Whether it is the user's default. */
  readonly default: boolean;
  readonly aliases: readonly AbsolutePath[];
  readonly externallyManaged?: string;
  readonly unfit?: Reason;
}

/** What `list` prints. */
export interface ListDocument {
  readonly schema: 1;
  readonly interpreters: readonly InterpreterEntry[];
  readonly environments: readonly EnvironmentEntry[];
  /** Environments that the settings name and nobody made yet; absent in a list of the machine. */
  readonly declared?: readonly AbsentEnvironment[];
  /** Which program each command gives on PATH; absent in a list of the machine. */
  readonly resolution?: readonly Resolution[];
  readonly warnings: readonly Reason[];
}

/** What was found, sorted by path. */
export function listDocument({ survey: found, states, absent, resolution }: ProjectList): ListDocument {
  const { environments, interpreters = [], reaches, warnings } = found;
  const active = new Set(
    reaches.filter(({ origin }) => origin === "active").map(({ realPrefix }) => realPrefix),
  );
  return {
    schema: 1,
    interpreters: interpreters
      .map((one) => interpreterEntry(one, false))
      .toSorted((a, b) => (a.executable < b.executable ? -1 : 1)),
    environments: environments
      .map((one) => {
        const state = states[one.realPrefix];
        return { ...entryOf(one, active.has(one.realPrefix)), ...(state !== undefined && { state }) };
      })
      .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1)),
    declared: absent,
    resolution,
    warnings,
  };
}

/** The same of a whole machine. `active`: the prefixes that are switched on; `usual`: the executable of the user's default Python. */
export function machineDocument(
  { environments, interpreters, warnings }: MachineSurvey,
  active: readonly string[],
  usual?: AbsolutePath,
): ListDocument {
  return {
    schema: 1,
    interpreters: interpreters.map((one) => interpreterEntry(one, one.executable === usual)),
    environments: environments.map((environment) =>
      entryOf(
        environment,
        [environment.prefix, ...environment.aliases].some((one) => active.includes(one)),
      ),
    ),
    warnings,
  };
}

/** An interpreter as a list shows it. */
export function interpreterEntry(found: Interpreter, isDefault: boolean): InterpreterEntry {
  const { executable, realPath, version, implementation, prefix, source, managed, aliases } = found;
  const { externallyManaged, unfit } = found;
  return {
    id: shortId(realPath),
    executable,
    version,
    implementation,
    prefix,
    basePrefix: prefix,
    source,
    managed,
    default: isDefault,
    aliases,
    ...(externallyManaged !== undefined && { externallyManaged }),
    ...(unfit !== undefined && { unfit }),
  };
}

const SOURCES: Readonly<Record<InterpreterSource, true>> = {
  path: true,
  system: true,
  pyenv: true,
  uv: true,
  asdf: true,
  mise: true,
  rye: true,
  hatch: true,
  pdm: true,
  homebrew: true,
  xcode: true,
  store: true,
  registry: true,
  conda: true,
  managed: true,
  named: true,
  other: true,
};

/** An interpreter in a list. */
export const interpreter: Codec<InterpreterEntry> = named(
  "Interpreter",
  "A Python that stands by itself.",
  object<InterpreterEntry>({
    id: text,
    executable: path,
    version: text,
    implementation: text,
    prefix: path,
    basePrefix: path,
    source: oneOf(Object.keys(SOURCES) as readonly InterpreterSource[]),
    managed: boolean,
    default: boolean,
    aliases: list(path),
    externallyManaged: optional(text),
    unfit: optional(reason),
  }),
);

/** What `list` prints. */
export const survey: Codec<ListDocument> = object<ListDocument>({
  schema: literal(1),
  interpreters: list(interpreter),
  environments: list(entry),
  declared: optional(
    list(
      object<AbsentEnvironment>({
        name: text,
        prefix: path,
        backend: optional(oneOf(["venv", "conda"])),
        state: oneOf(["lazy", "not-provisioned"]),
      }),
    ),
  ),
  resolution: optional(
    list(object<Resolution>({ command: text, path: optional(path), problem: optional(reason) })),
  ),
  warnings: list(reason),
});
