import { createHash } from "node:crypto";

/**
 * The id of what is identified by `key`: 8 hexadecimal digits of its SHA-256, so that every survey comes to the same one in any order.
 * Of two that share those digits, the one that was there first keeps them.
 */
export function newId(key: string, taken: ReadonlySet<string>): string {
  for (let salt = 0; ; salt += 1) {
    const text = salt === 0 ? key : `${key}\0${salt}`;
    const id = createHash("sha256").update(text).digest("hex").slice(0, 8);
    if (!taken.has(id)) return id;
  }
}
