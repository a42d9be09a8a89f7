import * as v from "valibot";

import type { LockEdge, LockNode, LockSource } from "./lock-graph.ts";
import { tableLines } from "./lock-lines.ts";
import { normalizeName } from "./name.ts";
import type { LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import { parseToml } from "./toml.ts";

const NAME = v.pipe(v.string(), v.transform(normalizeName));
const TEXTS = v.optional(v.array(v.string()), []);
const NAMES = v.optional(v.array(NAME), []);
const SOURCE = v.record(v.string(), v.unknown());
const EDGE = v.object({
  name: NAME,
  version: v.optional(v.string()),
  source: v.optional(SOURCE),
  extra: NAMES,
  marker: v.optional(v.string()),
});
const EDGES = v.optional(v.array(EDGE), []);
const LISTS = v.optional(v.record(v.string(), v.array(EDGE)), {});
const FILE = v.object({ hash: v.optional(v.string()) });
/** A requirement as the lock remembers it of the manifest. */
const RECORDED = v.object({
  name: NAME,
  extras: NAMES,
  specifier: v.optional(v.string(), ""),
  marker: v.optional(v.string()),
  ...(Object.fromEntries(
    ["url", "git", "path", "editable", "directory", "virtual", "index"].map(
      (key) => [key, v.optional(v.string())] as const,
    ),
  ) as Record<
    "url" | "git" | "path" | "editable" | "directory" | "virtual" | "index",
    v.OptionalSchema<v.StringSchema<undefined>, undefined>
  >),
});
const RECORDS = v.optional(v.array(RECORDED), []);
const PACKAGE = v.object({
  name: NAME,
  version: v.optional(v.string()),
  source: SOURCE,
  "resolution-markers": TEXTS,
  dependencies: EDGES,
  "optional-dependencies": LISTS,
  "dev-dependencies": LISTS,
  sdist: v.optional(FILE),
  wheels: v.optional(v.array(FILE), []),
  metadata: v.optional(
    v.object({
      "requires-dist": RECORDS,
      "provides-extras": NAMES,
      "requires-dev": v.optional(v.record(v.string(), v.array(RECORDED)), {}),
    }),
  ),
});
const UV_LOCK = v.object({
  version: v.number(),
  "requires-python": v.optional(v.string()),
  manifest: v.optional(
    v.object({ members: NAMES, requirements: RECORDS, constraints: RECORDS, overrides: RECORDS }),
    {},
  ),
  package: v.optional(v.array(PACKAGE), []),
});

/** A requirement that `uv.lock` remembers of a manifest. */
export type UvRecorded = v.InferOutput<typeof RECORDED>;

/** A package of `uv.lock`, with what it remembers of a manifest when it is a project of this machine. */
export interface UvLocked {
  readonly node: LockNode;
  /** What its dependency groups need, by normalised name. */
  readonly groups: ReadonlyMap<string, readonly LockEdge[]>;
  readonly recorded?: {
    readonly requires: readonly UvRecorded[];
    readonly groups: ReadonlyMap<string, readonly UvRecorded[]>;
    readonly extras: readonly string[];
  };
}

/** What a `uv.lock` holds. */
export interface UvLock {
  readonly requiresPython?: string;
  /** Normalised names of the workspace's members; empty for a single project. */
  readonly members: readonly string[];
  /** Requirements of a script (PEP 723). */
  readonly requirements: readonly UvRecorded[];
  readonly constraints: readonly UvRecorded[];
  readonly overrides: readonly UvRecorded[];
  readonly packages: readonly UvLocked[];
}

/** A lock that was read, or the first thing that is wrong with it. */
export type UvLockResult =
  | { readonly ok: true; readonly lock: UvLock }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads a `uv.lock` of version 1, any revision. */
export function parseUvLock(text: string): UvLockResult {
  const toml = parseToml(withoutFileDetails(text));
  if (!toml.ok) return toml;
  const { document } = toml;
  const read = v.safeParse(
    UV_LOCK,
    Object.fromEntries(document.keys([]).map((key) => [key, document.get(key)])),
  );
  if (!read.success) {
    const path = (read.issues[0].path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const message = `\`${printable(path.join("."))}\` is not as uv writes it: ${read.issues[0].message}`;
    return { ok: false, problem: { message, ...document.where(...path) } };
  }
  const { output } = read;
  if (output.version !== 1)
    return {
      ok: false,
      problem: {
        message: `version \`${output.version}\` of this lock file is not known`,
        ...document.where("version"),
      },
    };
  const lines = tableLines(text, "package");
  const { members, requirements, constraints, overrides } = output.manifest;
  return {
    ok: true,
    lock: {
      ...(output["requires-python"] !== undefined && { requiresPython: output["requires-python"] }),
      members,
      requirements,
      constraints,
      overrides,
      packages: output.package.map((one, index) => lockedOf(one, lines[index] ?? 1)),
    },
  };
}

/**
 * The lock with only the hashes of files left, each line still a line: four fifths of a lock are addresses, sizes and times, which a parser would take most of its time for.
 */
function withoutFileDetails(text: string): string {
  return text.replaceAll(
    /^( {4}|sdist = )\{ (?:url|path) = "[^"\\\n]*", hash = ("[^"\\\n]*")[^"\n]*(?:upload-time = "[^"\\\n]*")? \}/gmu,
    "$1{ hash = $2 }",
  );
}

function lockedOf(one: v.InferOutput<typeof PACKAGE>, line: number): UvLocked {
  const { name, version, source, metadata } = one;
  const hashes = [...(one.sdist ? [one.sdist] : []), ...one.wheels].flatMap(({ hash }) =>
    hash === undefined ? [] : [hash],
  );
  return {
    node: {
      name,
      ...(version !== undefined && { version }),
      source: sourceOf(source),
      hashes: [...new Set(hashes)],
      line,
      needs: one.dependencies.map(edgeOf),
      extras: byName(one["optional-dependencies"], edgeOf),
    },
    groups: byName(one["dev-dependencies"], edgeOf),
    ...(metadata && {
      recorded: {
        requires: metadata["requires-dist"],
        groups: byName(metadata["requires-dev"], (item) => item),
        extras: metadata["provides-extras"],
      },
    }),
  };
}

function byName<Item, Result>(
  lists: Readonly<Record<string, readonly Item[]>>,
  turn: (item: Item) => Result,
): ReadonlyMap<string, readonly Result[]> {
  return new Map(Object.entries(lists).map(([name, items]) => [normalizeName(name), items.map(turn)]));
}

function edgeOf({ name, extra, version, source, marker }: v.InferOutput<typeof EDGE>): LockEdge {
  return {
    name,
    extras: extra,
    ...(version !== undefined && { version }),
    ...(source && { source: sourceOf(source) }),
    ...(marker !== undefined && { marker }),
  };
}

/** uv names one key for each kind of source; a registry may be a folder of files. */
function sourceOf(source: Readonly<Record<string, unknown>>): LockSource {
  const text = (key: string): string | undefined =>
    typeof source[key] === "string" ? source[key] : undefined;
  const [git, url] = [text("git"), text("url")];
  if (git !== undefined) return { kind: "url", url: gitAddress(git) };
  if (url !== undefined) {
    const folder = text("subdirectory");
    return { kind: "url", url: folder === undefined ? url : `${url}#subdirectory=${folder}` };
  }
  const local = text("editable") ?? text("virtual") ?? text("directory") ?? text("path");
  if (local !== undefined)
    return {
      kind: "path",
      path: local,
      editable: "editable" in source,
      ...("virtual" in source && { virtual: true }),
    };
  const index = text("registry");
  return { kind: "index", ...(index !== undefined && { url: index }) };
}

/** `https://host/path?subdirectory=x&rev=main#commit` is `git+https://host/path@commit#subdirectory=x`. */
function gitAddress(text: string): string {
  const [, place = text, query = "", commit = ""] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/u.exec(text) ?? [];
  const details = new Map(
    query.split("&").map((pair) => [pair.split("=", 1)[0], pair.slice(pair.indexOf("=") + 1)]),
  );
  const revision =
    commit === "" ? (details.get("rev") ?? details.get("tag") ?? details.get("branch")) : commit;
  const folder = details.get("subdirectory");
  return `git+${place}${revision === undefined ? "" : `@${revision}`}${folder === undefined ? "" : `#subdirectory=${unescaped(folder)}`}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
