import { type AbsolutePath, join } from "../../model/path.ts";
import type { SnapshotPackage } from "../../model/snapshot.ts";
import { isSubdir } from "../../standards/conda-subdirs.ts";
import { type ExplicitArchive, parseExplicit } from "../../standards/explicit-lock.ts";
import { fileUrl } from "../../standards/file-url.ts";
import { type LocatedProblem, positionsIn } from "../../standards/position.ts";
import { addressFault, MOST, pathFault, shown } from "./faults.ts";
import type { Listing } from "./listing.ts";
import { listRequirements } from "./requirements.ts";

/** What an `@EXPLICIT` file lists of one conda environment; all of it was checked. */
export interface CondaListing {
  /** Sorted by name. */
  readonly packages: readonly SnapshotPackage[];
  /** What pip put on top of them: the comments `# pip name==version` and `# pip name @ address`. */
  readonly pip?: Listing;
}

/** What was listed, or the first thing that is wrong with it. */
export type CondaListingResult =
  | { readonly ok: true; readonly conda: CondaListing }
  | { readonly ok: false; readonly problem: LocatedProblem };

type Fault = readonly [message: string, hint?: string];

/**
 * Lists what an `@EXPLICIT` file holds, as `conda list --explicit --md5`, conda-lock and `burrow export` write it. `folder` is where it lies, `subdir` the channel's
 * folder for this machine: archives of another one could not be linked here.
 */
export function listExplicit(
  text: string,
  folder: AbsolutePath,
  subdir: string | undefined,
): CondaListingResult {
  const { archives, platform, pip, problems } = parseExplicit(text);
  const at = (pattern: RegExp) => positionsIn(text)(Math.max(text.search(pattern), 0));
  const other = platform !== undefined && platform !== subdir ? platformFault(platform, subdir) : undefined;
  if (other !== undefined && /^#\s*platform:/mu.test(text))
    return { ok: false, problem: { message: other, ...at(/^#\s*platform:/mu) } };
  const [unread] = problems;
  const packages = new Map<string, { readonly line: number; readonly one: SnapshotPackage }>();
  for (const archive of archives) {
    const { name, line, column } = archive;
    if (unread !== undefined && unread.line < line) break;
    const before = packages.get(name);
    const [message, hint] =
      packages.size >= MOST
        ? [`it lists more than ${MOST} archives`]
        : (faultOf(archive, folder, subdir) ??
          (before === undefined ? [] : [`\`${name}\` stands there twice, first at line ${before.line}`]));
    if (message !== undefined)
      return { ok: false, problem: { message, ...(hint !== undefined && { hint }), line, column } };
    packages.set(name, { line, one: packageOf(archive, folder) });
  }
  if (unread !== undefined) return { ok: false, problem: unread };
  if (packages.size === 0)
    return { ok: false, problem: { message: "it lists no archive", ...at(/^@EXPLICIT/mu) } };
  const [first] = pip;
  if (first !== undefined && !packages.has("python")) {
    const message = "pip put this there, and no `python` is listed that it could be for";
    return { ok: false, problem: { message, line: first.line, column: first.column } };
  }
  const read = first === undefined ? undefined : listRequirements(pipsAlone(text), folder);
  if (read?.ok === false) return read;
  const sorted = [...packages.values()]
    .map(({ one }) => one)
    .toSorted((one, two) => (one.name < two.name ? -1 : 1));
  return {
    ok: true,
    conda: { packages: sorted, ...(read && { pip: read.listing }) },
  };
}

/** The requirements in the comments, each at its line; all other lines are empty. */
function pipsAlone(text: string): string {
  return text
    .split("\n")
    .map((line) => /^\s*#\s*pip\s+(\S.*)$/u.exec(line.trimEnd())?.[1] ?? "")
    .join("\n");
}

function platformFault(platform: string, subdir: string | undefined): string {
  return isSubdir(platform)
    ? `it is for ${platform}, and this is ${subdir ?? "no platform of conda's"}`
    : `${shown(platform)} is no platform of conda's`;
}

function faultOf(
  archive: ExplicitArchive,
  folder: AbsolutePath,
  here: string | undefined,
): Fault | undefined {
  const { url, name, version, build, subdir, md5, sha256, fragment } = archive;
  const place = isRelative(url) ? pathFault(url, folder) : addressFault(url, folder);
  if (place !== undefined) return [place];
  if (isDetour(url)) return [`${shown(url)} leads somewhere else than it says`];
  if (!isSubdir(subdir)) return [`${shown(subdir)} is no folder of a channel`];
  if (subdir !== "noarch" && subdir !== here) return [platformFault(subdir, here)];
  if (!/^[a-z0-9_][a-z0-9_.-]{0,127}$/u.test(name)) return [`${shown(name)} is not a name of conda's`];
  if (!/^[A-Za-z0-9_][A-Za-z0-9.!+_-]{0,127}$/u.test(version)) return [`${shown(version)} is not a version`];
  if (!/^[A-Za-z0-9_.+!-]{1,255}$/u.test(build)) return [`${shown(build)} is not a build`];
  if (md5 !== undefined || sha256 !== undefined) return undefined;
  return fragment === ""
    ? ["it has no hash, so nothing would prove the archive", "conda list --explicit --md5"]
    : [`${shown(`#${fragment}`)} is neither an MD5 nor a SHA-256`];
}

function isRelative(url: string): boolean {
  return /^\.{1,2}[\\/]/u.test(url);
}

/** Whether a part of an address is not what it says: one that goes up, one with a slash in disguise, or what stands behind a question mark. */
function isDetour(url: string): boolean {
  return (
    url.includes("?") ||
    /%(?:2f|5c|00|0a|0d)/iu.test(url) ||
    (!isRelative(url) && /(?:^|[\\/])(?:\.|%2e){1,2}[\\/]/iu.test(url))
  );
}

function packageOf(archive: ExplicitArchive, folder: AbsolutePath): SnapshotPackage {
  const { name, version, build, subdir, md5, sha256 } = archive;
  const url = isRelative(archive.url) ? fileUrl(join(folder, ...archive.url.split(/[\\/]/u))) : archive.url;
  return {
    name,
    version,
    build,
    subdir,
    channel: url.split("/").slice(0, -2).join("/"),
    url,
    hashes: [sha256 === undefined ? `md5:${md5}` : `sha256:${sha256}`],
  };
}
