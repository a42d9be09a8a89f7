import { positionsIn, type LocatedProblem } from "./position.ts";

/** Text of a file, or why its bytes are none. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: LocatedProblem };

const HINT = "save the file as UTF-8";

/** UTF-8, a byte order mark taken away; what every format of the standards is but a requirements file. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  return decodeAs(bytes, "utf-8");
}

/**
 * The text of a requirements file as pip decodes it: a byte order mark (UTF-8, 16, 32) decides, else a `coding:` comment in the first two
 * lines (PEP 263), else UTF-8. One difference: a UTF-32 little-endian mark is seen as such, where pip takes it for UTF-16.
 */
export function decodeDeclared(bytes: Uint8Array): Decoded {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return decodeUtf32(bytes.subarray(4), true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return decodeUtf32(bytes.subarray(4), false);
  if (a === 0xff && b === 0xfe) return decodeAs(bytes, "utf-16le");
  if (a === 0xfe && b === 0xff) return decodeAs(bytes, "utf-16be");
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUtf8(bytes);
  return decodeAs(bytes, declared(bytes) ?? "utf-8");
}

/** The encoding that a comment in the first two lines names. */
function declared(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  for (const line of head.split("\n", 2)) {
    const name = line.startsWith("#") ? /coding[:=]\s*([-\w.]+)/u.exec(line)?.[1] : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

function decodeAs(bytes: Uint8Array, name: string): Decoded {
  const label = labelOf(name);
  try {
    return { ok: true, text: new TextDecoder(label, { fatal: true }).decode(bytes) };
  } catch (cause) {
    if (cause instanceof RangeError)
      return {
        ok: false,
        problem: { message: `the encoding \`${name}\` is not known`, hint: HINT, line: 1, column: 1 },
      };
    const rough = new TextDecoder(label).decode(bytes);
    const position = positionsIn(rough)(Math.max(0, rough.indexOf("\ufffd")));
    const message = `it holds bytes that are not \`${name}\``;
    return { ok: false, problem: { message, hint: HINT, ...position } };
  }
}

/** Python's names of encodings in the words of the Encoding Standard. */
function labelOf(name: string): string {
  const label = name.toLowerCase().replaceAll("_", "-");
  if (label === "utf-8-sig") return "utf-8";
  if (label === "latin-1") return "latin1";
  return label.replace(/^cp(\d+)$/u, "windows-$1").replace(/^iso(\d)/u, "iso-$1");
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const point = at + 4 <= bytes.length ? view.getUint32(at, littleEndian) : Infinity;
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
      const position = positionsIn(parts.join(""))(parts.length);
      return {
        ok: false,
        problem: { message: "it holds bytes that are not `utf-32`", hint: HINT, ...position },
      };
    }
    parts.push(String.fromCodePoint(point));
  }
  return { ok: true, text: parts.join("") };
}
