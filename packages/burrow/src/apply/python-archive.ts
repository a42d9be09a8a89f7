import type { Archives } from "../machine/archives.ts";
import type { Downloads } from "../machine/downloads.ts";
import type { Workbench } from "../machine/workbench.ts";
import { BurrowError } from "../model/error.ts";
import type { Report } from "../model/event.ts";
import { ancestors, join, type AbsolutePath } from "../model/path.ts";
import type { PythonArchive } from "../model/step.ts";

/** What obtaining and unpacking an archive takes. */
export interface ArchiveContext {
  readonly bench: Workbench;
  readonly downloads: Downloads;
  readonly archives: Archives;
  /** Where archives are kept by their checksum, safe to delete at any time. */
  readonly downloadCache: AbsolutePath;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** More than any Python has: the largest has 8,000 files and 400 MB. */
const LIMITS = { entries: 100_000, bytes: 2 * 1024 ** 3 } as const;

/** Bytes that a file takes beside its own: its last block and its name. */
const PER_ENTRY = 4096;

/** The archive on this disk: from the cache, where its checksum is taken again, else fetched. */
export async function obtainArchive(
  { url, sha256, bytes }: PythonArchive,
  { bench, downloads, downloadCache, report, signal }: ArchiveContext,
): Promise<AbsolutePath> {
  const path = cachedArchive(downloadCache, sha256);
  if (bench.status(path) !== undefined) {
    if ((await bench.sha256(path)) === sha256.toLowerCase()) return path;
    await bench.removeTree(path);
  }
  bench.makeFolder(downloadCache, 0o700);
  assertRoom(bench, downloadCache, bytes ?? 0);
  const tell = progress(report, "download");
  await downloads.fetch(url, path, {
    sha256,
    signal,
    onProgress: (done, total) => tell(done, total ?? bytes),
  });
  return path;
}

/** Where an archive is kept. */
export function cachedArchive(downloadCache: AbsolutePath, sha256: string): AbsolutePath {
  return join(downloadCache, `${sha256.toLowerCase()}.tar.gz`);
}

/** Unpacks an archive into a folder that is not there yet, once all of it was judged and the disk has room for it. */
export async function unpackArchive(
  archive: AbsolutePath,
  to: AbsolutePath,
  { bench, archives, report, signal }: ArchiveContext,
): Promise<void> {
  const { entries, bytes } = await archives
    .measure(archive, { limits: LIMITS, signal })
    .catch((error: unknown) => {
      // Whoever made it so, its checksum is right: it would be taken from the cache again and again.
      if (error instanceof BurrowError) bench.removeFile(archive);
      throw error;
    });
  assertRoom(bench, to, bytes + entries * PER_ENTRY);
  bench.makeFolder(to, 0o755);
  await archives.unpack(archive, to, { limits: LIMITS, signal, onProgress: progress(report, "unpack") });
}

function assertRoom(bench: Workbench, path: AbsolutePath, bytes: number): void {
  const there = [path, ...ancestors(path)].find((folder) => bench.status(folder) !== undefined) ?? path;
  const free = bench.freeSpace(there);
  if (free >= BigInt(bytes)) return;
  throw new BurrowError("download/failed", "there is no room for another Python", {
    because: `it takes ${Math.ceil(bytes / 1e6)} MB and ${free / 1_000_000n} MB are free`,
    hint: "make room, or set BURROW_HOME to a place on a larger disk",
  });
}

/** Tells each whole percent once; of a file whose size nobody tells, each megabyte. */
function progress(
  report: Report,
  phase: "download" | "unpack",
): (bytes: number, totalBytes?: number) => void {
  let told = -1;
  return (bytes, totalBytes) => {
    const known = totalBytes !== undefined && totalBytes > 0;
    const mark = known ? Math.min(100, Math.floor((bytes * 100) / totalBytes)) : Math.floor(bytes / 1e6);
    if (mark <= told) return;
    told = mark;
    report({
      type: "progress",
      phase,
      message: phase === "download" ? "fetching the archive" : "unpacking",
      percentage: known ? mark : 0,
      bytes,
      ...(known && { totalBytes }),
    });
  };
}
