import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { isAbsolute, join } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type RecordedHashes, snapshotOf, type SnapshotOf } from "../plan/snapshot.ts";
import { isSnapshotName } from "../protocol/snapshot.ts";
import {
  newSnapshotId,
  readSnapshot,
  snapshotsIn,
  type StoredSnapshot,
  type UnreadableSnapshot,
} from "../registry/snapshots.ts";
import type { Context } from "./context.ts";
import { showEnvironment } from "./show.ts";

/** Snapshots of one environment or of all. */
export interface SnapshotList {
  /** Newest first. */
  readonly stored: readonly StoredSnapshot[];
  readonly unreadable: readonly UnreadableSnapshot[];
}

/** Takes a snapshot of an environment, by default the project's, and keeps it. Throws `env/not-found`, `usage/bad-value` for a name that is none. */
export async function createSnapshot(
  context: Context,
  { name, env }: { readonly name?: string; readonly env?: string },
): Promise<StoredSnapshot> {
  if (name !== undefined && !isSnapshotName(name))
    throw new BurrowError("usage/bad-value", `\`${name}\` is no name of a snapshot`, {
      because: "it is too long, or has a slash or a control character",
    });
  const environment = await showEnvironment(context, env);
  const { bench, folders } = context;
  return snapshotsIn(bench, folders.data).add(
    takeSnapshot(context, environment, { occasion: "asked", name }),
  );
}

/** The content of an environment as it was found, not kept anywhere yet. `installed` are pins that burrow has just installed into it. */
export function takeSnapshot(
  context: Context,
  environment: Environment,
  about: Omit<SnapshotOf, "id" | "name" | "takenAt"> & { readonly name?: string | undefined },
  installed: readonly Pin[] = [],
): Snapshot {
  const now = context.now();
  const { name, command, ...rest } = about;
  return snapshotOf(
    environment,
    {
      id: newSnapshotId(now),
      name: name ?? defaultName(now),
      takenAt: new Date(now).toISOString(),
      ...rest,
      ...(command !== undefined && { command: printableLine(command) }),
    },
    knownHashes(context, environment, installed),
  );
}

/** `snapshot_20261124_165109`, in UTC. */
function defaultName(now: number): string {
  const digits = new Date(now).toISOString().replaceAll(/[-:]/gu, "");
  return `snapshot_${digits.slice(0, 8)}_${digits.slice(9, 15)}`;
}

function printableLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 4096);
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
    [...before, ...installed].map(({ name, version, hashes }) => [`${name} ${version}`, hashes]),
  );
  return (name, version) => known.get(`${name} ${version}`) ?? [];
}

/** All snapshots, or those of one environment. */
export async function listSnapshots(
  context: Context,
  { env }: { readonly env?: string } = {},
): Promise<SnapshotList> {
  const store = snapshotsIn(context.bench, context.folders.data);
  return env === undefined ? store.list() : store.list((await showEnvironment(context, env)).prefix);
}

/** The snapshot that a name, an identity or the path of a file means; of several of one name the newest. Throws `snapshot/not-found` and `snapshot/refused`. */
export function findSnapshot(context: Context, subject: string): Snapshot {
  const { bench, cwd, folders } = context;
  const { stored, unreadable } = snapshotsIn(bench, folders.data).list();
  const found = stored.find(({ snapshot: { id, name } }) => id === subject || name === subject);
  if (found !== undefined) return found.snapshot;
  const bad = unreadable.find(({ file }) => file.endsWith(`/${subject}.json`));
  if (bad !== undefined) throw refused(bad);
  const path = isAbsolute(subject) || /[\\/]|\.json$/u.test(subject) ? join(cwd, subject) : undefined;
  if (path !== undefined && bench.status(path) !== undefined) {
    const read = readSnapshot(bench, path);
    if ("because" in read) throw refused(read);
    return read.snapshot;
  }
  throw new BurrowError("snapshot/not-found", `there is no snapshot \`${subject}\``, {
    because: stored.length === 0 ? "none was taken yet" : `the newest is \`${stored[0]?.snapshot.name}\``,
    hint: "burrow snapshot list",
  });
}

function refused({ file, because }: UnreadableSnapshot): BurrowError {
  return new BurrowError("snapshot/refused", `\`${file}\` is not a snapshot that this version can read`, {
    because,
  });
}

/** Removes all but the newest of each environment; with `dryRun` only says which. */
export function pruneSnapshots(
  { bench, folders }: Context,
  { keep, dryRun = false }: { readonly keep: number; readonly dryRun?: boolean },
): SnapshotList {
  const store = snapshotsIn(bench, folders.data);
  const { stored, unreadable } = store.list();
  const seen = new Map<string, number>();
  const old = stored.filter(({ snapshot: { environment } }) => {
    const count = (seen.get(environment.prefix) ?? 0) + 1;
    seen.set(environment.prefix, count);
    return count > keep;
  });
  if (!dryRun) for (const { snapshot } of old) store.remove(snapshot);
  return { stored: old, unreadable };
}
