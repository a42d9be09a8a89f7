import * as v from "valibot";

import type { LockEdge, LockNode, LockSource } from "./lock-graph.ts";
import { tableLines } from "./lock-lines.ts";
import { normalizeName } from "./name.ts";
import type { LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import { parseRequirement } from "./requirement.ts";
import { parseToml } from "./toml.ts";
import { vcsAddress } from "./vcs-address.ts";

const NAME = v.pipe(v.string(), v.transform(normalizeName));
const TEXT = v.optional(v.string());
const PACKAGE = v.object({
  name: NAME,
  version: TEXT,
  extras: v.optional(v.array(NAME), []),
  groups: v.optional(v.array(NAME)),
  marker: TEXT,
  dependencies: v.optional(v.array(v.string()), []),
  files: v.optional(v.array(v.object({ hash: TEXT })), []),
  editable: v.optional(v.boolean(), false),
  path: TEXT,
  url: TEXT,
  git: TEXT,
  ref: TEXT,
  revision: TEXT,
  subdirectory: TEXT,
});
const PDM_LOCK = v.object({
  metadata: v.object({ lock_version: v.string(), content_hash: TEXT, groups: v.optional(v.array(NAME)) }),
  package: v.optional(v.array(PACKAGE), []),
});

/** A package of `pdm.lock`; one that was locked with extras stands there again, with them. */
export interface PdmLocked {
  readonly node: LockNode;
  readonly extras: readonly string[];
  /** Normalised, `default` for the project's own; absent when the lock does not say. */
  readonly groups?: readonly string[];
}

/** What a `pdm.lock` holds. */
export interface PdmLock {
  /** `algorithm:hex`; absent when none is recorded. */
  readonly contentHash?: string;
  /** The groups that were locked; absent when the lock does not say. */
  readonly groups?: readonly string[];
  readonly packages: readonly PdmLocked[];
}

/** A lock that was read, or the first thing that is wrong with it. */
export type PdmLockResult =
  | { readonly ok: true; readonly lock: PdmLock }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads a `pdm.lock` of version 4. */
export function parsePdmLock(text: string): PdmLockResult {
  const toml = parseToml(text);
  if (!toml.ok) return toml;
  const { document } = toml;
  const read = v.safeParse(PDM_LOCK, {
    package: document.get("package"),
    metadata: document.get("metadata"),
  });
  if (!read.success) {
    const path = (read.issues[0].path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const message = `\`${printable(path.join("."))}\` is not as PDM writes it: ${read.issues[0].message}`;
    return { ok: false, problem: { message, ...document.where(...path) } };
  }
  const { metadata, package: packages } = read.output;
  if (!/^4(?:\.|$)/u.test(metadata.lock_version))
    return {
      ok: false,
      problem: {
        message: `version \`${printable(metadata.lock_version)}\` of this lock file is not known`,
        ...document.where("metadata", "lock_version"),
      },
    };
  const lines = tableLines(text, "package");
  return {
    ok: true,
    lock: {
      ...(metadata.content_hash !== undefined && { contentHash: metadata.content_hash }),
      ...(metadata.groups && { groups: metadata.groups }),
      packages: packages.map((one, index) => lockedOf(one, lines[index] ?? 1)),
    },
  };
}

function lockedOf(one: v.InferOutput<typeof PACKAGE>, line: number): PdmLocked {
  const { name, version, marker, groups, extras } = one;
  const needs = one.dependencies.map(edgeOf);
  return {
    node: {
      name,
      ...(version !== undefined && { version }),
      source: sourceOf(one),
      hashes: one.files.flatMap(({ hash }) => (hash === undefined ? [] : [hash])),
      ...(marker !== undefined && { marker }),
      line,
      needs: extras.length === 0 ? needs : [],
      extras: new Map(extras.map((extra) => [extra, needs])),
    },
    extras,
    ...(groups && { groups }),
  };
}

/** A need that is no requirement leads nowhere, and so is missing by its text. */
function edgeOf(text: string): LockEdge {
  const read = parseRequirement(text);
  if (!read.ok) return { name: printable(text), extras: [] };
  const { name, extras, specifier, marker } = read.value;
  return {
    name: normalizeName(name),
    extras: extras.map(normalizeName),
    ...(specifier.clauses.length > 0 && { specifier: String(specifier) }),
    ...(marker && { marker: String(marker) }),
  };
}

function sourceOf({
  path,
  url,
  git,
  ref,
  revision,
  subdirectory,
  editable,
}: v.InferOutput<typeof PACKAGE>): LockSource {
  if (git !== undefined)
    return { kind: "url", url: vcsAddress("git", git, { revision: revision ?? ref, subdirectory }) };
  if (path !== undefined) return { kind: "path", path, editable };
  return url === undefined ? { kind: "index" } : { kind: "url", url };
}
