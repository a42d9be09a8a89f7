import type { Output } from "./cli/world.ts";

const { fstatSync, writeSync } = process.getBuiltinModule("node:fs");

/**
 * Standard output or error. What goes into a file or a pipe is written at once: Node's own stream takes longer to set up than most answers to print. Whoever
 * reads the answer and has read enough (`burrow list | head -1`) is no failure.
 */
export function standardOutput(descriptor: 1 | 2): Output {
  return isPlain(descriptor) ? written(descriptor) : streamOf(descriptor);
}

function streamOf(descriptor: 1 | 2): NodeJS.WriteStream {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return stream;
}

function isPlain(descriptor: number): boolean {
  if (process.platform === "win32") return false;
  try {
    const status = fstatSync(descriptor);
    return status.isFile() || status.isFIFO();
  } catch {
    return false;
  }
}

function written(descriptor: 1 | 2): Output {
  let stream: NodeJS.WriteStream | undefined;
  let closed = false;
  return {
    write: (text) => {
      let rest = Buffer.from(text, "utf8");
      while (rest.length > 0 && !closed && stream === undefined)
        try {
          rest = rest.subarray(writeSync(descriptor, rest));
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === "EPIPE") closed = true;
          // A pipe that somebody made so that it never lets one wait, and that is full.
          else if (code === "EAGAIN") stream = streamOf(descriptor);
          else throw error;
        }
      if (rest.length > 0) stream?.write(rest);
    },
  };
}
