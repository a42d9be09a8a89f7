import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { parseCondaVersion } from "./conda-version.ts";
import { matchesGlob, parseVersionSpec, specHas, type VersionSpec } from "./conda-version-spec.ts";
import { channelParts, isChannel, isSameChannel } from "./conda-channel.ts";
import { readBrackets, type Brackets } from "./match-spec-brackets.ts";
import { parseArchiveUrl } from "./conda-archive-name.ts";
import { printable } from "./printable.ts";

/** What of a package is asked for, in conda's language (a MatchSpec). Plain data; `printMatchSpec` gives its canonical text. */
export interface MatchSpec {
  /** In lower case. */
  readonly name: string;
  /** Absent: any. */
  readonly version?: VersionSpec;
  /** A build string, in which `*` stands for anything. */
  readonly build?: string;
  /** A set of numbers, such as `>=3`, in the language of versions. */
  readonly buildNumber?: VersionSpec;
  /** A name or an address. */
  readonly channel?: string;
  readonly subdir?: string;
  /** Of the archive; hexadecimal. */
  readonly md5?: string;
  readonly sha256?: string;
  readonly url?: string;
  readonly fileName?: string;
  readonly license?: string;
}

/** A package as a MatchSpec sees it. */
export interface MatchedPackage {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly buildNumber: number;
  readonly subdir?: string;
  readonly channel?: string;
  readonly url?: string;
  readonly fileName?: string;
  readonly md5?: string;
  readonly sha256?: string;
  readonly license?: string;
}

/**
 * Reads a MatchSpec in every form of conda's: `name`, `name version build`, `name=1.2`, `name==1.2=build`, `name >=1,<2|3.*`, `channel/subdir::name`,
 * `name[version='>=1',build_number=…,md5=…]`, and the address of an archive. Regular expressions, names with `*`, features and conditions are not read.
 */
