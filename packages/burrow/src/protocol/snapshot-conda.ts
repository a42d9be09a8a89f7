import type { SnapshotConda, SnapshotPackage } from "../model/snapshot.ts";
import { type Codec, list, literal, matching, Mismatch, optional, record } from "./codec.ts";
import { object } from "./object.ts";

/** Packages that one snapshot may hold: ten times the largest environment that is known. */
const MOST = 10_000;

const line = matching(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,4096}$/u, "a line of text without control characters");

const onePackage = object<SnapshotPackage>({
  name: matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/u, "a name of conda's"),
  version: matching(/^[A-Za-z0-9_][A-Za-z0-9.!+_-]{0,127}$/u, "a version"),
  build: matching(/^[A-Za-z0-9_.+!-]{0,255}$/u, "a build string"),
  subdir: matching(/^[a-z0-9_-]{0,64}$/u, "a channel's folder"),
  channel: matching(/^[^\p{Cc}\p{Zl}\p{Zp}\s]{0,4096}$/u, "a channel"),
  url: optional(
    matching(
      /^(?:https?|file|s3|oci):\/\/[^\p{Cc}\s#]{1,4096}\.(?:conda|tar\.bz2)$/u,
      "the address of an archive",
    ),
  ),
  hashes: list(matching(/^(?:sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/u, "a SHA-256 or MD5")),
  requested: optional(list(line)),
  byHand: optional(literal(true)),
});

const packages: Codec<readonly SnapshotPackage[]> = {
  ...list(onePackage),
  decode: (json, at) => {
    if (Array.isArray(json) && json.length > MOST) throw new Mismatch(at, `a list of at most ${MOST}`);
    const found = list(onePackage).decode(json, at);
    if (new Set(found.map(({ name }) => name)).size < found.length)
      throw new Mismatch(at, "a list of different names");
    return found;
  },
};

const variables = record(matching(/^[^\0]{0,32768}$/u, "the value of a variable"));

/** See `SnapshotConda`. */
export const snapshotConda = object<SnapshotConda>({
  packages,
  variables: {
    ...variables,
    decode: (json, at) => {
      const found = variables.decode(json, at);
      const wrong = Object.keys(found).find((name) => !/^[A-Za-z_]\w{0,255}$/u.test(name));
      if (wrong !== undefined) throw new Mismatch(at, "names of variables");
      return found;
    },
  },
});
