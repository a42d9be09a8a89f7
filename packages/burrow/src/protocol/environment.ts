import type { Distribution } from "../model/distribution.ts";
import type { Environment, EnvironmentIdentity, Layer, VersionEvidence } from "../model/environment.ts";
import type { Health, MachineEnvironment } from "../model/machine-survey.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { EnvironmentState } from "../model/project-list.ts";
import type { Reason } from "../model/reason.ts";
import { placeOf } from "../model/registry.ts";
import { shortId } from "../standards/short-id.ts";
import { boolean, type Codec, type Fields, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { directUrl } from "./direct-url.ts";
import { environmentKind } from "./environment-kind.ts";
import { path, reason } from "./nouns.ts";
import { named, object } from "./object.ts";

/** An environment in a list. */
export interface EnvironmentEntry {
  /** 8 hexadecimal digits that stay with it: of its prefix with every link resolved; of generations, of the folder of all of them. */
  readonly id: string;
  readonly prefix: AbsolutePath;
  readonly aliases: readonly AbsolutePath[];
  readonly kind: Environment["kind"];
  /** The tool that governs it; `burrow` for a generation. */
  readonly manager?: string;
  readonly version?: string;
  /** The file that told the version. */
  readonly versionFrom?: VersionEvidence;
  readonly name?: string;
  readonly project?: AbsolutePath;
  /** The prefix of its base interpreter. */
  readonly base?: AbsolutePath;
  readonly generation?: AbsolutePath;
  readonly managed: boolean;
  readonly external: boolean;
  readonly active: boolean;
  readonly writable: boolean;
  readonly health: Health;
  readonly broken?: Reason;
  /** ISO 8601, UTC: the last sign of use; absent where nothing tells, and in a project's list. */
  readonly lastUsed?: string;
  /** Bytes; absent when nobody asked. */
  readonly size?: number;
  /** ISO 8601, UTC: when that was measured. */
  readonly sizeAt?: string;
  /** Whether the project that it was made for is gone. */
  readonly orphaned?: boolean;
  /** How far it is for the project; absent for what is broken, and in a list of the machine. */
  readonly state?: EnvironmentState;
}

/** Everything about one environment. */
export interface EnvironmentDocument extends EnvironmentEntry {
  readonly schema: 1;
  readonly executable?: AbsolutePath;
  readonly implementation: string;
  readonly frozen?: string;
  readonly layers: readonly Layer[];
  readonly distributions: readonly Distribution[];
}

/** An environment as a list shows it. */
export function entryOf(
  environment: EnvironmentIdentity & Partial<MachineEnvironment>,
  active: boolean,
): EnvironmentEntry {
  const { prefix, aliases, kind, version, name, project, base, external, writable } = environment;
  const { generation, broken, versionFrom, lastUsed, size, sizeAt, orphaned } = environment;
  const manager = generation === undefined ? environment.governor : "burrow";
  return {
    id: environment.id ?? shortId(placeOf(environment)),
    prefix,
    aliases,
    kind,
    ...(manager !== undefined && { manager }),
    ...(version !== undefined && { version }),
    ...(versionFrom !== undefined && { versionFrom }),
    ...(name !== undefined && { name }),
    ...(project !== undefined && { project }),
    ...(base !== undefined && { base: base.prefix }),
    ...(generation !== undefined && { generation: generation.folder }),
    managed: generation !== undefined,
    external,
    active,
    writable,
    health: environment.health ?? (broken === undefined ? "healthy" : "broken"),
    ...(broken !== undefined && { broken }),
    ...(lastUsed !== undefined && { lastUsed }),
    ...(size !== undefined && { size }),
    ...(sizeAt !== undefined && { sizeAt }),
    ...(orphaned !== undefined && { orphaned }),
  };
}

/** An environment with all that it holds. */
export function environmentDocument(environment: Environment, active: boolean): EnvironmentDocument {
  const { executable, implementation, frozen, layers, distributions } = environment;
  return {
    schema: 1,
    ...entryOf(environment, active),
    ...(executable !== undefined && { executable }),
    implementation,
    ...(frozen !== undefined && { frozen }),
    layers,
    distributions,
  };
}

const fields: Fields<EnvironmentEntry> = {
  id: text,
  prefix: path,
  aliases: list(path),
  kind: environmentKind,
  manager: optional(text),
  version: optional(text),
  versionFrom: optional(
    object<VersionEvidence>({
      source: oneOf(["build-details", "header", "packages", "conda-meta", "pyvenv.cfg", "folder"]),
      at: path,
    }),
  ),
  name: optional(text),
  project: optional(path),
  base: optional(path),
  generation: optional(path),
  managed: boolean,
  external: boolean,
  active: boolean,
  writable: boolean,
  health: oneOf(["healthy", "broken", "missing", "unknown"]),
  broken: optional(reason),
  lastUsed: optional(text),
  size: optional(integer),
  sizeAt: optional(text),
  orphaned: optional(boolean),
  state: optional(oneOf(["ready", "realized", "lazy", "not-provisioned"])),
};

/** An environment in a list. */
export const entry: Codec<EnvironmentEntry> = named(
  "Environment",
  "An environment as found.",
  object<EnvironmentEntry>(fields),
);

const distribution = named(
  "Distribution",
  "An installed package, read from its metadata and never imported.",
  object<Distribution>({
    name: text,
    displayName: text,
    version: text,
    location: path,
    info: path,
    format: oneOf(["dist-info", "egg-info"]),
    requires: list(text),
    extras: list(text),
    requiresPython: optional(text),
    directUrl: optional(directUrl),
    editable: optional(path),
    requested: boolean,
    installer: optional(text),
    inherited: boolean,
    problems: list(reason),
  }),
);

/** Everything about one environment. */
export const environment: Codec<EnvironmentDocument> = object<EnvironmentDocument>({
  schema: literal(1),
  ...fields,
  executable: optional(path),
  implementation: text,
  frozen: optional(text),
  layers: list(object<Layer>({ sitePackages: path, inherited: boolean })),
  distributions: list(distribution),
});
