import type { Parsed } from "../model/parsed.ts";
import { orderOf } from "../standards/compare-versions.ts";
import { type MarkerEnvironment, markerEnvironment } from "../standards/marker-environment.ts";
import { judgeMarker, type Marker, parseMarker } from "../standards/marker.ts";
import { normalizeName } from "../standards/name.ts";
import { parseRequirement } from "../standards/requirement.ts";
import {
  admitsVersion,
  mentionsPrerelease,
  parseSpecifier,
  type Specifier,
} from "../standards/specifier-set.ts";
import { parseVersion, type Version } from "../standards/version.ts";
import type { Marked, Reader, ReadRequirement } from "./reader.ts";

/** A reader for one decision; it remembers what it read and is forgotten with the decision. */
export function newReader(): Reader {
  const version = remembering<Version>(parseVersion);
  const specifier = remembering<Specifier>(parseSpecifier);
  const marker = remembering<Marker>(parseMarker);
  const requirement = remembering<ReadRequirement>(readRequirement);
  const environments = new Map<Marked, MarkerEnvironment>();

  const compare = (a: string, b: string): number => {
    const [left, right] = [version(a), version(b)];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    return orderOf(left, right);
  };
  return {
    requirement,
    contains(text, installed) {
      if (text === "") return true;
      const set = specifier(text);
      const found = version(installed);
      return set !== undefined && found !== undefined && admitsVersion(set, found, true);
    },
    isSpecifier: (text) => specifier(text) !== undefined,
    applies(text, environment, extras) {
      if (text === undefined) return true;
      const read = marker(text);
      if (read === undefined) return true;
      let variables = environments.get(environment);
      if (variables === undefined) environments.set(environment, (variables = variablesOf(environment)));
      return holds(read, variables, extras);
    },
    isPreRelease: (text) => version(text)?.isPrerelease ?? false,
    namesPreRelease(text) {
      const set = specifier(text);
      return set !== undefined && mentionsPrerelease(set);
    },
    release: (text) => version(text)?.release.map(Number) ?? [],
    sameVersion: (a, b) => a === b || compare(a, b) === 0,
    sameSeries(a, b) {
      const [left, right] = [version(a), version(b)];
      return left !== undefined && left.epoch === right?.epoch && left.release[0] === right.release[0];
    },
    compare,
  };
}

/** Whether a marker holds without extras, or with any of those asked (as pip does). One that cannot be judged counts: isolating is safe, forgetting is not. */
function holds(marker: Marker, variables: MarkerEnvironment, extras: readonly string[]): boolean {
  const ways = !marker.dependsOnExtra || extras.length === 0 ? [""] : extras;
  return ways.some((extra) => {
    const judged = judgeMarker(marker, marker.dependsOnExtra ? { ...variables, extra } : variables);
    return !judged.ok || judged.value;
  });
}

function remembering<Value>(parse: (text: string) => Parsed<Value>): (text: string) => Value | undefined {
  const known = new Map<string, Value | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const result = parse(text);
    const value = result.ok ? result.value : undefined;
    known.set(text, value);
    return value;
  };
}

function readRequirement(text: string): Parsed<ReadRequirement> {
  const result = parseRequirement(text);
  if (!result.ok) return result;
  const { name, extras, specifier, marker, url } = result.value;
  return {
    ok: true,
    value: {
      name: normalizeName(name),
      extras: extras.map(normalizeName),
      specifier: String(specifier),
      text: String(result.value),
      ...(url !== undefined && { url }),
      ...(marker !== undefined && { marker: String(marker) }),
    },
  };
}

function variablesOf({ version = "", implementation, platform }: Marked): MarkerEnvironment {
  return markerEnvironment({ version, implementation, platform });
}
