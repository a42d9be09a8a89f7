import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { isDigit } from "./cursor.ts";
import { normalizeName } from "./name.ts";
import { compareNumerals, numeral, type Numeral } from "./numeral.ts";
import { compareText, type Order } from "./order.ts";
import { printable } from "./printable.ts";
import { parseTagSet, type TagSet } from "./tag.ts";
import { parseVersion, type Version } from "./version.ts";

/** What a wheel's build tag says: of wheels that are alike, the one with the higher number, then text, is preferred. */
export interface WheelBuild {
  readonly number: Numeral;
  readonly text: string;
}

/** What the file name of a wheel says (PEP 427). */
export interface WheelName {
  /** Normalised. */
  readonly name: string;
  readonly version: Version;
  readonly build: WheelBuild | undefined;
  readonly tags: TagSet;
}

/** Reads the file name of a wheel: `{name}-{version}(-{build})?-{interpreter}-{abi}-{platform}.whl`. */
export function parseWheelName(filename: string): Parsed<WheelName> {
  const end = filename.length - EXTENSION.length;
  if (!filename.endsWith(EXTENSION)) return notWheel(filename, "it does not end in `.whl`", filename.length);
  const parts = filename.slice(0, end).split("-");
  if (parts.length !== 5 && parts.length !== 6) return notWheel(filename, "its parts are not five or six", 0);
  const [name = "", versionText = "", buildText = ""] = parts;
  if (name.includes("__") || !ESCAPED_NAME.test(name))
    return notWheel(filename, "its name is not well written", 0);

  const version = parseVersion(versionText);
  const versionAt = name.length + 1;
  if (!version.ok) return notWheel(filename, version.problem.message, versionAt + version.problem.index);
  const buildAt = versionAt + versionText.length + 1;
  const build = parts.length === 6 ? buildOf(buildText) : undefined;
  if (parts.length === 6 && build === undefined)
    return notWheel(filename, "its build tag does not begin with a digit", buildAt);
  const tagText = parts.slice(-3).join("-");
  const tags = parseTagSet(tagText);
  if (!tags.ok) return notWheel(filename, tags.problem.message, end - tagText.length + tags.problem.index);
  return parsed({ name: normalizeName(name), version: version.value, build, tags: tags.value });
}

/** Orders two build tags; none comes first. */
export function compareBuilds(left: WheelBuild | undefined, right: WheelBuild | undefined): Order {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  return compareNumerals(left.number, right.number) || compareText(left.text, right.text);
}

const EXTENSION = ".whl";

/** A name with its `-` escaped; letters are those of Unicode. */
const ESCAPED_NAME = /^[\p{L}\p{N}_.]+$/u;

function buildOf(text: string): WheelBuild | undefined {
  let digits = 0;
  while (isDigit(text.charCodeAt(digits))) digits++;
  if (digits === 0) return undefined;
  return { number: numeral(text.slice(0, digits)), text: text.slice(digits).split("\n", 1)[0] ?? "" };
}

function notWheel(filename: string, why: string, index: number): Parsed<never> {
  return unparsed(`\`${printable(filename)}\` is not the file name of a wheel: ${why}`, index);
}
