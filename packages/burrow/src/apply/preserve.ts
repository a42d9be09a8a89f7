import type { Workbench } from "../machine/workbench.ts";
import { parent, type AbsolutePath } from "../model/path.ts";
import {
  copied,
  farmed,
  preservedEntry,
  preservedList,
  writePreserved,
  type PreservedEntry,
} from "./preserved.ts";
import { codeOf, NO_HARD_LINK } from "./system-error.ts";
import { walk, type Found } from "./walk.ts";

/** There is not enough room to keep what may change. Sizes in bytes. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
}

/** Left free for the change itself, in bytes. */
const RESERVE = 16n * 1024n ** 2n;

/** How many files are kept before others may have their turn. */
const FILES_AT_ONCE = 256;

/**
 * Keeps a whole prefix so that `restorePrefix` can put it back: a second name (hard link) of every file, a real copy of what `isWrittenInPlace`
 * says, and a list of everything, which it gives. A file that takes no hard link is copied too, after the room was asked for. All of it is durable afterwards.
 */
export async function preservePrefix(
  bench: Workbench,
  prefix: AbsolutePath,
  preserved: AbsolutePath,
  isWrittenInPlace: (found: Found) => boolean,
): Promise<readonly PreservedEntry[]> {
  await bench.removeTree(preserved);
  bench.makeFolder(preserved, 0o700);
  const all = await walk(bench, prefix, (path) => path === ".burrow");
  const files = all.filter(isFile);
  const keep = keeper(bench, preserved, files);
  const entries: PreservedEntry[] = [];
  const root = bench.target(prefix);
  if (root !== undefined) entries.push(preservedEntry(bench, { path: "", at: prefix, status: root }));
  for (const [index, found] of all.entries()) {
    const sha256 = found.status.kind === "file" ? await keep(found, isWrittenInPlace(found)) : undefined;
    entries.push({ ...preservedEntry(bench, found), ...(sha256 !== undefined && { sha256 }) });
    if (index % FILES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  bench.createFile(preservedList(preserved), writePreserved(entries), 0o600);
  await makeDurable(bench, preserved);
  return entries;
}

/** Keeps one file; gives its SHA-256 when it was copied. */
function keeper(bench: Workbench, preserved: AbsolutePath, files: readonly Found[]) {
  const folders = new Set<AbsolutePath>();
  const within = (path: AbsolutePath) => {
    const folder = parent(path);
    if (!folders.has(folder)) bench.makeFolder(folder, 0o700);
    folders.add(folder);
    return path;
  };
  const copy = async ({ path, at }: Found) => {
    const to = within(copied(preserved, path));
    bench.copyFile(at, to);
    return await bench.sha256(to);
  };
  let asked = false;
  return async (found: Found, writtenInPlace: boolean): Promise<string | undefined> => {
    try {
      bench.hardLink(found.at, within(farmed(preserved, found.path)));
    } catch (error) {
      if (!NO_HARD_LINK.has(codeOf(error))) throw error;
      if (!asked) askForRoom(bench, preserved, files);
      asked = true;
      return await copy(found);
    }
    return writtenInPlace ? await copy(found) : undefined;
  };
}

function askForRoom(bench: Workbench, preserved: AbsolutePath, files: readonly Found[]): void {
  const needed = files.reduce((sum, { status }) => sum + BigInt(status.size), 0n);
  const free = bench.freeSpace(preserved);
  if (needed + RESERVE > free) throw new NoRoom(`keeping a copy takes ${needed} bytes, and ${free} are free`);
}

function isFile({ status }: Found): boolean {
  return status.kind === "file";
}

/** Names of the farm, content of the copies: what a hard link names was durable before or never was. */
async function makeDurable(bench: Workbench, preserved: AbsolutePath): Promise<void> {
  const made = await walk(bench, preserved);
  await bench.syncAll(made.filter((one) => isFile(one) && !one.path.startsWith("farm/")).map(({ at }) => at));
  await bench.syncAll(made.filter((one) => !isFile(one)).map(({ at }) => at));
  bench.syncFolder(preserved);
  bench.syncFolder(parent(preserved));
}
