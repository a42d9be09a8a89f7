import type { AbsolutePath } from "../model/path.ts";

/** A byte that is not UTF-8, kept as a lone surrogate (Python's `surrogateescape`, PEP 383). */
const ESCAPED = /[\uDC80-\uDCFF]/u;
const REPLACEMENT = "\uFFFD";

/** The path in the form that `node:fs` takes: bytes where the text holds escaped ones, else the text itself. */
export function toFileSystem(path: AbsolutePath): string | Buffer {
  return path.isWellFormed() ? path : bytesOf(path);
}

/** The text of a file name given as bytes: UTF-8, every other byte escaped to U+DC80 … U+DCFF. */
export function fromFileSystem(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return text.includes(REPLACEMENT) ? escaped(bytes) : text;
}

/** Whether a name that Node decoded may have lost bytes, so that it must be read again as bytes. */
export function isDoubtful(name: string): boolean {
  return name.includes(REPLACEMENT);
}

function bytesOf(text: string): Buffer {
  const parts: Buffer[] = [];
  for (const character of text)
    parts.push(
      ESCAPED.test(character) ? Buffer.of(character.charCodeAt(0) - 0xdc00) : Buffer.from(character, "utf8"),
    );
  return Buffer.concat(parts);
}

function escaped(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = sequenceLength(first);
    const slice = bytes.subarray(at, at + length);
    const character = slice.toString("utf8");
    const whole = length > 0 && slice.length === length && Buffer.from(character, "utf8").equals(slice);
    text += whole ? character : String.fromCharCode(0xdc00 + first);
    at += whole ? length : 1;
  }
  return text;
}

/** Bytes of the UTF-8 sequence that starts with this byte; 0 when none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}
