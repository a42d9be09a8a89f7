import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { BurrowError } from "../model/error.ts";
import { absolute, type AbsolutePath } from "../model/path.ts";
import { readAddress, shown } from "./address.ts";
import type { DownloadOptions, Downloads } from "./downloads.ts";
import { toFileSystem } from "./file-names.ts";
import { type Content, openAddress } from "./open-address.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What a test may set. */
export interface RealDownloadsOptions {
  /** Milliseconds without a byte after which a server counts as gone; default 30,000. */
  readonly patience?: number;
  /** The most bytes that a file may have; default 1 GiB. */
  readonly limit?: number;
}

/** Downloads through `node:https`, by the proxy and with the certificates that the variables name. */
export function realDownloads(
  env: Variables,
  { patience = 30_000, limit = 1024 ** 3 }: RealDownloadsOptions = {},
): Downloads {
  let part = 0;
  return {
    async fetch(url, to, options) {
      const address = readAddress(url);
      const beside = absolute(`${to}.${process.pid}-${(part += 1)}.part`);
      try {
        const content = await openAddress(address, { env, patience, signal: options.signal });
        const found = await write(content, beside, limit, options);
        if (found !== options.sha256.toLowerCase()) throw mismatch(address, options.sha256, found);
        await rename(toFileSystem(beside), toFileSystem(to));
      } catch (error) {
        await rm(toFileSystem(beside), { force: true });
        options.signal.throwIfAborted();
        throw error instanceof BurrowError ? error : failure(address, error as NodeJS.ErrnoException);
      }
    },
  };
}

/** Writes what comes, makes it durable and gives its SHA-256. */
async function write(
  { stream, totalBytes }: Content,
  path: AbsolutePath,
  limit: number,
  { signal, onProgress }: DownloadOptions,
): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(toFileSystem(path), "wx", 0o600).catch((error: unknown) => {
    stream.destroy();
    throw error;
  });
  try {
    await pipeline(
      stream,
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > limit) throw new Error(`it is larger than ${limit} bytes`);
          hash.update(chunk);
          await writeAll(file, chunk);
          onProgress?.(bytes, totalBytes);
        }
      },
      { signal },
    );
    if (totalBytes !== undefined && bytes !== totalBytes)
      throw new Error(`it ended after ${bytes} of ${totalBytes} bytes`);
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

/** One call may write less than it was given. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

function mismatch(address: URL, expected: string, found: string): BurrowError {
  return new BurrowError("download/checksum", `\`${shown(address)}\` is not the file that was expected`, {
    because: `its SHA-256 is ${found}, not ${expected}`,
    hint: "nothing of it was kept; try again, or ask whoever runs the server or the proxy between",
    details: { expected, found },
  });
}

/** What the system's codes mean to somebody who waits for a file. */
const MEANINGS: Readonly<Record<string, readonly [because: string, hint: string]>> = {
  ENOSPC: ["there is no space left on the disk", "make room, or set BURROW_HOME to a place on a larger disk"],
  EDQUOT: ["the disk quota is used up", "make room, or set BURROW_HOME to a place on another disk"],
  ENOTFOUND: ["its host is not known", "check the connection, or set HTTPS_PROXY when there is a proxy"],
  EAI_AGAIN: ["names cannot be looked up", "check the connection, or set HTTPS_PROXY when there is a proxy"],
  ECONNREFUSED: ["nobody answers there", "check the connection and the variables HTTPS_PROXY and NO_PROXY"],
  ENETUNREACH: ["there is no network", "check the connection"],
  EHOSTUNREACH: ["its host cannot be reached", "check the connection"],
  ECONNRESET: ["the connection was cut", "try again"],
  ENOENT: ["the file is not there", "check the address"],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "its certificate is signed by somebody unknown",
    "set SSL_CERT_FILE to the certificates of your network",
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "its certificate is signed by somebody unknown",
    "set SSL_CERT_FILE to the certificates of your network",
  ],
};

function failure(address: URL, cause: NodeJS.ErrnoException): BurrowError {
  const [because, hint] = MEANINGS[cause.code ?? ""] ?? [cause.message, undefined];
  return new BurrowError("download/failed", `\`${shown(address)}\` could not be fetched`, {
    because,
    cause,
    ...(hint !== undefined && { hint }),
  });
}
