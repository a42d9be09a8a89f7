import * as v from "valibot";

import type { LockEdge, LockNode, LockSource } from "./lock-graph.ts";
import { tableLines } from "./lock-lines.ts";
import { normalizeName } from "./name.ts";
import { parsePoetryConstraint } from "./poetry-constraint.ts";
import type { LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import { parseRequirement } from "./requirement.ts";
import { parseToml } from "./toml.ts";
import { vcsAddress } from "./vcs-address.ts";

const TEXTS = v.optional(v.array(v.string()), []);
const HASHED = v.array(v.object({ hash: v.optional(v.string()) }));
const TABLE = v.object({
  version: v.optional(v.string()),
  extras: TEXTS,
  markers: v.optional(v.string()),
  optional: v.optional(v.boolean(), false),
});
const NEED = v.union([v.string(), TABLE, v.array(v.union([v.string(), TABLE]))]);
const PACKAGE = v.object({
  name: v.pipe(v.string(), v.transform(normalizeName)),
  version: v.string(),
  optional: v.optional(v.boolean(), false),
  /** Since lock version 2.1. */
  groups: v.optional(v.array(v.pipe(v.string(), v.transform(normalizeName)))),
  markers: v.optional(v.union([v.string(), v.record(v.string(), v.string())])),
  develop: v.optional(v.boolean(), false),
  files: v.optional(HASHED, []),
  dependencies: v.optional(v.record(v.string(), NEED), {}),
  extras: v.optional(v.record(v.string(), v.array(v.string())), {}),
  source: v.optional(
    v.object({
      type: v.string(),
      url: v.optional(v.string(), ""),
      reference: v.optional(v.string()),
      resolved_reference: v.optional(v.string()),
      subdirectory: v.optional(v.string()),
    }),
  ),
});
const METADATA = v.object({
  "lock-version": v.optional(v.string(), "1.0"),
  "content-hash": v.optional(v.string()),
  /** Until lock version 1.1 the hashes of all packages stood here. */
  files: v.optional(v.record(v.string(), HASHED), {}),
});
const POETRY_LOCK = v.object({ package: v.optional(v.array(PACKAGE), []), metadata: METADATA });

/** A package of `poetry.lock`. */
export interface PoetryLocked {
  readonly node: LockNode;
  /** Normalised; absent in locks before 2.1, which do not say. */
  readonly groups?: readonly string[];
  /** The conditions of groups, where these differ. */
  readonly groupMarkers: ReadonlyMap<string, string>;
}

/** What a `poetry.lock` holds. */
export interface PoetryLock {
  /** SHA-256 of the manifest's relevant content; absent when none is recorded. */
  readonly contentHash?: string;
  /** The version of the Poetry that wrote it, where the first line tells. */
  readonly writtenBy?: string;
  readonly packages: readonly PoetryLocked[];
}

/** A lock that was read, or the first thing that is wrong with it. */
export type PoetryLockResult =
  | { readonly ok: true; readonly lock: PoetryLock }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads a `poetry.lock` of version 1 or 2. */
export function parsePoetryLock(text: string): PoetryLockResult {
  const toml = parseToml(text);
  if (!toml.ok) return toml;
  const { document } = toml;
  const read = v.safeParse(POETRY_LOCK, {
    package: document.get("package"),
    metadata: document.get("metadata"),
  });
  if (!read.success) {
    const path = (read.issues[0].path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const message = `\`${printable(path.join("."))}\` is not as Poetry writes it: ${read.issues[0].message}`;
    return { ok: false, problem: { message, ...document.where(...path) } };
  }
  const { package: packages, metadata } = read.output;
  const version = metadata["lock-version"];
  if (!/^[12]\./u.test(version))
    return {
      ok: false,
      problem: {
        message: `version \`${printable(version)}\` of this lock file is not known`,
        ...document.where("metadata", "lock-version"),
      },
    };
  const lines = tableLines(text, "package");
  const older = new Map(Object.entries(metadata.files).map(([name, files]) => [normalizeName(name), files]));
  const writtenBy = /^#.*\bPoetry (\d[^\s]*)/u.exec(text)?.[1];
  return {
    ok: true,
    lock: {
      ...(metadata["content-hash"] !== undefined && { contentHash: metadata["content-hash"] }),
      ...(writtenBy !== undefined && { writtenBy }),
      packages: packages.map((one, index) =>
        lockedOf(one, lines[index] ?? 1, one.files.length > 0 ? one.files : (older.get(one.name) ?? [])),
      ),
    },
  };
}

function lockedOf(
  one: v.InferOutput<typeof PACKAGE>,
  line: number,
  files: v.InferOutput<typeof HASHED>,
): PoetryLocked {
  const { name, version, groups, markers } = one;
  const needs = Object.entries(one.dependencies).flatMap(([need, value]) =>
    edgesOf(normalizeName(need), value),
  );
  const ofExtras = new Map(
    Object.entries(one.extras).map(([extra, texts]) => [
      normalizeName(extra),
      texts.flatMap((text) => extraEdge(text, needs)),
    ]),
  );
  return {
    node: {
      name,
      version,
      source: sourceOf(one),
      hashes: files.flatMap(({ hash }) => (hash === undefined ? [] : [hash])),
      ...(typeof markers === "string" && { marker: markers }),
      line,
      needs: needs.filter(({ optional }) => !optional).map(({ edge }) => edge),
      extras: ofExtras,
    },
    ...(groups && { groups }),
    groupMarkers: new Map(
      typeof markers === "object"
        ? Object.entries(markers).map(([group, marker]) => [normalizeName(group), marker])
        : [],
    ),
  };
}

interface Need {
  readonly edge: LockEdge;
  readonly optional: boolean;
}

function edgesOf(name: string, value: v.InferOutput<typeof NEED>): readonly Need[] {
  if (Array.isArray(value)) return value.flatMap((one) => edgesOf(name, one));
  const { version, extras, markers, optional } =
    typeof value === "string" ? { version: value, extras: [], markers: undefined, optional: false } : value;
  const specifier = version === undefined ? undefined : parsePoetryConstraint(version);
  const edge: LockEdge = {
    name,
    extras: extras.map(normalizeName),
    ...(specifier?.ok === true && { specifier: String(specifier.value) }),
    ...(markers !== undefined && { marker: markers }),
  };
  return [{ edge, optional }];
}

/** An extra lists names with constraints; what else is known of them stands among the optional dependencies. */
function extraEdge(text: string, needs: readonly Need[]): readonly LockEdge[] {
  const name = normalizeName(/^[\w.-]+/u.exec(text)?.[0] ?? text);
  const known = needs.filter(({ edge }) => edge.name === name).map(({ edge }) => withoutExtra(edge));
  if (known.length > 0) return known;
  const read = parseRequirement(text);
  return [{ name, extras: read.ok ? read.value.extras.map(normalizeName) : [] }];
}

/** The edge's `extra == …` has been answered by asking for the extra. */
function withoutExtra({ marker, ...edge }: LockEdge): LockEdge {
  const rest = marker?.replace(/(?:^| and )extra == ["'][^"']*["']/gu, "").replace(/^ and /u, "");
  return rest === undefined || rest === "" || /\bextra\b/u.test(rest) ? edge : { ...edge, marker: rest };
}

function sourceOf({ source, develop }: v.InferOutput<typeof PACKAGE>): LockSource {
  if (source === undefined) return { kind: "index" };
  switch (source.type) {
    case "directory":
    case "file":
      return { kind: "path", path: source.url, editable: develop };
    case "url":
      return { kind: "url", url: source.url };
    case "git":
      return {
        kind: "url",
        url: vcsAddress("git", source.url, {
          revision: source.resolved_reference ?? source.reference,
          subdirectory: source.subdirectory,
        }),
      };
    default:
      return { kind: "index", url: source.url };
  }
}
