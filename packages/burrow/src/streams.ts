import type { Output } from "./cli/world.ts";

const { fstatSync, writeSync } = process.getBuiltinModule("node:fs");

/**
 * Standard output. What goes into a file or a pipe is written at once: Node's own stream takes longer to set up than most answers to print. Whoever reads
 * the answer and has read enough (`burrow list | head -1`) is no failure; what the system refuses (a full disk) is, and is thrown.
 */
export function standardOutput(): Output {
  return isPlain(1) ? written(1, outputStream) : outputStream();
}

/** Standard error. What cannot be told there is left untold: a full disk or a terminal that is gone ends neither a change nor the taking back of one. */
export function standardError(): Output {
  if (!isPlain(2)) return errorStream();
  const output = written(2, errorStream);
  return {
    write: (text) => {
      try {
        output.write(text);
      } catch {
        // Nobody can be told.
      }
    },
  };
}

/** What a write says when whoever was there is gone: a reader, a terminal, the other end of a socket. */
const GONE: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ECONNRESET"]);

function outputStream(): NodeJS.WriteStream {
  return process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (!GONE.has(error.code)) throw error;
  });
}

function errorStream(): NodeJS.WriteStream {
  return process.stderr.on("error", () => {});
}

/** Whether a write to it is done when it returns, and says by itself what went wrong. */
function isPlain(descriptor: number): boolean {
  if (process.platform === "win32") return false;
  try {
    const status = fstatSync(descriptor);
    return status.isFile() || status.isFIFO() || (status.isCharacterDevice() && !isTerminal(descriptor));
  } catch {
    return false;
  }
}

/** Whether a descriptor of this process is a terminal. What can tell takes a tenth of Node's start to load, so only what may be one is asked. */
export function isTerminal(descriptor: number): boolean {
  try {
    if (process.platform !== "win32" && !fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule("node:tty").isatty(descriptor);
}

function written(descriptor: 1 | 2, streamOf: () => NodeJS.WriteStream): Output {
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
          else if (code === "EAGAIN") stream = streamOf();
          else throw Object.assign(error as Error, { path: "standard output" });
        }
      if (rest.length > 0) stream?.write(rest);
    },
  };
}
