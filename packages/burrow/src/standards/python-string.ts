/** What a one-letter escape stands for. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\n", ""],
  ["\r", ""],
]);

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/**
 * The value of a Python string literal, given what stands between its quotes. Undefined for what is no literal: a line end, a NUL or half a
 * surrogate pair in it, a broken escape. `\N{…}` is refused too: it would need all names of Unicode.
 */
export function pythonString(content: string): string | undefined {
  if (!/[\\\0\r\n\p{Cs}]/u.test(content)) return content;
  if (/[\0\p{Cs}]/u.test(content)) return undefined;
  const source = content.replaceAll("\r\n", "\n");
  let value = "";
  let at = 0;
  while (at < source.length) {
    const unit = source.charAt(at);
    if (unit === "\n" || unit === "\r") return undefined;
    if (unit !== "\\") {
      value += unit;
      at++;
      continue;
    }
    const escape = readEscape(source, at + 1);
    if (escape === undefined) return undefined;
    value += escape.value;
    at = escape.end;
  }
  return value;
}

function readEscape(source: string, at: number): { value: string; end: number } | undefined {
  const letter = source.charAt(at);
  if (letter === "" || letter === "N") return undefined;
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 1 };

  const octal = /^[0-7]{1,3}/u.exec(source.slice(at, at + 3))?.[0];
  if (octal !== undefined)
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: at + octal.length };

  const length = HEX_DIGITS.get(letter);
  if (length === undefined) return { value: `\\${letter}`, end: at + 1 };
  const digits = source.slice(at + 1, at + 1 + length);
  if (digits.length < length || !/^[0-9A-Fa-f]+$/u.test(digits)) return undefined;
  const point = Number.parseInt(digits, 16);
  return point > 0x10ffff ? undefined : { value: String.fromCodePoint(point), end: at + 1 + length };
}
