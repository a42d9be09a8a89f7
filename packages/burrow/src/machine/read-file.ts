import { fs } from "./node.ts";

const { constants, readFileSync, statSync } = fs;

/** What `machine.readText` reads when nothing is said, in bytes. */
export const DEFAULT_LIMIT = 16 * 1024 * 1024;

/** O_NONBLOCK: should a file be exchanged for a pipe after it was looked at, the open does not wait. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The bytes of a regular file; undefined when the path leads to anything else or holds more than `limit` bytes. */
export function readBytes(path: string | Buffer, limit: number): Buffer | undefined {
  return isReadable(path, limit)
    ? within(readFileSync(path, { flag: READ as unknown as string }), limit)
    : undefined;
}

/** The same as text: UTF-8, bad bytes replaced. Node reads and decodes in one call, which halves the cost of a small file. */
export function readText(path: string | Buffer, limit: number): string | undefined {
  if (!isReadable(path, limit)) return undefined;
  return within(readFileSync(path, { encoding: "utf8", flag: READ as unknown as string }), limit);
}

/** Nothing but a regular file is ever opened: opening a pipe can wait for ever, opening a device can act. */
function isReadable(path: string | Buffer, limit: number): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.size <= limit;
}

/** A file may have grown since, and those of `/proc` tell no size at all. */
function within<Content extends string | Buffer>(content: Content, limit: number): Content | undefined {
  return content.length <= limit ? content : undefined;
}
