import type { DirectUrl } from "../../model/distribution.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import type { SnapshotDistribution } from "../../model/snapshot.ts";
import { fileUrl } from "../../standards/file-url.ts";
import { parseMarker } from "../../standards/marker.ts";
import type { LocatedProblem } from "../../standards/position.ts";
import { type LockedPackage, parsePylock } from "../../standards/pylock.ts";
import { parseSpecifier } from "../../standards/specifier-set.ts";
import type { TomlPath } from "../../standards/toml-positions.ts";
import {
  addressFault,
  filenameFault,
  filenameOf,
  hashFault,
  MOST,
  nameFault,
  pathFault,
  shown,
  versionFault,
} from "./faults.ts";
import type { ListedDistribution, ListingResult } from "./listing.ts";

/** The longest `requires-python` that is read: people are shown it. */
const LONGEST = 1000;

/** What is wrong, and where below the package. */
type Fault = readonly [message: string, ...at: TomlPath];
type Place = { readonly url?: string | undefined; readonly path?: string | undefined };
type Hashes = Readonly<Record<string, string>>;

/** Lists what a `pylock.toml` (PEP 751) holds without extras and with its default groups. `folder` is where it lies. */
export function listPylock(text: string, folder: AbsolutePath): ListingResult {
  const read = parsePylock(text);
  if (!read.ok) return read;
  const { lock, document } = read;
  const wrong = (
    message: string,
    ...at: TomlPath
  ): { readonly ok: false; readonly problem: LocatedProblem } => ({
    ok: false,
    problem: { message, ...document.where(...at) },
  });
  if (document.get("packages") === undefined) return wrong("it has no `packages`");
  if (lock.packages.length > MOST) return wrong(`it lists more than ${MOST} packages`, "packages", MOST);
  const requiresPython = lock["requires-python"];
  const unread = specifierFault(requiresPython);
  if (unread !== undefined) return wrong(unread, "requires-python");
  for (const [index, marker] of lock.environments.entries()) {
    const fault = markerFault(marker);
    if (fault !== undefined) return wrong(fault, "environments", index);
  }
  const distributions: ListedDistribution[] = [];
  for (const [index, one] of lock.packages.entries()) {
    const written = document.get("packages", index, "name");
    const fault = packageFault(one, typeof written === "string" ? written : "", folder);
    if (fault !== undefined) return wrong(fault[0], "packages", index, ...fault.slice(1));
    distributions.push({
      distribution: distributionOf(one, folder),
      ...(one.marker !== undefined && { marker: one.marker }),
      requiresPython: one["requires-python"] ?? "",
      ...document.where("packages", index),
    });
  }
  return {
    ok: true,
    listing: {
      ...(requiresPython !== undefined && { requiresPython }),
      environments: lock.environments,
      groups: lock["default-groups"],
      distributions,
    },
  };
}

function packageFault(one: LockedPackage, written: string, folder: AbsolutePath): Fault | undefined {
  const { name, version, marker, wheels, sdist, archive, directory, vcs } = one;
  const unnamed = nameFault(written);
  if (unnamed !== undefined) return [unnamed, "name"];
  if (directory !== undefined)
    return [`\`${name}\` is a folder, which may change: it cannot be recorded`, "directory"];
  if (version === undefined) return [`\`${name}\` has no version`];
  const fault = versionFault(version);
  if (fault !== undefined) return [fault, "version"];
  const unjudged = marker === undefined ? undefined : markerFault(marker);
  if (unjudged !== undefined) return [unjudged, "marker"];
  const unread = specifierFault(one["requires-python"]);
  if (unread !== undefined) return [unread, "requires-python"];
  const files = [
    ...wheels.map((file, index) => [file, "wheels", index] as const),
    ...(sdist ? [[sdist, "sdist"] as const] : []),
  ];
  const sources = [files.length > 0, archive !== undefined, vcs !== undefined].filter(Boolean).length;
  if (sources !== 1) return [`\`${name}\` has ${sources === 0 ? "no file" : "several sources"}`];
  for (const [file, ...at] of files) {
    const wrong =
      placeFault(file, folder) ??
      filenameFault(file.name ?? filenameOf(file.path ?? file.url ?? ""), name, version) ??
      hashFault(Object.entries(file.hashes));
    if (wrong !== undefined) return [wrong, ...at];
  }
  if (archive !== undefined) {
    const wrong =
      placeFault(archive, folder) ??
      insideFault(archive.subdirectory) ??
      hashFault(Object.entries(archive.hashes));
    return wrong === undefined ? undefined : [wrong, "archive"];
  }
  const wrong = vcs && vcsFault(vcs);
  return wrong === undefined ? undefined : [wrong, "vcs"];
}

