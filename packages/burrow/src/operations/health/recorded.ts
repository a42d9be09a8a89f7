import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import type { Snapshot, SnapshotDistribution } from "../../model/snapshot.ts";
import { byName, packageFrom } from "../../plan/conda/conda-snapshot.ts";
import { sizeOf } from "../../plan/snapshot.ts";
import { newReader } from "../../plan/new-reader.ts";
import { parseArchiveUrl } from "../../standards/conda-archive-name.ts";
import { readDistributions } from "../../survey/inspect/distributions.ts";
import { generationOf } from "../../survey/inspect/generation.ts";
import { listedOnce, recordProblem } from "../../survey/inspect/record.ts";
import { withInstallers } from "../../survey/installers.ts";
import { redirected } from "../../survey/redirected.ts";
import type { Context } from "../context.ts";
import { statesOf } from "../kept-states.ts";
import { takeSnapshot } from "../take-snapshot.ts";

/**
 * What an environment held, as a snapshot: what is left of it on disk, and of a generation what burrow's record says besides. Of one that is not whole enough to be
 * read as an environment, what its site-packages tells.
 */
export function recordedAt(context: Context, prefix: AbsolutePath, environment?: Environment): Snapshot {
  const { machine } = context;
  const remains = environment ?? remainsOf(machine, prefix);
  const known = remains.distributions;
  // Without its folder of programs nothing tells which of its libraries is its own.
  const found =
    known.length > 0 ? known : readDistributions(machine, layersLeft(machine, remains.realPrefix));
  const whole = withInstallers(machine, { ...remains, distributions: oneOfEach(machine, found) });
  const snapshot = takeSnapshot(context, whole, { occasion: "found", name: "burrow" });
  const recorded = remains.generation?.recorded ?? [];
  const conda = packagesAt(snapshot.conda, recorded);
  const there = new Set(snapshot.distributions.map(({ name }) => name));
  // All of it is lost, the record of its generation too: then what burrow last saw of it.
  const isLost = environment === undefined && found.length === 0 && recorded.length === 0;
  const seen = isLost ? statesOf(context, prefix)[0] : undefined;
  if (seen !== undefined) return seen;
  const gone = recorded.filter(
    ({ name, url = "" }) => !there.has(name) && parseArchiveUrl(url) === undefined,
  );
  return {
    ...snapshot,
    ...(conda && { conda }),
    python: {
      ...snapshot.python,
      version: snapshot.python.version || (minorLeft(machine, remains.realPrefix) ?? ""),
    },
    distributions: [
      ...snapshot.distributions.map((one) => byHand(one, whole)),
      ...gone.map(({ name, version, hashes }) => ({ name, version, hashes })),
    ].toSorted(byName),
  };
}

/** Whether nothing is left of an environment, and nothing tells what it held. */
export function isForgotten(context: Context, prefix: AbsolutePath): boolean {
  return context.machine.target(prefix) === undefined && sizeOf(recordedAt(context, prefix)) === 0;
}

/** conda's packages: what is there and says where it came from; of the others, what burrow recorded of their archives. */
function packagesAt(
  found: Snapshot["conda"],
  recorded: NonNullable<NonNullable<Environment["generation"]>["recorded"]>,
): Snapshot["conda"] {
  const known = recorded.flatMap((one) => packageFrom(one) ?? []);
  if (found === undefined && known.length === 0) return undefined;
  const packages = new Map(known.map((one) => [one.name, one]));
  for (const one of found?.packages ?? [])
    if (one.url !== undefined || !packages.has(one.name)) packages.set(one.name, one);
  return { packages: [...packages.values()].toSorted(byName), variables: found?.variables ?? {} };
}

/** What was asked for by name and is not in a generation's record was added by hand. */
function byHand(one: SnapshotDistribution, { generation }: Environment): SnapshotDistribution {
  if (generation?.recorded === undefined || one.requested !== true) return one;
  return generation.recorded.some(({ name }) => name === one.name) ? one : { ...one, byHand: true };
}

/** What can be said of a folder that is no environment any more. */
function remainsOf(machine: Machine, prefix: AbsolutePath): Environment {
  const realPrefix = machine.realPath(prefix) ?? redirected(machine, prefix);
  const generation = generationOf(machine, realPrefix);
  const layers = layersLeft(machine, realPrefix);
  return {
    prefix,
    realPrefix,
    aliases: [],
    kind: "venv",
    implementation: "cpython",
    platform: machine.platform,
    layers,
    distributions: readDistributions(machine, layers),
    ...(generation && { generation }),
    ...(generation?.recorded?.some((one) => packageFrom(one) !== undefined) && { packages: [] }),
    writable: true,
    external: false,
    facts: [],
  };
}

/** Of a name that is there twice, the one whose files are whole; of several, the newest. */
function oneOfEach(machine: Machine, found: readonly Distribution[]): readonly Distribution[] {
  const reader = newReader();
  const listed = listedOnce(machine);
  const best = new Map<string, Distribution>();
  const isWhole = (one: Distribution) => recordProblem(machine, one, listed) === undefined;
  for (const one of found) {
    const before = best.get(one.name);
    if (before === undefined) best.set(one.name, one);
    else if (before.inherited !== one.inherited) best.set(one.name, one.inherited ? before : one);
    else if (isWhole(one) !== isWhole(before)) best.set(one.name, isWhole(one) ? one : before);
    else if (reader.compare(one.version, before.version) > 0) best.set(one.name, one);
  }
  return [...best.values()];
}

function layersLeft(machine: Machine, prefix: AbsolutePath): Environment["layers"] {
  const lib = join(prefix, "lib");
  const posix = machine
    .names(lib)
    .filter((name) => /^python\d/u.test(name))
    .map((name) => join(lib, name, "site-packages"));
  return [...posix, join(prefix, "Lib", "site-packages")]
    .filter((folder) => machine.target(folder)?.kind === "folder")
    .map((sitePackages) => ({ sitePackages, inherited: false }));
}

/** `3.12` of the folder that is left. */
function minorLeft(machine: Machine, prefix: AbsolutePath): string | undefined {
  const names = machine.names(join(prefix, "lib"));
  return names.map((name) => /^python(\d+\.\d+)t?$/u.exec(name)?.[1]).find((minor) => minor !== undefined);
}
