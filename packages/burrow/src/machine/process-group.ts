import type { ChildProcess } from "node:child_process";

/** Milliseconds between INT and TERM, and between TERM and KILL. */
const PATIENCE = { toTerm: 300, toKill: 300 } as const;

/** Milliseconds that what a program left behind may hold its pipes open after it ended. */
const STRAGGLERS = 200;

/** Signals a child that was started `detached` with everything it started; Windows has no groups, there the child alone is ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Asks the group to end (INT), then tells it (TERM), then ends it (KILL). Gives what stops this, for when it ended by itself. */
export function endGroup(child: ChildProcess): () => void {
  signalGroup(child, "SIGINT");
  const toTerm = setTimeout(() => signalGroup(child, "SIGTERM"), PATIENCE.toTerm);
  const toKill = setTimeout(() => signalGroup(child, "SIGKILL"), PATIENCE.toTerm + PATIENCE.toKill);
  return () => {
    clearTimeout(toTerm);
    clearTimeout(toKill);
  };
}

/** What a program started may hold its pipes for ever: when they are still open a moment after its end, its group is ended and they are closed. */
export function endStragglers(child: ChildProcess): void {
  const end = () => {
    if (child.stdout?.readableEnded === true && child.stderr?.readableEnded === true) return;
    signalGroup(child, "SIGKILL");
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  setTimeout(end, STRAGGLERS).unref();
}
