import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { ProcessIdentity, Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { BurrowError } from "../model/error.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { TransactionPlace } from "./place.ts";
import { removeIfEmpty } from "./remove.ts";
import { codeOf, NO_HARD_LINK } from "./system-error.ts";

/** A lock that is held. */
export interface Lock {
  /** Gives it up, and removes its folder when nothing is left in it. Never throws: what cannot be given up is taken over once this process is gone. */
  release(): void;
}

/** The content of a lock: who holds it. `nonce` tells two locks of one process apart. */
interface Holder extends ProcessIdentity {
  readonly nonce: string;
}

const holderSchema = v.object({
  nonce: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.exactOptional(v.string()),
  boot: v.exactOptional(v.string()),
  namespace: v.exactOptional(v.string()),
});

/** How often a lock that changes hands meanwhile is looked at again. */
const MOST_TRIES = 20;

/**
 * Takes the one lock of a transaction folder, or throws `apply/locked` with its holder's pid.
 *
 * The file appears whole, by a hard link. The lock of a process that is gone is replaced by whoever first makes the claim that bears that lock's
 * nonce; since a lock is only ever replaced under its own claim, two takers cannot both succeed.
 */
export function takeLock(bench: Workbench, place: TransactionPlace, processes: Processes): Lock {
  const { folder } = place;
  const mine: Holder = { nonce: randomBytes(8).toString("hex"), ...processes.self() };
  const file = join(folder, "lock");
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    bench.makeFolder(folder, 0o755);
    if (bench.status(folder)?.kind === "link") throw foreign(folder);
    try {
      const there = seize(bench, folder, file, mine, processes);
      if (there === "taken") {
        sweep(bench, folder, processes);
        return { release: () => release(bench, folder, file, mine) };
      }
      if (there !== "again") throw locked(place, there);
    } catch (error) {
      removeFolder(bench, folder);
      if (codeOf(error) !== "ENOENT") throw error; // its last holder removed the folder
    }
  }
  throw locked(place, undefined);
}

/** Tries to put `mine` at the path: taken, or the holder who runs, or `again` when it changed hands meanwhile. */
function seize(
  bench: Workbench,
  folder: AbsolutePath,
  path: AbsolutePath,
  mine: Holder,
  processes: Processes,
): "taken" | "again" | Holder {
  if (putLock(bench, folder, path, mine)) return "taken";
  const there = readHolder(bench, path);
  if (there === undefined) return bench.status(path) === undefined ? "again" : unreadable(path);
  if (processes.mayRun(there)) return there;

  const claim = join(folder, `lock.${there.nonce}.claim`);
  const claimed = seize(bench, folder, claim, mine, processes);
  if (claimed !== "taken") return claimed;
  const beside = join(folder, `lock.${mine.nonce}.next`);
  try {
    if (readHolder(bench, path)?.nonce !== there.nonce) return "again";
    bench.createFile(beside, JSON.stringify(mine), 0o644);
    bench.syncFile(beside);
    bench.rename(beside, path);
    return "taken";
  } finally {
    bench.removeFile(beside);
    bench.removeFile(claim);
  }
}

/** Makes the file, whole and exclusively; false when there is one. */
function putLock(bench: Workbench, folder: AbsolutePath, path: AbsolutePath, mine: Holder): boolean {
  const beside = join(folder, `lock.${mine.nonce}.new`);
  const content = JSON.stringify(mine);
  bench.removeFile(beside);
  try {
    bench.createFile(beside, content, 0o644);
    bench.syncFile(beside);
    bench.hardLink(beside, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    if (!NO_HARD_LINK.has(code)) throw error;
    return putWithoutLinks(bench, path, content);
  } finally {
    bench.removeFile(beside);
  }
}

/** Where there are no hard links the file is made exclusively and may for a moment be seen empty; nobody takes over what cannot be read. */
function putWithoutLinks(bench: Workbench, path: AbsolutePath, content: string): boolean {
  try {
    bench.createFile(path, content, 0o644);
    bench.syncFile(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function release(bench: Workbench, folder: AbsolutePath, file: AbsolutePath, mine: Holder): void {
  try {
    if (readHolder(bench, file)?.nonce === mine.nonce) bench.removeFile(file);
  } catch {
    // The disk fails; the lock is taken over once this process is gone.
  }
  removeFolder(bench, folder);
}

function removeFolder(bench: Workbench, folder: AbsolutePath): void {
  try {
    removeIfEmpty(bench, folder);
  } catch {
    // The next one is already here, or the disk fails; an empty folder harms nobody.
  }
}

/** Removes what takers left who are gone. */
function sweep(bench: Workbench, folder: AbsolutePath, processes: Processes): void {
  for (const { name } of bench.list(folder)) {
    if (!name.startsWith("lock.")) continue;
    const left = join(folder, name);
    const holder = readHolder(bench, left);
    if (holder === undefined || !processes.mayRun(holder)) bench.removeFile(left);
  }
}

function readHolder(bench: Workbench, path: AbsolutePath): Holder | undefined {
  let data: unknown;
  try {
    data = JSON.parse(bench.readText(path, 4096) ?? "");
  } catch {
    return undefined;
  }
  const read = v.safeParse(holderSchema, data);
  return read.success ? read.output : undefined;
}

function locked({ guarded }: TransactionPlace, holder: Holder | undefined): BurrowError {
  return new BurrowError("apply/locked", `\`${guarded}\` is being changed by another burrow`, {
    ...(holder !== undefined && {
      because: `process ${holder.pid} holds its lock`,
      details: { pid: holder.pid },
    }),
    hint: "wait until it is done, then run the command again",
  });
}

function foreign(folder: AbsolutePath): BurrowError {
  return new BurrowError("apply/rolled-back", `\`${folder}\` is a link, so nothing was changed`, {
    because: "burrow keeps its journals in a folder of its own",
  });
}

function unreadable(path: AbsolutePath): never {
  throw new BurrowError("apply/locked", `the lock \`${path}\` cannot be read`, {
    because: "it is empty or not of burrow's making",
    hint: `when no burrow runs here: rm ${path}`,
  });
}
