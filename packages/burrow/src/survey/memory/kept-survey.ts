import type { AbsolutePath } from "../../model/path.ts";

/** Looks that a survey took, with what they found. */
export interface KeptLooks {
  /** What each asks: one letter each (`Asks`). */
  readonly asks: string;
  readonly paths: readonly AbsolutePath[];
  /** Four numbers each (`numbersOf`); nothing equals what was too young to be trusted. */
  readonly found: Float64Array;
  /** What looks at paths and permissions found, by the look. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A look by its number, or all that a shared value was drawn from: -1 for the first of these, -2 for the second … */
export type Item = number;

/** What stood at one place, or was concluded of many, and all that was asked to say so. */
export interface KeptPlace {
  /** The real path and every path that leads there (`placeKey`), or what the conclusion is about. */
  readonly key: string;
  readonly items: readonly Item[];
  /** The environment or the conclusion, plain JSON; absent when there is none. */
  readonly value?: unknown;
  /** The folder whose times tell of the last use. */
  readonly used?: AbsolutePath;
  /** The project that a hash in its name led to; null when it led to none. */
  readonly hashed?: AbsolutePath | null;
}

/** What a survey of the machine leaves for the next one. Plain data, but for the numbers. */
export interface KeptSurvey {
  /** The environment variables that were read, with a digest of each. */
  readonly variables: readonly (readonly [name: string, digest: string | null])[];
  readonly looks: KeptLooks;
  /** Looks at folders, and what was to be seen in each (`glimpseText`). */
  readonly folders: readonly number[];
  readonly glimpses: readonly string[];
  /** What shared values were drawn from. */
  readonly shared: readonly (readonly Item[])[];
  readonly places: readonly KeptPlace[];
}

/** A survey's memory as bytes: the length of a JSON text, the text, and the numbers of the looks. `key` tells whose it is. */
export function keptBytes(key: string, { looks, glimpses, ...rest }: KeptSurvey): Uint8Array {
  const { found, paths, ...named } = looks;
  const stored: Stored = { key, ...rest, ...named, paths: packed(paths), glimpses: packed(glimpses) };
  const text = JSON.stringify(stored);
  const length = Buffer.byteLength(text);
  const start = aligned(8 + length);
  const bytes = new Uint8Array(start + found.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, found.length, true);
  new TextEncoder().encodeInto(text, bytes.subarray(8, 8 + length));
  bytes.set(new Uint8Array(found.buffer, found.byteOffset, found.byteLength), start);
  return bytes;
}

/** Reads them; undefined when they are another's, or cut off. */
export function readKept(key: string, bytes: Uint8Array): KeptSurvey | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = view.getUint32(0, true);
    const count = view.getUint32(4, true);
    const start = aligned(8 + length);
    if (bytes.length !== start + 8 * count) return undefined;
    // Of this very version: its key says so.
    const json = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Stored;
    if (json.key !== key) return undefined;
    const { key: _same, asks, paths, texts, glimpses, ...rest } = json;
    const found = new Float64Array(new Uint8Array(bytes.subarray(start)).buffer);
    return { ...rest, glimpses: unpacked(glimpses), looks: { asks, paths: unpacked(paths), texts, found } };
  } catch {
    return undefined;
  }
}

interface Stored extends Omit<KeptSurvey, "looks" | "glimpses">, Omit<KeptLooks, "found" | "paths"> {
  readonly key: string;
  readonly glimpses: Packed<string>;
  readonly paths: Packed<AbsolutePath>;
}

/** Many short texts as one, which is read in a tenth of the time, or themselves where one of them has the letter that parts them. */
type Packed<Text extends string> = string | readonly Text[];

/** DEL: JSON writes it as it is, and hardly a file has it in its name. */
const BETWEEN = "\u007f";

function packed<Text extends string>(texts: readonly Text[]): Packed<Text> {
  const all = texts.join(BETWEEN);
  return all.split(BETWEEN).length === texts.length ? all : texts;
}

function unpacked<Text extends string>(texts: Packed<Text>): readonly Text[] {
  return typeof texts === "string" ? (texts.split(BETWEEN) as Text[]) : texts;
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
