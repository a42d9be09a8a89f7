import { lineSplitter } from "./line-splitter.ts";

/** Bytes of a stream that are kept. */
const MOST = 32 * 1024 * 1024;

/** Takes what a stream gives, keeps the first 32 MiB of it and tells its lines; `text` is asked for once, at the end. */
export function collected(onLine: ((line: string) => void) | undefined): {
  readonly write: (chunk: Buffer) => void;
  readonly text: () => string;
} {
  const chunks: Buffer[] = [];
  let room = MOST;
  const lines = onLine && lineSplitter(onLine);
  return {
    write: (chunk) => {
      lines?.write(chunk);
      if (room > 0) chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
    },
    text: () => {
      lines?.end();
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}
