import * as v from "valibot";

import { memberLines } from "./lock-lines.ts";
import type { LockNode, LockSource } from "./lock-graph.ts";
import { parseJson } from "./json.ts";
import { andText } from "./marker-algebra.ts";
import { normalizeName } from "./name.ts";
import { isVariable } from "./pipfile.ts";
import { positionsIn, type LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import { vcsAddress } from "./vcs-address.ts";

const TEXT = v.optional(v.string());
const PACKAGE = v.looseObject({
  version: TEXT,
  hashes: v.optional(v.array(v.string()), []),
  extras: v.optional(v.array(v.string()), []),
  markers: TEXT,
  editable: v.optional(v.boolean(), false),
  path: TEXT,
  file: TEXT,
  git: TEXT,
  ref: TEXT,
  subdirectory: TEXT,
});
const META = v.object({
  "pipfile-spec": v.optional(v.number()),
  hash: v.optional(v.object({ sha256: TEXT }), {}),
});
const CATEGORY = v.record(v.string(), PACKAGE);

/** A package of a `Pipfile.lock`. */
export interface PipfileLocked {
  readonly node: LockNode;
  readonly extras: readonly string[];
}

/** What a `Pipfile.lock` holds. */
export interface PipfileLock {
  /** SHA-256 of what matters in the Pipfile; absent when none is recorded. */
  readonly hash?: string;
  /** `default` as the empty name, `develop` as `dev`, other categories by normalised name. */
  readonly categories: ReadonlyMap<string, readonly PipfileLocked[]>;
}

/** A lock that was read, or the first thing that is wrong with it. */
export type PipfileLockResult =
  | { readonly ok: true; readonly lock: PipfileLock }
  | { readonly ok: false; readonly problem: LocatedProblem };

const NAMES: ReadonlyMap<string, string> = new Map([
  ["default", ""],
  ["develop", "dev"],
]);

/** Reads a `Pipfile.lock` (JSON, specification 6). */
export function parsePipfileLock(text: string): PipfileLockResult {
  const json = parseJson(text);
  if (!json.ok)
    return {
      ok: false,
      problem: { message: json.problem.message, ...positionsIn(text)(json.problem.index) },
    };
  const lines = memberLines(text);
  const whole = v.safeParse(v.looseObject({ _meta: META }), json.value);
  if (!whole.success) return { ok: false, problem: problemOf(whole.issues[0], "", lines) };
  const { _meta: meta, ...rest } = whole.output;
  const specification = meta["pipfile-spec"] ?? 6;
  if (specification !== 6)
    return {
      ok: false,
      problem: {
        message: `version \`${specification}\` of this lock file is not known`,
        line: lines.get("_meta/pipfile-spec") ?? 1,
        column: 1,
      },
    };
  const categories = new Map<string, readonly PipfileLocked[]>();
  for (const [key, value] of Object.entries(rest)) {
    const read = v.safeParse(CATEGORY, value);
    if (!read.success) return { ok: false, problem: problemOf(read.issues[0], key, lines) };
    const packages = Object.entries(read.output).map(([name, one]) =>
      lockedOf(name, one, lines.get(`${key}/${name}`) ?? 1),
    );
    categories.set(NAMES.get(key) ?? normalizeName(key), packages);
  }
  return {
    ok: true,
    lock: { ...(meta.hash.sha256 !== undefined && { hash: meta.hash.sha256 }), categories },
  };
}

function problemOf(
  issue: v.BaseIssue<unknown>,
  key: string,
  lines: ReadonlyMap<string, number>,
): LocatedProblem {
  const path = [...(key === "" ? [] : [key]), ...(issue.path ?? []).map((item) => String(item.key))];
  return {
    message: `\`${printable(path.join("."))}\` is not as Pipenv writes it: ${issue.message}`,
    line: lines.get(path.slice(0, 2).join("/")) ?? 1,
    column: 1,
  };
}

function lockedOf(name: string, one: v.InferOutput<typeof PACKAGE>, line: number): PipfileLocked {
  // As in a Pipfile, a marker's variable may be a key of its own.
  const single = Object.entries(one).flatMap(([key, value]) =>
    isVariable(key) && typeof value === "string" ? [`${key} ${value}`] : [],
  );
  const marker = andText(one.markers, ...single);
  const version = one.version?.replace(/^={2,3}\s*/u, "");
  return {
    node: {
      name: normalizeName(name),
      ...(version !== undefined && { version }),
      source: sourceOf(one),
      hashes: one.hashes,
      ...(marker !== undefined && { marker }),
      line,
      needs: [],
      extras: new Map(),
    },
    extras: one.extras.map(normalizeName),
  };
}

function sourceOf({
  git,
  ref,
  subdirectory,
  path,
  file,
  editable,
}: v.InferOutput<typeof PACKAGE>): LockSource {
  if (git !== undefined) return { kind: "url", url: vcsAddress("git", git, { revision: ref, subdirectory }) };
  if (file !== undefined && /^[a-z][a-z0-9+.-]+:\/\//iu.test(file)) return { kind: "url", url: file };
  const local = path ?? file;
  return local === undefined ? { kind: "index" } : { kind: "path", path: local, editable };
}
