import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { printable } from "./printable.ts";

/** What a wheel needs, or an interpreter offers (PEP 425): in lower case. */
export interface Tag {
  /** Such as `cp312` or `py3`. */
  readonly interpreter: string;
  /** Such as `cp312`, `abi3` or `none`. */
  readonly abi: string;
  /** Such as `manylinux_2_17_x86_64` or `any`. */
  readonly platform: string;
}

/** A set of tags as file names compress it (`py2.py3-none-any`): all that combine one of each list. Lists as written, in lower case. */
export interface TagSet {
  readonly interpreters: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** The tag as file names write it. */
export function tagText({ interpreter, abi, platform }: Tag): string {
  return `${interpreter}-${abi}-${platform}`;
}

/** Reads a tag or a compressed set of tags; a set stays compressed, for it can stand for more tags than fit into memory. */
export function parseTagSet(text: string): Parsed<TagSet> {
  const fields = text.split("-").map((field) => field.split("."));
  const [interpreters, abis, platforms] = fields;
  if (fields.length !== 3 || !interpreters || !abis || !platforms || fields.flat().includes(""))
    return unparsed(`\`${printable(text)}\` is not a tag (PEP 425)`, 0);
  const bad = interpreters.find((interpreter) => !IDENTIFIER.test(interpreter));
  if (bad !== undefined)
    return unparsed(`\`${printable(bad)}\` is not an interpreter of a tag (PEP 425)`, text.indexOf(bad));
  return parsed({ interpreters: lower(interpreters), abis: lower(abis), platforms: lower(platforms) });
}

/** Whether the tag is one of the set. */
export function hasTag(set: TagSet, { interpreter, abi, platform }: Tag): boolean {
  return set.interpreters.includes(interpreter) && set.abis.includes(abi) && set.platforms.includes(platform);
}

/** What Python takes for an identifier. */
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

function lower(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.toLowerCase());
}
