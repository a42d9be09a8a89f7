import { compareText } from "./order.ts";

/** What Python's `json.dumps` can be given: integers are `bigint`, so that `1` and `1.0` differ. */
export type JsonValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** How Python's `json.dumps` separates items, and keys from values. */
export interface JsonSeparators {
  readonly item: string;
  readonly key: string;
}

/**
 * Writes a value as Python's `json.dumps(value, sort_keys=True)` does, byte by byte: tools hash this text to remember a manifest.
 * A `number` is a float and prints as Python's `repr`.
 */
export function pythonJson(value: JsonValue, separators: JsonSeparators = { item: ", ", key: ": " }): string {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return float(value);
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return `[${value.map((item) => pythonJson(item, separators)).join(separators.item)}]`;
  const pairs = Object.entries(value)
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([key, item]) => quoted(key) + separators.key + pythonJson(item, separators));
  return `{${pairs.join(separators.item)}}`;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** ASCII only, as `json.dumps` writes by default. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[^\0-\u007f]/gu, escaped);
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at))
    .map((unit) => String.raw`\u` + unit.toString(16).padStart(4, "0"))
    .join("");
}

/** Python writes a float with a point or an exponent of two digits, and leaves plain decimals at 1e16 where JavaScript does at 1e21. */
function float(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e16 || size < 1e-4) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
  }
  const plain = String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}
