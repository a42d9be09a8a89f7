const ESCAPED = /[\uDC80-\uDCFF]/u;

/** Base64 of the bytes of a path that is not UTF-8 (its bad bytes are kept as U+DC80 … U+DCFF); undefined for a path that is. */
export function bytesOfPath(path: string): string | undefined {
  if (!ESCAPED.test(path)) return undefined;
  const encoder = new TextEncoder();
  let bytes = "";
  for (const letter of path) {
    const codes = ESCAPED.test(letter) ? [letter.charCodeAt(0) - 0xdc00] : encoder.encode(letter);
    bytes += String.fromCharCode(...codes);
  }
  return btoa(bytes);
}

/** The path of these bytes, what is not UTF-8 kept as U+DC80 … U+DCFF; undefined when they are not base64. */
export function pathOfBytes(base64: string): string | undefined {
  const bytes = decoded(base64);
  if (bytes === undefined) return undefined;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let path = "";
  for (let index = 0; index < bytes.length;) {
    const length = lengthFrom(bytes[index] ?? 0);
    const letter = length === 0 ? undefined : letterOf(bytes.subarray(index, index + length), decoder);
    path += letter ?? String.fromCharCode(0xdc00 + (bytes[index] ?? 0));
    index += letter === undefined ? 1 : length;
  }
  return path;
}

function decoded(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function letterOf(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes of the UTF-8 sequence that starts with this byte; 0 when none does. */
function lengthFrom(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}
