import type { Backup, BackupNote, BackupProject, BackupPython } from "../model/backup.ts";
import {
  boolean,
  type Codec,
  integer,
  list,
  literal,
  matching,
  Mismatch,
  objectAt,
  optional,
} from "./codec.ts";
import { object } from "./object.ts";
import { line, path, platform, snapshot, time, version, word } from "./snapshot.ts";

/** One member of a backup, by which it is proven. */
export interface BackupMember {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** A backup as its file: one JSON document, with a list of all its members and a hash over that list. Nothing is unpacked, so nothing can be put anywhere. */
export interface BackupFile {
  readonly schema: 1;
  readonly kind: "burrow backup";
  readonly contents: readonly BackupMember[];
  /** SHA-256 (hex) of the list, as JSON. */
  readonly seal: string;
  /** Of the seal, by the key of who made it (Ed25519, base64); absent in one of an older burrow. */
  readonly signature?: { readonly key: string; readonly value: string };
  /** The members by their paths; of what ends in `.whl` the base64. */
  readonly members: Readonly<Record<string, string>>;
}

/** Members that one backup may have. */
const MOST = 20_000;

/** A name, or a folder and a name: no way out of anything. */
export const memberPath: RegExp =
  /^(?:(?:environments|wheels)\/)?(?!\.)[A-Za-z0-9][A-Za-z0-9._+!-]{0,200}(?<!\.)$/u;

const hex = matching(/^[0-9a-f]{64}$/u, "a SHA-256");

const base64 = matching(/^[A-Za-z0-9+/]{1,200}={0,2}$/u, "base64");

const member = object<BackupMember>({
  path: matching(memberPath, "the path of a member"),
  bytes: integer,
  sha256: hex,
});

const members: Codec<Readonly<Record<string, string>>> = {
  encode: (value) => value,
  decode: (json, at) => {
    const found = objectAt(json, at);
    for (const [name, content] of Object.entries(found)) {
      if (!memberPath.test(name)) throw new Mismatch(at, "an object of members by their paths");
      if (typeof content !== "string") throw new Mismatch(`${at}.${name}`, "a string");
    }
    return found as Readonly<Record<string, string>>;
  },
  schema: () => ({ type: "object", additionalProperties: { type: "string" } }),
};

/** The file of a backup. */
export const backupFile: Codec<BackupFile> = object<BackupFile>({
  schema: literal(1),
  kind: literal("burrow backup"),
  contents: {
    ...list(member),
    decode: (json, at) => {
      if (Array.isArray(json) && json.length > MOST) throw new Mismatch(at, `a list of at most ${MOST}`);
      return list(member).decode(json, at);
    },
  },
  seal: hex,
  signature: optional(object<NonNullable<BackupFile["signature"]>>({ key: base64, value: base64 })),
  members,
});

/** What the member `backup.json` says. */
export type BackupHead = Pick<
  Backup,
  "schema" | "createdAt" | "version" | "platform" | "home" | "projects" | "pythons" | "diagnostics"
>;

/** The member `backup.json`. */
export const backupHead: Codec<BackupHead> = object<BackupHead>({
  schema: literal(1),
  createdAt: time,
  version: word,
  platform,
  home: path,
  projects: optional(list(object<BackupProject>({ root: path, environments: list(path) }))),
  pythons: list(
    object<BackupPython>({
      executable: path,
      version,
      implementation: word,
      freeThreaded: boolean,
      managed: boolean,
    }),
  ),
  diagnostics: list(object<BackupNote>({ prefix: path, note: line })),
});

/** The members `environments/<n>.json`. */
export const backupEnvironment = snapshot;
