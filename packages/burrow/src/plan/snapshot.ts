import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Change } from "../model/plan.ts";
import type { Snapshot, SnapshotDistribution } from "../model/snapshot.ts";
import { installedIn } from "./installed.ts";
import { isFreeThreaded } from "./standing.ts";

/** What only the caller knows of a snapshot. */
export type SnapshotOf = Omit<Snapshot, "schema" | "environment" | "platform" | "python" | "distributions">;

/** Hashes (`sha256:hex`) that burrow recorded for a version that it installed; empty when it did not. */
export type RecordedHashes = (name: string, version: string) => readonly string[];

/** Takes the exact content of an environment as it was found. What it inherits is its base's and is left out, and so is what cannot be named. */
export function snapshotOf(environment: Environment, about: SnapshotOf, recorded?: RecordedHashes): Snapshot {
  const { prefix, kind, generation, project, name, platform, version = "", base, layers } = environment;
  const known = hashesOf(environment, recorded);
  const byHand = new Set(generation?.byHand);
  return {
    schema: 1,
    ...about,
    environment: {
      prefix,
      kind,
      managed: generation !== undefined,
      ...(generation && { generation: generation.number }),
      ...(project && { project }),
      ...(name !== undefined && { prompt: name }),
      ...(layers.some(({ inherited }) => inherited) && { systemSitePackages: true }),
    },
    platform,
    python: {
      version,
      implementation: environment.implementation,
      freeThreaded: isFreeThreaded(environment),
      ...(base && { executable: base.executable }),
    },
    distributions: [...installedIn(environment).values()]
      .filter((one) => !one.inherited && one.name !== "" && one.version !== "")
      .map((one) => entryOf(one, known(one), byHand.has(one.name)))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

function entryOf(
  { name, version, directUrl, editable, requested }: Distribution,
  hashes: readonly string[],
  byHand: boolean,
): SnapshotDistribution {
  return {
    name,
    version,
    hashes,
    ...(directUrl && { directUrl }),
    ...(editable && { editable }),
    ...(requested && { requested: true }),
    ...(byHand && { byHand: true }),
  };
}

/** A generation's record first, then what else is known; `direct_url.json` proves an archive by itself. The files' own hashes in RECORD prove no wheel. */
function hashesOf(
  { generation }: Environment,
  recorded: RecordedHashes = () => [],
): (one: Distribution) => readonly string[] {
  const pins = new Map(generation?.recorded?.map((pin) => [`${pin.name} ${pin.version}`, pin.hashes]));
  return ({ name, version, editable, directUrl }) => {
    if (editable !== undefined || directUrl?.vcs !== undefined || directUrl?.folder !== undefined) return [];
    const sha256 = directUrl?.archive?.hashes["sha256"];
    if (sha256 !== undefined) return [`sha256:${sha256}`];
    return pins.get(`${name} ${version}`) ?? (directUrl === undefined ? recorded(name, version) : []);
  };
}

/** What is different between two states, by name; versions alone count. */
export function differenceOf(from: Snapshot, to: Snapshot): readonly Change[] {
  const before = new Map(from.distributions.map(({ name, version }) => [name, version]));
  const after = new Map(to.distributions.map(({ name, version }) => [name, version]));
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name): readonly Change[] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    return [{ name, ...(was !== undefined && { from: was }), ...(is !== undefined && { to: is }) }];
  });
}

/** Whether two states hold the same, where each came from included. */
export function sameContent(one: Snapshot, other: Snapshot): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ python, distributions, environment: { generation } }: Snapshot): string {
  const held = distributions.map(({ name, version, directUrl, editable }) => [
    name,
    version,
    directUrl,
    editable,
  ]);
  return JSON.stringify([python.version, generation, held]);
}
