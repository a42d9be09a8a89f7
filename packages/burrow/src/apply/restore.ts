import type { Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import type { Report } from "../model/event.ts";
import type { Undo } from "../model/journal.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { CannotUndo } from "./cannot-undo.ts";
import { copied, farmed, preservedList, readPreserved, type PreservedEntry } from "./preserved.ts";
import { asideFolder, somebodysFiles } from "./somebodys.ts";
import { walk } from "./walk.ts";

/** What a restore works with: where new names are made first, and whether edits in place are taken as they are. */
export interface RestoreContext {
  readonly kept: AbsolutePath;
  readonly acceptEdits: boolean;
  /** Whether time has passed in which somebody may have made files: these are set aside and told, not deleted. */
  readonly sparing: boolean;
  readonly report: Report;
}

/**
 * Brings a prefix back to what was preserved of it: deletes what the change placed, sets aside what somebody made meanwhile, puts every file back by rename, then modes and times.
 * May be cut anywhere and be done again. A file whose own inode was written to and that was not copied cannot be put back: once all else is, it is
 * named by `CannotUndo`.
 */
export async function restorePrefix(
  bench: Workbench,
  { prefix, preserved, changing = [] }: Omit<Extract<Undo, { readonly kind: "restore-prefix" }>, "kind">,
  { kept, acceptEdits, sparing, report }: RestoreContext,
): Promise<void> {
  const entries = readPreserved(bench, preserved);
  if (entries === undefined)
    throw new CannotUndo(`what was preserved of \`${prefix}\` cannot be read`, [preserved]);
  const since = bench.status(preservedList(preserved))?.mtime ?? 0n;
  const aside = asideFolder(prefix, baseName(kept));
  const foreign = await foreignTo(bench, prefix, entries, aside);
  const kindly = sparing ? await somebodysFiles(bench, prefix, foreign, { since, changing }) : [];
  await setAside(bench, prefix, aside, kindly);
  for (const path of foreign) await bench.removeTree(path);
  if (kindly.length > 0) {
    const [first = aside, ...rest] = kindly.map((path) => path.slice(prefix.length + 1)).toSorted();
    const what = first + (rest.length > 0 ? ` and ${rest.length} more` : "");
    report({ type: "warning", warning: reason("files-set-aside", { what, path: aside }) });
  }
  const edited: AbsolutePath[] = [];
  const within = (at: AbsolutePath) => assertWithin(bench, prefix, at);
  const restore = restorer(bench, preserved, join(kept, "back"), within);
  for (const entry of entries) {
    const at = join(prefix, entry.path);
    if (!(await restore(entry, at))) edited.push(at);
  }
  for (const entry of entries.toReversed())
    if (entry.kind === "folder") settle(bench, join(prefix, entry.path), entry, within);
  await makeDurable(bench, prefix, entries);
  if (edited.length > 0 && !acceptEdits)
    throw new CannotUndo(
      `${edited.length} of the files in \`${prefix}\` were written in place by something else`,
      edited,
    );
}

/** Throws `CannotUndo` when a folder on the way leads out of the prefix, as something that was put there meanwhile may. */
function assertWithin(bench: Workbench, prefix: AbsolutePath, at: AbsolutePath): void {
  const folder = at === prefix ? prefix : parent(at);
  const real = bench.realPath(folder);
  if (real === undefined || !isInside(real, prefix))
    throw new CannotUndo(`\`${folder}\` leads out of \`${prefix}\``, [at]);
}

/** Also what is as it should be may be so in memory alone, put back by a process that was killed before it came to this. */
async function makeDurable(
  bench: Workbench,
  prefix: AbsolutePath,
  entries: readonly PreservedEntry[],
): Promise<void> {
  const paths = (some: readonly PreservedEntry[]) => some.map(({ path }) => join(prefix, path));
  await bench.syncAll(paths(entries.filter(({ sha256 }) => sha256 !== undefined)));
  await bench.syncAll(paths(entries.filter(({ kind }) => kind === "folder")));
}

/** Moves files into a folder in the prefix, under their paths, durably. */
async function setAside(
  bench: Workbench,
  prefix: AbsolutePath,
  aside: AbsolutePath,
  files: readonly AbsolutePath[],
): Promise<void> {
  if (files.length === 0) return;
  for (const file of files) {
    const to = join(aside, file.slice(prefix.length + 1));
    bench.makeFolder(parent(to));
    bench.rename(file, to);
  }
  await bench.syncTree(aside);
  bench.syncFolder(prefix);
}

/** What was not there, and what is of another kind now; without what is in it. */
async function foreignTo(
  bench: Workbench,
  prefix: AbsolutePath,
  entries: readonly PreservedEntry[],
  aside: AbsolutePath,
): Promise<readonly AbsolutePath[]> {
  const kinds = new Map(entries.map(({ path, kind }) => [path, kind]));
  const isForeign = (path: string, kind: Status["kind"]) => kinds.get(path) !== kind;
  const foreign: AbsolutePath[] = [];
  await walk(bench, prefix, (path, kind) => {
    if (path === ".burrow" || join(prefix, path) === aside) return true;
    if (isForeign(path, kind)) foreign.push(join(prefix, path));
    return isForeign(path, kind);
  });
  return foreign;
}

/** Puts one thing back; false when its content is lost. */
function restorer(
  bench: Workbench,
  preserved: AbsolutePath,
  beside: AbsolutePath,
  within: (at: AbsolutePath) => void,
) {
  const put = (at: AbsolutePath, make: () => void) => {
    within(at);
    bench.removeFile(beside);
    make();
    bench.rename(beside, at);
  };
  const file = async (entry: PreservedEntry, at: AbsolutePath): Promise<boolean> => {
    const { path, sha256 } = entry;
    const now = bench.status(at);
    const isIntactNow = await isIntact(bench, at, now, entry);
    if (isIntactNow && String(now?.inode) === entry.inode) return true;
    const original = farmed(preserved, path);
    const kept = bench.status(original);
    if (kept !== undefined && (await isIntact(bench, original, kept, entry))) {
      put(at, () => bench.hardLink(original, beside));
      return true;
    }
    if (isIntactNow) return true;
    if (sha256 !== undefined) {
      put(at, () => {
        bench.copyFile(copied(preserved, path), beside);
        bench.setMode(beside, entry.mode);
        bench.setTime(beside, BigInt(entry.mtime));
      });
      return true;
    }
    if (kept !== undefined && kept.inode !== now?.inode) put(at, () => bench.hardLink(original, beside));
    return false;
  };
  return async (entry: PreservedEntry, at: AbsolutePath): Promise<boolean> => {
    switch (entry.kind) {
      case "folder":
        if (bench.status(at) !== undefined) return true;
        within(at);
        bench.makeFolder(at, entry.mode);
        return true;
      case "link":
        if (bench.readLink(at) !== entry.link) put(at, () => bench.makeLink(beside, entry.link ?? ""));
        return true;
      case "file": {
        const whole = await file(entry, at);
        if (whole) settle(bench, at, entry, within);
        return whole;
      }
      case "other":
        return bench.status(at)?.kind === "other";
      default:
        return entry.kind satisfies never;
    }
  };
}

/** A copied file is known by its content, any other by its inode, size and time: a program that writes in place moves the time. */
async function isIntact(
  bench: Workbench,
  at: AbsolutePath,
  now: Status | undefined,
  { size, mtime, inode, sha256 }: PreservedEntry,
): Promise<boolean> {
  if (now?.kind !== "file" || now.size !== size) return false;
  if (sha256 !== undefined) return (await bench.sha256(at)) === sha256;
  return String(now.inode) === inode && String(now.mtime) === mtime;
}

/** Sets mode and time where they differ; times are compared in microseconds, which is what can be set. */
function settle(
  bench: Workbench,
  at: AbsolutePath,
  { mode, mtime }: PreservedEntry,
  within: (at: AbsolutePath) => void,
): void {
  const now = bench.status(at);
  if (now === undefined) return;
  if (now.mode === mode && now.mtime / 1000n === BigInt(mtime) / 1000n) return;
  within(at);
  if (now.mode !== mode) bench.setMode(at, mode);
  if (now.mtime / 1000n !== BigInt(mtime) / 1000n) bench.setTime(at, BigInt(mtime));
}
