import type { CondaPackage } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { CondaGoal, GoalRequirement } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import type { SnapshotConda, SnapshotPackage } from "../../model/snapshot.ts";
import { parseArchiveUrl } from "../../standards/conda-archive-name.ts";
import { parseMatchSpec } from "../../standards/match-spec.ts";
import { printMatchSpec } from "../../standards/match-spec-text.ts";

/** The packages of a conda prefix as a snapshot holds them; of two records of one name the last. What cannot be named is left out. */
export function snapshotPackages({
  packages = [],
  generation,
}: Pick<Environment, "packages" | "generation">): readonly SnapshotPackage[] {
  const byHand = new Set(generation?.byHand);
  const named = packages.filter(({ name, version }) => name !== "" && version !== "");
  return [...new Map(named.map((one) => [one.name, one])).values()]
    .map((one) => entryOf(one, byHand.has(one.name)))
    .toSorted(byName);
}

function entryOf(
  { name, version, build, subdir, channel, url, sha256, md5, requested }: CondaPackage,
  byHand: boolean,
): SnapshotPackage {
  const hash = sha256 === undefined ? md5 && `md5:${md5}` : `sha256:${sha256}`;
  return {
    name,
    version,
    build,
    subdir,
    channel,
    ...(url !== undefined && { url }),
    hashes: hash ? [hash] : [],
    ...(requested.length > 0 && { requested }),
    ...(byHand && { byHand: true }),
  };
}

/** A package by what a generation's record says of its archive; undefined when it is no archive of conda's. */
export function packageFrom({
  url,
  hashes,
}: {
  readonly url?: string;
  readonly hashes: readonly string[];
}): SnapshotPackage | undefined {
  const archive = url === undefined ? undefined : parseArchiveUrl(url);
  if (archive === undefined) return undefined;
  const { name, version, build, subdir, channel } = archive;
  return { name, version, build, subdir, channel, url: archive.url, hashes };
}

/** What of a goal is conda's when its content was recorded: the very archives, and the variables. */
export function recordedConda({ packages, variables }: SnapshotConda, name: string): CondaGoal {
  return {
    name,
    channels: [...new Set(packages.map(({ channel }) => channel))].filter((channel) => channel !== ""),
    variables,
    locked: packages.map(pinOf),
  };
}

function pinOf({ name, version, build, subdir, channel, url, hashes }: SnapshotPackage): Pin {
  return { name, version, hashes, ...(url !== undefined && { url }), conda: { build, subdir, channel } };
}

/** What a person had asked conda for, so that its tools keep to it later; a text that is no MatchSpec asks for nothing. */
export function askedOf({ packages }: SnapshotConda, file: AbsolutePath): readonly GoalRequirement[] {
  return packages.flatMap(({ name, requested = [] }) =>
    requested.flatMap((text): readonly GoalRequirement[] => {
      const read = parseMatchSpec(text);
      if (!read.ok || read.value.name !== name) return [];
      const matchSpec = printMatchSpec(read.value);
      const common = { specifier: "", extras: [], hashes: [], origin: { file } };
      return [{ kind: "conda", name, text: matchSpec, matchSpec, ...common }];
    }),
  );
}

/** Sorts by name, as a snapshot does. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
