import { closeSync, constants, openSync, readSync, statSync } from "node:fs";

/** What `machine.readText` reads when nothing is said, in bytes. */
export const DEFAULT_LIMIT = 16 * 1024 * 1024;

/** Reads regular files; undefined when the path leads to anything else or holds more than `limit` bytes. */
export interface FileReader {
  bytes(path: string | Buffer, limit: number): Buffer | undefined;
  /** As UTF-8, bad bytes replaced. */
  text(path: string | Buffer, limit: number): string | undefined;
}

/** Bytes that most files of a survey fit in. */
const ROOM = 64 * 1024;

/** A reader with a room of its own for what is only looked at: a buffer for each file would cost more than reading it. */
export function fileReader(): FileReader {
  let room: Buffer | undefined;
  return {
    bytes: (path, limit) => readRegularFile(path, limit, (size) => Buffer.allocUnsafe(size)),
    text: (path, limit) =>
      readRegularFile(path, limit, (size) =>
        size > ROOM ? Buffer.allocUnsafe(size) : (room ??= Buffer.allocUnsafeSlow(ROOM)),
      )?.toString("utf8"),
  };
}

/** Nothing but a regular file is ever opened: opening a pipe can wait for ever, opening a device can act. */
function readRegularFile(
  path: string | Buffer,
  limit: number,
  roomFor: (size: number) => Buffer,
): Buffer | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile() || status.size > limit) return undefined;
  // O_NONBLOCK: should the file be exchanged for a pipe in between, the open does not wait.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readAll(file, status.size, limit, roomFor);
  } finally {
    closeSync(file);
  }
}

function readAll(
  file: number,
  size: number,
  limit: number,
  roomFor: (size: number) => Buffer,
): Buffer | undefined {
  // One byte more than promised, so that a file that grew, or that tells no size (/proc), is noticed.
  let buffer = roomFor(size + 1);
  let filled = 0;
  for (;;) {
    const count = readSync(file, buffer, filled, buffer.length - filled, null);
    filled += count;
    if (filled > limit) return undefined;
    if (count === 0 || filled === size) return buffer.subarray(0, filled);
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length + 4096)]);
  }
}
