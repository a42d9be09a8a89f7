import type { Environment } from "../model/environment.ts";
import type { Pin } from "../model/pin.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type RecordedHashes, snapshotOf, type SnapshotOf } from "../plan/snapshot.ts";
import { markOf, snapshotsIn } from "../registry/snapshots.ts";
import { condaVariables } from "../survey/inspect/conda-variables.ts";
import type { Context } from "./context.ts";

/** The content of an environment as it was found, not kept anywhere yet. `installed` are pins that burrow has just installed into it. */
export function takeSnapshot(
  context: Context,
  environment: Environment,
  about: Omit<SnapshotOf, "id" | "name" | "takenAt"> & { readonly name?: string | undefined },
  installed: readonly Pin[] = [],
): Snapshot {
  const { name, command, ...rest } = about;
  return snapshotOf(
    environment,
    {
      ...rest,
      ...markOf(context.now(), { name, command }),
      ...(environment.packages && {
        variables: condaVariables(context.machine, environment.realPrefix),
      }),
    },
    knownHashes(context, environment, installed),
  );
}

/** Of an environment that is changed in place no record stands beside it; what its last state knew of the same versions holds on. */
function knownHashes(
  { bench, folders }: Context,
  environment: Environment,
  installed: readonly Pin[],
): RecordedHashes | undefined {
  if (environment.generation !== undefined) return undefined;
  const before = snapshotsIn(bench, folders.data).latest(environment.prefix)?.distributions ?? [];
  const known = new Map(
    [...before, ...installed.filter(({ conda }) => conda === undefined)].map(({ name, version, hashes }) => [
      `${name} ${version}`,
      hashes,
    ]),
  );
  return (name, version) => known.get(`${name} ${version}`) ?? [];
}
