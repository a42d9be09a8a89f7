import { chmodSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../machine/error-code.ts";
import type { AbsolutePath } from "../model/path.ts";

/** Milliseconds within which who is there has answered; who does not is taken to be gone, and the caller looks for itself. */
const PATIENCE = 1000;

/** Bytes of an answer that are read at most. */
const MOST = 64 * 1024 ** 2;

/** What who is there answers: the whole text; undefined when nobody is, or says nothing in time. */
export function askResident(path: AbsolutePath): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const parts: Buffer[] = [];
    let bytes = 0;
    const end = (answer: string | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE, () => end(undefined));
    socket.on("error", () => end(undefined));
    socket.on("data", (part) => {
      parts.push(part);
      bytes += part.length;
      if (bytes > MOST) end(undefined);
    });
    socket.on("end", () => end(bytes === 0 ? undefined : Buffer.concat(parts).toString("utf8")));
  });
}

/**
 * Answers everybody who connects with a text, on a socket for this user's eyes alone (0600), until the signal aborts; then the socket is gone.
 * One that a process left that is gone is replaced. Gives false, and does nothing, when somebody answers there already. Rejects with the system's error.
 */
export async function answerUntil(
  path: AbsolutePath,
  answer: () => string,
  signal: AbortSignal,
): Promise<boolean> {
  const server = createServer((socket) => {
    socket.on("error", () => {}); // who asked is gone
    socket.end(answer());
  });
  if (!(await listen(server, path))) {
    if ((await askResident(path)) !== undefined) return false;
    unlinkSync(path);
    if (!(await listen(server, path))) return false;
  }
  chmodSync(path, 0o600);
  try {
    await aborted(signal);
    return true;
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve())); // takes the socket's file away
  }
}

/** False when something stands at the path. */
function listen(server: Server, path: AbsolutePath): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => (codeOf(error) === "EADDRINUSE" ? resolve(false) : reject(error));
    server.once("error", failed);
    server.listen(path, () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await sleep(2 ** 30, undefined, { signal }).catch(() => {});
}
