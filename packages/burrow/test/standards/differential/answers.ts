import {
  compareVersions,
  evaluateMarker,
  interpreterTags,
  InvalidStandardText,
  isValidName,
  type MarkerEnvironment,
  mentionsPrerelease,
  normalizeName,
  parseMarker,
  parseRequirement,
  parseSpecifier,
  parseVersion,
  parseWheelName,
  specifierContains,
  type TaggedInterpreter,
  type TagSet,
  tagText,
  type Version,
} from "../../../src/standards/index.ts";
import type { Question } from "./oracle.ts";

const BAD = { ok: false };

/** What burrow answers to a question of `oracle.py`, in the same form. */
export function burrowAnswer([kind, ...given]: Question): unknown {
  return ANSWERS[kind as keyof typeof ANSWERS](...(given as [never, never, never, never]));
}

const ANSWERS = {
  version(text: string) {
    const read = parseVersion(text);
    if (!read.ok) return BAD;
    const { isPrerelease, release } = read.value;
    return { ok: true, text: String(read.value), prerelease: isPrerelease, release };
  },

  compare(left: string, right: string) {
    if (!parseVersion(left).ok || !parseVersion(right).ok) return BAD;
    const order = compareVersions(left, right);
    return { ok: true, order, equal: order === 0, less: order === -1 };
  },

  specifier(text: string) {
    const read = parseSpecifier(text);
    return read.ok
      ? { ok: true, text: String(read.value), prereleases: mentionsPrerelease(read.value) }
      : BAD;
  },

  contains(text: string, version: string, prereleases: boolean | null, parse: boolean) {
    const read = parse ? parseVersion(version) : undefined;
    if (!parseSpecifier(text).ok || read?.ok === false) return BAD;
    const item: string | Version = read?.ok === true ? read.value : version;
    return { ok: true, holds: specifierContains(text, item, prereleases === null ? {} : { prereleases }) };
  },

  marker(text: string) {
    const read = parseMarker(text);
    return read.ok ? { ok: true, text: String(read.value) } : BAD;
  },

  evaluate(text: string, environment: MarkerEnvironment) {
    const read = parseMarker(text);
    if (!read.ok) return BAD;
    try {
      return { ok: true, holds: evaluateMarker(read.value, environment) };
    } catch (problem) {
      if (problem instanceof InvalidStandardText) return { ok: true, holds: null };
      throw problem;
    }
  },

  requirement(text: string) {
    const read = parseRequirement(text);
    if (!read.ok) return BAD;
    const { name, extras, specifier, url = null, marker } = read.value;
    return {
      ok: true,
      text: String(read.value),
      name,
      extras,
      specifier: String(specifier),
      url,
      marker: marker === undefined ? null : String(marker),
    };
  },

  wheel(text: string) {
    const read = parseWheelName(text);
    if (!read.ok) return BAD;
    const { name, version, build, tags } = read.value;
    return {
      ok: true,
      name,
      version: String(version),
      build: build === undefined ? null : [build.number, build.text],
      tags: expand(tags),
    };
  },

  name(text: string) {
    return { ok: true, text: normalizeName(text), valid: isValidName(text) };
  },

  tags(_machine: unknown, interpreter: TaggedInterpreter) {
    return { ok: true, tags: interpreterTags(interpreter).map(tagText) };
  },
} as const;

function expand({ interpreters, abis, platforms }: TagSet): readonly string[] {
  const all = interpreters.flatMap((interpreter) =>
    abis.flatMap((abi) => platforms.map((platform) => `${interpreter}-${abi}-${platform}`)),
  );
  return [...new Set(all)].toSorted();
}
