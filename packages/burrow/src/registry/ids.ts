import { shortId } from "../standards/short-id.ts";

/** Ids from which on Node's library of hashes is worth its loading. */
const MANY = 32;

/**
 * Makes ids, about so many. The id of what is identified by `key` is 8 hexadecimal digits of its SHA-256, so that every survey comes to the same one in any
 * order. Of two that share those digits, the one that was there first keeps them.
 */
export function newIds(count: number): (key: string, taken: ReadonlySet<string>) => string {
  const idOf = count < MANY ? shortId : nativeId;
  return (key, taken) => {
    for (let salt = 0; ; salt += 1) {
      const id = idOf(salt === 0 ? key : `${key}\0${salt}`);
      if (!taken.has(id)) return id;
    }
  };
}

/** The same as `shortId`. */
function nativeId(text: string): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Makes one id. */
export function newId(key: string, taken: ReadonlySet<string>): string {
  return newIds(1)(key, taken);
}
