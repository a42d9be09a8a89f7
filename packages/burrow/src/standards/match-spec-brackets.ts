import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { printable } from "./printable.ts";

const KEYS = [
  "version",
  "build",
  "build_number",
  "channel",
  "subdir",
  "md5",
  "sha256",
  "url",
  "fn",
  "license",
] as const;
type Key = (typeof KEYS)[number];

/** What a MatchSpec says in brackets. */
export type Brackets = { readonly [One in Key]?: string };

/** A MatchSpec up to its brackets, and what they say. */
export interface Bracketed {
  readonly before: string;
  readonly said: Brackets;
}

/** One `key=value` of the brackets: the value plain or in quotes. */
const ENTRY = /\s*([a-z_\d]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^'",\]\s]+))\s*(,|$)/uy;

/** Reads the brackets at the end of a MatchSpec: `name[version='>=1',build=py*]`. Keys that are not known are not passed over: a package would match that should not. */
export function readBrackets(text: string): Parsed<Bracketed> {
  const open = text.indexOf("[");
  if (open === -1) return parsed({ before: text, said: {} });
  if (!text.endsWith("]"))
    return unparsed(
      `\`${printable(text.trim())}\` ${text.includes("]") ? "has something behind its brackets" : "has a bracket that does not close"}`,
      open,
    );
  const inside = text.slice(open + 1, -1);
  const said: { [One in Key]?: string } = {};
  for (ENTRY.lastIndex = 0; ENTRY.lastIndex < inside.length;) {
    const at = ENTRY.lastIndex;
    const [, key = "", double, single, plain, end] = ENTRY.exec(inside) ?? [];
    if (end === undefined)
      return unparsed(`\`${printable(inside.slice(at))}\` is not \`key=value\``, open + 1 + at);
    if (!isKey(key)) return unparsed(`\`${printable(key)}\` in brackets is not read`, open + 1 + at);
    const value = double ?? single ?? plain ?? "";
    if (!isFit(key, value)) return unparsed(`\`${printable(value)}\` is no ${key}`, open + 1 + at);
    if (said[key] !== undefined) return unparsed(`\`${key}\` is said twice`, open + 1 + at);
    said[key] = value;
  }
  return parsed({ before: text.slice(0, open), said });
}

function isKey(key: string): key is Key {
  return (KEYS as readonly string[]).includes(key);
}

function isFit(key: Key, value: string): boolean {
  if (key === "md5") return /^[0-9a-f]{32}$/iu.test(value);
  return key !== "sha256" || /^[0-9a-f]{64}$/iu.test(value);
}
