import { BurrowError } from "../model/error.ts";
import { isAbsolute, join } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { isSnapshotName } from "../protocol/snapshot.ts";
import {
  readSnapshot,
  snapshotsIn,
  type StoredSnapshot,
  type UnreadableSnapshot,
} from "../registry/snapshots.ts";
import type { Context } from "./context.ts";
import { settledEnvironment } from "./settled.ts";
import { showEnvironment } from "./show.ts";
import { takeSnapshot } from "./take-snapshot.ts";

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
  const environment = await settledEnvironment(context, env);
  const { bench, folders } = context;
  return snapshotsIn(bench, folders.data).add(
    takeSnapshot(context, environment, { occasion: "asked", name }),
  );
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
  const store = snapshotsIn(bench, folders.data);
  const found = store.find(subject);
  if (found !== undefined) return found;
  const { stored, unreadable } = store.list();
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

/** Removes all but the newest of each environment, those that a person asked for and its states counted apart; with `dryRun` only says which. */
export function pruneSnapshots(
  { bench, folders }: Context,
  { keep, dryRun = false }: { readonly keep: number; readonly dryRun?: boolean },
): SnapshotList {
  const store = snapshotsIn(bench, folders.data);
  const { stored, unreadable } = store.list();
  const seen = new Map<string, number>();
  const old = stored.filter(({ snapshot: { environment, occasion } }) => {
    const kind = `${occasion === "asked" ? "asked" : "state"} ${environment.prefix}`;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count > keep;
  });
  if (!dryRun) for (const { snapshot } of old) store.remove(snapshot);
  return { stored: old, unreadable };
}