/** Where a file is: PEP 751 wants an address or a path. */
function placeFault({ url, path }: Place, folder: AbsolutePath): string | undefined {
  if (url === undefined && path === undefined) return "it has neither an address nor a path";
  return (
    (url === undefined ? undefined : addressFault(url, folder)) ??
    (path === undefined ? undefined : pathFault(path, folder))
  );
}

/** A folder of a source may not be outside of it. */
function insideFault(subdirectory: string | undefined): string | undefined {
  if (subdirectory === undefined || /^(?!.*(?:^|\/)\.\.(?:\/|$))[\w.][\w./+ -]*$/u.test(subdirectory))
    return undefined;
  return `${shown(subdirectory)} is not a folder in the source`;
}

function vcsFault({
  type,
  url,
  "commit-id": commit,
  subdirectory,
}: NonNullable<LockedPackage["vcs"]>): string | undefined {
  if (type !== "git") return `${shown(type)} is no version control that is recorded`;
  if (url === undefined || !/^(?:https?|ssh):\/\/[^\s\p{Cc}]+$/u.test(url) || url.length > 4096)
    return `${shown(url ?? "")} is not the address of a repository`;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(commit)) return `${shown(commit)} is not a commit`;
  return insideFault(subdirectory);
}

function markerFault(text: string): string | undefined {
  const read = parseMarker(text);
  return read.ok ? undefined : `${shown(text)} is not a marker: ${read.problem.message}`;
}

function specifierFault(text = ""): string | undefined {
  if (text.length > LONGEST) return `${shown(text)} is longer than ${LONGEST} letters`;
  const read = parseSpecifier(text);
  return read.ok ? undefined : `${shown(text)} is not \`requires-python\`: ${read.problem.message}`;
}

function distributionOf(
  { name, version = "", wheels, sdist, archive, vcs }: LockedPackage,
  folder: AbsolutePath,
): SnapshotDistribution {
  const files = [...wheels, ...(sdist ? [sdist] : []), ...(archive ? [archive] : [])];
  const hashes = [...new Set(files.map((file) => sha256Of(file.hashes)))].toSorted();
  const directUrl = vcs ? vcsUrl(vcs) : archive ? archiveUrl(archive, folder) : undefined;
  return { name, version, hashes, ...(directUrl && { directUrl }) };
}

function vcsUrl({
  url = "",
  "commit-id": commit,
  subdirectory,
}: NonNullable<LockedPackage["vcs"]>): DirectUrl {
  return { url, vcs: { kind: "git", commit }, ...(subdirectory !== undefined && { subdirectory }) };
}

function archiveUrl(archive: NonNullable<LockedPackage["archive"]>, folder: AbsolutePath): DirectUrl {
  const { url, path = "", subdirectory, hashes } = archive;
  return {
    url: url ?? fileUrl(join(folder, ...path.split("/"))),
    archive: { hashes: { sha256: sha256Of(hashes).slice("sha256:".length) } },
    ...(subdirectory !== undefined && { subdirectory }),
  };
}

function sha256Of({ sha256 = "" }: Hashes): string {
  return `sha256:${sha256.toLowerCase()}`;
}
