import type { CondaPackage } from "../../model/distribution.ts";
import { type MatchSpec, parseMatchSpec, specMatches } from "../../standards/match-spec.ts";
import { printVersionSpec } from "../../standards/conda-version-spec.ts";

/** What of a package planning compares with a MatchSpec. */
export type Matched = Pick<
  CondaPackage,
  "name" | "version" | "build" | "buildNumber" | "subdir" | "channel" | "url" | "md5" | "sha256"
>;

/** A MatchSpec as planning needs it. */
export interface Spec {
  /** Empty where the text cannot be read: nothing meets it then. */
  readonly name: string;
  readonly text: string;
  /** The versions, for people; empty when any will do. */
  readonly versions: string;
  readonly meets: (found: Matched) => boolean;
}

/** Reads MatchSpecs, each text once: the same dependency stands in many records. */
export function specReader(): (text: string) => Spec {
  const known = new Map<string, Spec>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const spec = specOf(text);
    known.set(text, spec);
    return spec;
  };
}

function specOf(text: string): Spec {
  const read = parseMatchSpec(text);
  if (!read.ok) return { name: "", text, versions: "", meets: () => false };
  const { name, version } = read.value;
  const versions = version === undefined || version.kind === "any" ? "" : printVersionSpec(version);
  return { name, text, versions, meets: (found) => specMatches(asTold(read.value, found), found) };
}

/** What a record is too old to tell cannot be held against it. */
function asTold(spec: MatchSpec, { subdir, channel, url, md5, sha256 }: Matched): MatchSpec {
  const untold = new Set<string>([
    ...(subdir === "" ? ["subdir"] : []),
    ...(channel === "" && url === undefined ? ["channel"] : []),
    ...(md5 === undefined ? ["md5"] : []),
    ...(sha256 === undefined ? ["sha256"] : []),
    ...(url === undefined ? ["url"] : []),
    "fileName",
    "license",
  ]);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !untold.has(key))) as unknown as MatchSpec;
}
