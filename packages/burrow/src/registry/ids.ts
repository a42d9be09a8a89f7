import { shortId } from "../standards/short-id.ts";

/**
 * The id of what is identified by `key`: 8 hexadecimal digits of its SHA-256, so that every survey comes to the same one in any order.
 * Of two that share those digits, the one that was there first keeps them.
 */
export function newId(key: string, taken: ReadonlySet<string>): string {
  for (let salt = 0; ; salt += 1) {
    const text = salt === 0 ? key : `${key}\0${salt}`;
    const id = shortId(text);
    if (!taken.has(id)) return id;
  }
}
