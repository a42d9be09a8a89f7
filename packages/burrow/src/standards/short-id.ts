import { sha256 } from "./sha256.ts";

/** The first 8 hexadecimal digits of a text's SHA-256: a short name for it that everybody comes to alike. */
export function shortId(text: string): string {
  return sha256(new TextEncoder().encode(text)).slice(0, 8);
}
