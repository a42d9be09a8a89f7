import { closeSync, constants, openSync, readSync, statSync } from "node:fs";

/** What `machine.readText` reads when nothing is said, in bytes. */
export const DEFAULT_LIMIT = 16 * 1024 * 1024;

/**
 * The bytes of a regular file, undefined when the path leads to anything else or holds more than `limit` bytes.
 * Nothing but a regular file is ever opened: opening a pipe can wait for ever, opening a device can act.
 */
export function readRegularFile(path: string | Buffer, limit: number): Buffer | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile() || status.size > limit) return undefined;
  // O_NONBLOCK: should the file be exchanged for a pipe in between, the open does not wait.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readAll(file, status.size, limit);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, size: number, limit: number): Buffer | undefined {
  // One byte more than promised, so that a file that grew, or that tells no size (/proc), is noticed.
  let buffer = Buffer.allocUnsafe(size + 1);
  let filled = 0;
  for (;;) {
    const count = readSync(file, buffer, filled, buffer.length - filled, null);
    filled += count;
    if (filled > limit) return undefined;
    if (count === 0 || filled === size) return buffer.subarray(0, filled);
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length + 4096)]);
  }
}
