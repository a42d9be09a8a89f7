import { createReadStream } from "node:fs";
import { link, mkdir, open, stat, symlink } from "node:fs/promises";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Parser, ReadEntry } from "tar";
import { BurrowError } from "../model/error.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import type { OperatingSystem } from "../model/platform.ts";
import { archivePolicy, type NameRules } from "./archive-policy.ts";
import type { ArchiveContents, Archives, UnpackOptions } from "./archives.ts";
import { toFileSystem } from "./file-names.ts";

/** Decompressed bytes that an archive may have beside those of its files: headers and padding of each entry. */
const OVERHEAD = 4096;

/** Archives read by `tar`, written by our own hand, one entry after the other. */
export function realArchives(os: OperatingSystem): Archives {
  const names: NameRules = { caseSensitive: os === "linux", windows: os === "windows" };
  return {
    measure: (archive, options) => read(archive, names, options, pass),
    unpack: (archive, to, options) => read(archive, names, options, writer(to)),
  };
}

type Handle = (entry: ReadEntry) => Promise<void>;

const pass: Handle = async (entry) => {
  entry.resume();
};

/** Reads an archive to its end; every entry is judged, then handled, before the next is looked at. */
async function read(
  archive: AbsolutePath,
  names: NameRules,
  { limits, signal, onProgress }: UnpackOptions,
  handle: Handle,
): Promise<ArchiveContents> {
  const { Parser: TarParser } = await import("tar");
  const parser = new TarParser({ strict: true, zstd: false, brotli: false });
  const policy = archivePolicy(limits, names);
  const { size } = await stat(toFileSystem(archive));
  let entries = 0;
  let stopped = false;
  let fault: unknown;
  let current: ReadEntry | undefined;
  let handled = Promise.resolve();

  const whole = new Promise<void>((resolve, reject) => {
    const take = (entry: ReadEntry, act: Handle) => {
      entries += 1;
      const { path, type, linkpath, size: bytes } = entry;
      const because = policy.objection({
        path,
        type,
        size: bytes,
        ...(linkpath !== undefined && { target: linkpath }),
      });
      if (because !== undefined) return reject(refused(archive, path, because));
      current = entry;
      entry.on("error", () => {}); // whoever reads it is told as well
      handled = handled.then(() => (stopped ? undefined : act(entry)));
      handled.catch(reject);
    };
    parser.on("entry", (entry: ReadEntry) => take(entry, handle));
    parser.on("ignoredEntry", (entry: ReadEntry) => take(entry, pass));
    parser.once("error", reject);
    parser.once("end", resolve);
  });
  whole.catch(() => {});

  try {
    const source = createReadStream(toFileSystem(archive));
    const most = limits.bytes + limits.entries * OVERHEAD;
    await pipeline(
      source,
      createGunzip(),
      async (chunks: AsyncIterable<Buffer>) => {
        try {
          await feed(parser, chunks, whole, most, () => onProgress?.(source.bytesRead, size));
          await whole;
          await handled;
        } catch (error) {
          fault = error; // the pipeline itself may then speak of nothing but its abort
          throw error;
        }
      },
      { signal },
    );
  } catch (ended) {
    const error = fault ?? ended;
    // Who handles an entry may wait for the rest of it, which does not come.
    stopped = true;
    current?.destroy(error);
    await handled.catch(() => {});
    signal.throwIfAborted();
    throw isDamage(error) ? damaged(archive, error) : error;
  }
  return { entries, bytes: policy.bytes() };
}

/** Gives the parser what comes, no faster than its entries are handled. */
async function feed(
  parser: Parser,
  chunks: AsyncIterable<Buffer>,
  whole: Promise<void>,
  most: number,
  tell: () => void,
): Promise<void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    // The parser would unpack a second layer by itself, past the count.
    if (bytes === 0 && chunk[0] === 0x1f) throw new Damage("it is compressed twice");
    bytes += chunk.length;
    if (bytes > most) throw new Damage(`it unpacks to more than ${most} bytes`);
    if (!parser.write(chunk)) await Promise.race([once(parser, "drain"), whole]);
    tell();
  }
  parser.end();
}

/** Writes entries below a folder. Every file is new: what is there is neither followed nor written over. */
function writer(to: AbsolutePath): Handle {
  const made = new Set<AbsolutePath>([to]);
  const makeFolder = async (path: AbsolutePath): Promise<void> => {
    if (made.has(path)) return;
    await mkdir(toFileSystem(path), { recursive: true, mode: 0o755 });
    made.add(path);
  };
  const below = (path: string) => join(to, path.replace(/\/$/u, "").split("/").slice(1).join("/"));

  return async (entry) => {
    const path = below(entry.path);
    if (entry.type !== "Directory") await makeFolder(parent(path));
    else await makeFolder(path);
    if (entry.type === "File" || entry.type === "OldFile") return writeFile(path, entry);
    if (entry.type === "SymbolicLink") await symlink(entry.linkpath ?? "", toFileSystem(path));
    if (entry.type === "Link") await link(toFileSystem(below(entry.linkpath ?? "")), toFileSystem(path));
    entry.resume();
  };
}

/** Of the mode only "may be run" is taken: nobody else may write, and nothing runs as somebody else. The time is kept because compiled modules name it. */
async function writeFile(path: AbsolutePath, entry: ReadEntry): Promise<void> {
  const mode = ((entry.mode ?? 0) & 0o100) === 0 ? 0o644 : 0o755;
  const file = await open(toFileSystem(path), "wx", mode);
  try {
    for await (const chunk of entry as AsyncIterable<Buffer>)
      for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
    if (entry.mtime !== undefined) await file.utimes(entry.mtime, entry.mtime);
  } finally {
    await file.close();
  }
}

/** An archive whose bytes do not make sense. */
class Damage extends Error {}

function isDamage(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof BurrowError) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error instanceof Damage || /^(?:Z_|TAR_|ERR_ZLIB)/u.test(code);
}

function refused(archive: AbsolutePath, entry: string, because: string): BurrowError {
  return new BurrowError("archive/refused", `\`${archive}\` is not unpacked`, {
    because: `\`${entry.replaceAll(/\p{Cc}/gu, "?")}\`: ${because}`,
    details: { entry },
  });
}

function damaged(archive: AbsolutePath, cause: Error): BurrowError {
  return new BurrowError("archive/damaged", `\`${archive}\` cannot be unpacked`, {
    because: cause.message,
    cause,
  });
}
