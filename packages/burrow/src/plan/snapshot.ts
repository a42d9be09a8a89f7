import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Change } from "../model/plan.ts";
import type { Snapshot, SnapshotDistribution } from "../model/snapshot.ts";
import { parseArchiveUrl } from "../standards/conda-archive-name.ts";
import { snapshotPackages } from "./conda/conda-snapshot.ts";
import { pipsIn } from "./conda/pips.ts";
import { installedIn } from "./installed.ts";
import { isFreeThreaded } from "./standing.ts";

/** What only the caller knows of a snapshot. */
export type SnapshotOf = Omit<
  Snapshot,
  "schema" | "environment" | "platform" | "python" | "conda" | "distributions"
> & {
  /** Of an environment of conda's, what activating it sets. */
  readonly variables?: Readonly<Record<string, string>>;
};

/** Hashes (`sha256:hex`) that burrow recorded for a version that it installed; empty when it did not. */
export type RecordedHashes = (name: string, version: string) => readonly string[];

/** Takes the exact content of an environment as it was found. What it inherits is its base's and is left out, and so is what cannot be named. */
export function snapshotOf(
  environment: Environment,
  { variables = {}, ...about }: SnapshotOf,
  recorded?: RecordedHashes,
): Snapshot {
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
    ...(environment.packages && { conda: { packages: snapshotPackages(environment), variables } }),
    distributions: [...pipsIn(environment, installedIn(environment)).values()]
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
  const theirs = generation?.recorded?.filter(({ url = "" }) => parseArchiveUrl(url) === undefined);
  const pins = new Map(theirs?.map((pin) => [`${pin.name} ${pin.version}`, pin.hashes]));
  return ({ name, version, editable, directUrl }) => {
    if (editable !== undefined || directUrl?.vcs !== undefined || directUrl?.folder !== undefined) return [];
    const sha256 = directUrl?.archive?.hashes["sha256"];
    if (sha256 !== undefined) return [`sha256:${sha256}`];
    return pins.get(`${name} ${version}`) ?? (directUrl === undefined ? recorded(name, version) : []);
  };
}

/** What is different between two states, by name; versions alone count, and of conda's packages the build where the version stays. */
export function differenceOf(from: Snapshot, to: Snapshot): readonly Change[] {
  const [before, after] = [heldBy(from), heldBy(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name): readonly Change[] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was?.version === is?.version && (was?.build === undefined || was.build === is?.build)) return [];
    const isRebuilt = was?.version === is?.version;
    const told = ({ version, build = "" }: HeldBy): string => (isRebuilt ? `${version}=${build}` : version);
    return [{ name, ...(was && { from: told(was) }), ...(is && { to: told(is) }) }];
  });
}

interface HeldBy {
  readonly version: string;
  readonly build?: string;
}

/** What pip put over a package of conda's is what an import would meet. */
function heldBy({ conda, distributions }: Snapshot): ReadonlyMap<string, HeldBy> {
  return new Map([
    ...(conda?.packages ?? []).map(({ name, version, build }) => [name, { version, build }] as const),
    ...distributions.map(({ name, version }) => [name, { version }] as const),
  ]);
}

/** Whether two states hold the same, where each came from included. */
export function sameContent(one: Snapshot, other: Snapshot): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ python, conda, distributions, environment: { generation } }: Snapshot): string {
  const held = distributions.map(({ name, version, directUrl, editable }) => [
    name,
    version,
    directUrl,
    editable,
  ]);
  const packages = conda?.packages.map(({ name, version, build, url }) => [name, version, build, url]);
  const variables = Object.entries(conda?.variables ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([python.version, generation, held, packages, variables]);
}

/** How much a snapshot holds: packages of conda's and distributions together. */
export function sizeOf({ conda, distributions }: Pick<Snapshot, "conda" | "distributions">): number {
  return (conda?.packages.length ?? 0) + distributions.length;
}
