import { isChannelAddress } from "./conda-channel.ts";
import { printVersionSpec } from "./conda-version-spec.ts";
import type { MatchSpec } from "./match-spec.ts";

/** The canonical text of a MatchSpec: what another reader understands in the same way. */
export function printMatchSpec(spec: MatchSpec): string {
  const { name, version, build, buildNumber, channel, subdir, md5, sha256, url, fileName, license } = spec;
  const named = channel !== undefined && !isChannelAddress(channel);
  const place = named ? `${channel}${subdir === undefined ? "" : `/${subdir}`}::` : "";
  const simpleBuild = build !== undefined && version !== undefined && !/[|,[\]"'=\s]/u.test(build);
  const brackets = Object.entries({
    channel: named ? undefined : channel,
    subdir: named ? undefined : subdir,
    build: simpleBuild ? undefined : build,
    build_number: buildNumber && printVersionSpec(buildNumber),
    md5,
    sha256,
    url,
    fn: fileName,
    license,
  }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}="${value}"`]));
  return [
    place + name,
    version === undefined ? "" : ` ${printVersionSpec(version)}`,
    simpleBuild ? ` ${build}` : "",
    brackets.length === 0 ? "" : `[${brackets.join(",")}]`,
  ].join("");
}
