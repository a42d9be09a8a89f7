import * as v from "valibot";
import { codeOf, NO_HARD_LINK } from "./error-code.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { ProcessIdentity, Processes } from "./processes.ts";
import type { Workbench } from "./workbench.ts";

/** A lock that is held. */
export interface Lock {
  /** Gives it up, and removes its folder when nothing is left in it. Never throws: what cannot be given up is taken over once this process is gone. */
  release(): void;
}

/** The content of a lock: who holds it. `nonce` tells two locks of one process apart. */
export interface Holder extends ProcessIdentity {
  readonly nonce: string;
}

/** What came of trying: held; or held by somebody who may still run; or its file cannot be read, so nobody takes it over; or the folder is a link to elsewhere; or it changed hands each time. */
export type LockAttempt =
  | { readonly kind: "taken"; readonly lock: Lock }
  | { readonly kind: "held"; readonly holder: Holder }
  | { readonly kind: "unreadable"; readonly path: AbsolutePath }
  | { readonly kind: "link" }
  | { readonly kind: "busy" };

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
 * Tries to take the one lock of a folder: the file `lock` in it. The folder is made when it is missing. Throws the system's errors.
 *
 * The file appears whole, by a hard link. The lock of a process that is gone is replaced by whoever first makes the claim that bears that lock's
 * nonce; since a lock is only ever replaced under its own claim, two takers cannot both succeed.
 */
export function tryLock(bench: Workbench, folder: AbsolutePath, processes: Processes): LockAttempt {
  const mine: Holder = { nonce: nonce(), ...processes.self() };
  const file = join(folder, "lock");
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    bench.makeFolder(folder, 0o755);
    if (bench.status(folder)?.kind === "link") return { kind: "link" };
    try {
      const there = seize(bench, folder, file, mine, processes);
      if (there === "taken") {
        sweep(bench, folder, processes);
        return { kind: "taken", lock: { release: () => release(bench, folder, file, mine) } };
      }
      if (there !== "again") return there;
    } catch (error) {
      removeFolder(bench, folder);
      if (codeOf(error) !== "ENOENT") throw error; // its last holder removed the folder
    }
  }
  return { kind: "busy" };
}

/** Unlike any other, and no secret: the library of secrets takes longer to load than a lock to be taken. */
function nonce(): string {
  return [0, 1]
    .map(() => Math.floor(Math.random() * 2 ** 32))
    .map((half) => half.toString(16).padStart(8, "0"))
    .join("");
}

/** Tries to put `mine` at the path: taken, or who is in the way, or `again` when it changed hands meanwhile. */
function seize(
  bench: Workbench,
  folder: AbsolutePath,
  path: AbsolutePath,
  mine: Holder,
  processes: Processes,
): "taken" | "again" | Extract<LockAttempt, { readonly kind: "held" | "unreadable" }> {
  if (putLock(bench, folder, path, mine)) return "taken";
  const there = readHolder(bench, path);
  if (there === undefined) return bench.status(path) === undefined ? "again" : { kind: "unreadable", path };
  if (processes.mayRun(there)) return { kind: "held", holder: there };

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
    if (bench.status(folder)?.kind === "folder" && bench.list(folder).length === 0)
      bench.removeFolder(folder);
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

/** What stands in the way of the lock of a folder, which is not taken; undefined when whoever tried now would get it. */
export function lockBefore(
  machine: Pick<Workbench, "readText" | "status">,
  folder: AbsolutePath,
  processes: Pick<Processes, "mayRun">,
): Exclude<LockAttempt, { readonly kind: "taken" | "busy" }> | undefined {
  if (machine.status(folder)?.kind === "link") return { kind: "link" };
  const path = join(folder, "lock");
  if (machine.status(path) === undefined) return undefined;
  const holder = readHolder(machine, path);
  if (holder === undefined) return { kind: "unreadable", path };
  return processes.mayRun(holder) ? { kind: "held", holder } : undefined;
}

/** The lock in a folder whose holder has certainly ended; undefined when there is none, or its holder may still run. */
export function deadLockIn(
  machine: Pick<Workbench, "readText">,
  folder: AbsolutePath,
  processes: Pick<Processes, "mayRun">,
): AbsolutePath | undefined {
  const file = join(folder, "lock");
  const holder = readHolder(machine, file);
  return holder === undefined || processes.mayRun(holder) ? undefined : file;
}

function readHolder(bench: Pick<Workbench, "readText">, path: AbsolutePath): Holder | undefined {
  let data: unknown;
  try {
    data = JSON.parse(bench.readText(path, 4096) ?? "");
  } catch {
    return undefined;
  }
  const read = v.safeParse(holderSchema, data);
  return read.success ? read.output : undefined;
}
