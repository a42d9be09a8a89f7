import type { AbsolutePath } from "../model/path.ts";
import type { Platform } from "../model/platform.ts";
import type { Snapshot, SnapshotDistribution, SnapshotOccasion } from "../model/snapshot.ts";
import { boolean, type Codec, integer, list, literal, matching, Mismatch, oneOf, optional } from "./codec.ts";
import { directUrl } from "./direct-url.ts";
import { environmentKind } from "./environment-kind.ts";
import { path as anyPath } from "./nouns.ts";
import { named, object } from "./object.ts";
import { snapshotConda } from "./snapshot-conda.ts";

/** Distributions that one snapshot may hold: ten times the largest environment that is known. */
const MOST = 10_000;

/** See `Snapshot`. */
export const line = matching(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,4096}$/u, "a line of text without control characters");
/** See `Snapshot`. */
export const word = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u, "a word");
/** See `Snapshot`. */
export const time = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u, "a time (ISO 8601, UTC)");
/** See `Snapshot`. */
export const version = matching(/^[A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}$/u, "a version");
const projectName = matching(/^[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?$/u, "a normalised name");
const hash = matching(/^sha256:[0-9a-f]{64}$/u, "a SHA-256");

/** Whether what names a snapshot is a name: it becomes the name of no file, and is printed. */
export function isSnapshotName(name: string): boolean {
  return /^[^\p{Cc}\p{Zl}\p{Zp}/\\]{1,128}$/u.test(name);
}

const nameOfSnapshot = matching(
  /^[^\p{Cc}\p{Zl}\p{Zp}/\\]{1,128}$/u,
  "a name without slashes and control characters",
);

/** An absolute path without control characters, and of at most 4096 letters. */
export const path: Codec<AbsolutePath> = {
  ...anyPath,
  decode: (json, at) => {
    const found = anyPath.decode(json, at);
    if (found.length > 4096 || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(found))
      throw new Mismatch(at, "a path without control characters");
    return found;
  },
};

/** See `Snapshot`. */
export const platform = object<Platform>({
  os: oneOf(["linux", "macos", "windows"]),
  arch: word,
  libc: optional(object<NonNullable<Platform["libc"]>>({ kind: oneOf(["glibc", "musl"]), version: word })),
  release: optional(word),
});

const url: SnapshotDistribution["directUrl"] extends (infer Url) | undefined
  ? Codec<NonNullable<Url>>
  : never = {
  ...directUrl,
  decode: (json, at) => {
    const found = directUrl.decode(json, at);
    for (const one of [found.url, found.subdirectory, found.vcs?.commit, found.vcs?.requested])
      if (one !== undefined) line.decode(one, `${at}.url`);
    if (!/^(?:https?|file|ssh|git):\/\//u.test(found.url)) throw new Mismatch(`${at}.url`, "an address");
    return found;
  },
};

const distribution = object<SnapshotDistribution>({
  name: projectName,
  version,
  hashes: list(hash),
  directUrl: optional(url),
  editable: optional(path),
  requested: optional(literal(true)),
  byHand: optional(literal(true)),
});

const distributions: Codec<readonly SnapshotDistribution[]> = {
  ...list(distribution),
  decode: (json, at) => {
    if (Array.isArray(json) && json.length > MOST) throw new Mismatch(at, `a list of at most ${MOST}`);
    const found = list(distribution).decode(json, at);
    const names = new Set(found.map((one) => one.name));
    if (names.size < found.length) throw new Mismatch(at, "a list of different names");
    return found;
  },
};

/** See `Snapshot`. */
export const occasion = oneOf<SnapshotOccasion>(["asked", "found", "change", "by-hand"]);

/** See `Snapshot`. */
export const environment = object<Snapshot["environment"]>({
  prefix: path,
  kind: environmentKind,
  managed: boolean,
  generation: optional(integer),
  project: optional(path),
  prompt: optional(line),
  systemSitePackages: optional(literal(true)),
});

/** See `Snapshot`. */
export const python = object<Snapshot["python"]>({
  // A prefix of conda's may have none.
  version: matching(/^(?:[A-Za-z0-9][A-Za-z0-9.!+_-]{0,127})?$/u, "a version"),
  implementation: word,
  freeThreaded: boolean,
  executable: optional(path),
});

/** A snapshot, in its file and for programs. What is read may be somebody else's: every text is of its form, or the whole is refused. */
export const snapshot: Codec<Snapshot> = named(
  "Snapshot",
  "An environment's exact content at one moment.",
  object<Snapshot>({
    schema: literal(1),
    id: word,
    name: nameOfSnapshot,
    takenAt: time,
    occasion,
    label: optional(word),
    command: optional(line),
    action: optional(word),
    project: optional(path),
    installers: optional(list(line)),
    environment,
    platform,
    python,
    conda: optional(snapshotConda),
    distributions,
  }),
);