export function parseMatchSpec(text: string): Parsed<MatchSpec> {
  const archive = parseArchiveUrl(text.trim());
  if (archive !== undefined) {
    const { name, url, md5, sha256 } = archive;
    return parsed({ name, url, ...(md5 && { md5 }), ...(sha256 && { sha256 }) });
  }
  const plain = text.replace(/#.*$/su, "").trimEnd();
  const start = plain.length - plain.trimStart().length;
  const brackets = readBrackets(plain);
  if (!brackets.ok) return brackets;
  const { before, said } = brackets.value;

  const colons = before.lastIndexOf("::");
  const place = colons === -1 ? "" : before.slice(0, colons).trim();
  const nameAt = colons === -1 ? start : colons + 2;
  const [, gap = "", written = "", rest = ""] = /^(\s*)([\w.-]*)(.*)$/su.exec(before.slice(nameAt)) ?? [];
  if (place !== "" && !isChannel(place)) return unparsed(`\`${printable(place)}\` is not a channel`, start);
  if (written === "") return unparsed(`\`${printable(text.trim())}\` names no package`, nameAt + gap.length);
  if (!/^\s*(?:$|[=<>!~(\s])/u.test(rest))
    return unparsed(
      `\`${printable(text.trim())}\` is not a MatchSpec of conda's`,
      nameAt + gap.length + written.length,
    );

  const split = splitVersionAndBuild(rest);
  const build = said.build ?? split.build;
  if (build !== undefined && !isBuildPattern(build))
    return unparsed(`\`${printable(build)}\` is not a build string`, before.lastIndexOf(build));
  // What brackets say counts; what stands beside has to be readable all the same.
  const ranges = [split.version, said.version].flatMap((one) =>
    one === undefined ? [] : parseVersionSpec(one),
  );
  const wrong = ranges.find((one) => !one.ok);
  if (wrong?.ok === false)
    return unparsed(
      /[$^]/u.test(text)
        ? wrong.problem.message
        : `\`${printable(text.trim())}\` does not say a set of versions`,
      nameAt + gap.length,
    );
  const range = ranges.at(-1);
  return withBrackets(
    {
      name: written.toLowerCase(),
      ...(range?.ok === true && { version: range.value }),
      ...(build !== undefined && { build }),
      ...channelParts(place),
    },
    said,
  );
}

function withBrackets(spec: MatchSpec, said: Brackets): Parsed<MatchSpec> {
  const { build_number: number, channel, subdir, md5, sha256, url, fn, license } = said;
  const range = number === undefined ? undefined : buildNumberRange(number);
  if (range !== undefined && !range.ok)
    return unparsed(`\`${printable(number ?? "")}\` is no build number`, 0);
  return parsed({
    ...spec,
    ...(range && { buildNumber: range.value }),
    ...(channel !== undefined && channelParts(channel)),
    ...(subdir !== undefined && { subdir }),
    ...(md5 !== undefined && { md5: md5.toLowerCase() }),
    ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
    ...(url !== undefined && { url }),
    ...(fn !== undefined && { fileName: fn }),
    ...(license !== undefined && { license }),
  });
}

/** Letters, digits and what builds have between them; `*` stands for anything. */
function isBuildPattern(text: string): boolean {
  return /^[\w.*+-]+$/u.test(text) && !text.includes("**");
}

/** A build number, or one comparison with it. */
function buildNumberRange(text: string): Parsed<VersionSpec> {
  return /^(?:[=!]=|[<>]=?)?\d+$/u.test(text) ? parseVersionSpec(text) : unparsed("", 0);
}

/** One constraint of versions with what follows it: `>= 1.2 `, `(1|2) `, `1.2.* `. */
const CONSTRAINT = /[(\s]*[=!<>~]*\s*(?:\d+!)?[^\s,|()=<>!~]*[)\s]*/uy;

/** What stands behind a name: versions as far as they go, then a build after a space or `=`. */
function splitVersionAndBuild(text: string): { readonly version?: string; readonly build?: string } {
  let at = 0;
  for (;;) {
    CONSTRAINT.lastIndex = at;
    at += CONSTRAINT.exec(text)?.[0].length ?? 0;
    if (text[at] !== "," && text[at] !== "|") break;
    at += 1;
  }
  const version = text.slice(0, at).replaceAll(/\s+/gu, "");
  const build = text
    .slice(at)
    .replace(/\s/u.test(text[at - 1] ?? "") ? "" : /^=/u, "")
    .trim();
  return {
    ...(version !== "" && { version: exactOf(version, build !== "") }),
    ...(build !== "" && { build }),
  };
}

/** `=1.2` beside a build, and `==` at the front without one, mean what the version by itself means. */
function exactOf(version: string, hasBuild: boolean): string {
  if (!hasBuild) return version.replace(/^==(?!=)\s*/u, "");
  return /^=\s*([^=,|<>~!]+)$/u.exec(version)?.[1] ?? version;
}

/** Whether the package is one that is asked for. */
export function specMatches(spec: MatchSpec, found: MatchedPackage): boolean {
  const { version, build, buildNumber, channel, subdir, md5, sha256, url, fileName, license } = spec;
  return (
    spec.name === found.name &&
    (version === undefined || hasVersion(version, found.version)) &&
    (build === undefined || matchesGlob(found.build, build)) &&
    (buildNumber === undefined || hasVersion(buildNumber, String(found.buildNumber))) &&
    (subdir === undefined || subdir === found.subdir) &&
    (channel === undefined || isSameChannel(channel, found)) &&
    (md5 === undefined || md5 === found.md5) &&
    (sha256 === undefined || sha256 === found.sha256) &&
    (url === undefined || url === found.url) &&
    (fileName === undefined || fileName === found.fileName) &&
    (license === undefined || license === found.license)
  );
}

/** A version that cannot be read is in no set but that of all. */
function hasVersion(range: VersionSpec, text: string): boolean {
  const version = parseCondaVersion(text);
  return version.ok ? specHas(range, version.value) : range.kind === "any";
}
