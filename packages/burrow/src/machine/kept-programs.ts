import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { collected } from "./collected.ts";
import type { Command, Output } from "./command.ts";
import { endGroup, endStragglers, signalGroup } from "./process-group.ts";

/** Milliseconds that a program waits for its next turn before its input is closed. */
const IDLE = 5000;
/** Milliseconds that it has to end by itself once its input is closed. */
const PATIENCE = 1000;

/** What a program printed in a turn, or how it ended in it. */
export type Turned = Omit<Output, "files">;

/** How a turn is followed. */
export interface TurnOptions {
  /** Seconds. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onLine: ((line: string) => void) | undefined;
}

/**
 * Programs that stay for several turns, by program, arguments and variables. One that waits keeps nobody from leaving: its input ends with this process, when it
 * is closed, or after some seconds without a turn, and so does it.
 */
export function keptPrograms(cwd: string): {
  /** Starts one ahead of its first turn. */
  readonly begin: (command: Command) => void;
  /** Gives one that waits, or a new one, its turn: a line, its own end included. */
  readonly turn: (command: Command, line: string, options: TurnOptions) => Promise<Turned>;
  /** Lets go of those that wait, and of those that are in their turn after it; this process stays until they are gone. */
  readonly close: () => void;
} {
  const waiting = new Map<string, Kept>();
  let closed = 0; // how often
  const wait = (key: string, kept: Kept, since: number) => {
    if (since !== closed || !kept.runs() || waiting.has(key)) return kept.close();
    waiting.set(key, kept);
    return kept.rest(() => waiting.delete(key));
  };
  return {
    begin: (command) => {
      const key = keyOf(command);
      if (!waiting.has(key)) wait(key, started(command, cwd), closed);
    },
    turn: async (command, line, options) => {
      const key = keyOf(command);
      const one = waiting.get(key);
      waiting.delete(key);
      const kept = one?.runs() === true ? one : started(command, cwd);
      const since = closed;
      const turned = await kept.turn(line, options);
      wait(key, kept, since);
      return turned;
    },
    close: () => {
      closed += 1;
      for (const kept of waiting.values()) kept.close();
    },
  };
}

function keyOf({ program, args, env }: Command): string {
  return JSON.stringify([program, args, env]);
}

interface Kept {
  readonly runs: () => boolean;
  readonly turn: (line: string, options: TurnOptions) => Promise<Turned>;
  /** Lets it wait without keeping this process; `over` is called when nobody wanted it or it ended. */
  readonly rest: (over: () => void) => void;
  readonly close: () => void;
}

/** Takes what a program prints, and is told how it ended. */
interface Listener {
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
  readonly ended: () => void;
}

function started({ program, args, env }: Command, cwd: string): Kept {
  const words = args.filter((argument) => typeof argument === "string");
  const child = spawn(program, words, {
    env,
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let listener: Listener | undefined;
  let end: Turned | undefined;
  let unwanted: (() => void) | undefined;
  let closing: NodeJS.Timeout | undefined;
  const early: Buffer[] = []; // what it says on stderr before its turn
  const awake = () => {
    unwanted?.();
    unwanted = undefined;
    clearTimeout(closing);
  };
  const close = () => {
    awake();
    hold(child, true); // until it is gone
    child.stdin.end();
    const killing = setTimeout(() => signalGroup(child, "SIGKILL"), PATIENCE);
    child.once("exit", () => clearTimeout(killing));
  };
  const ended = (how: Omit<Turned, "stdout" | "stderr">) => {
    end ??= { stdout: "", stderr: "", ...how };
    listener?.ended();
    awake();
  };
  child.stdin.on("error", () => {}); // it is gone: that is told by its end
  child.stdout.on("data", (chunk: Buffer) => listener?.stdout(chunk));
  child.stderr.on("data", (chunk: Buffer) => (listener ? listener.stderr(chunk) : void early.push(chunk)));
  child.once("error", (error) => {
    if (child.pid === undefined)
      ended({ status: undefined, failure: `it could not be started: ${error.message}` });
  });
  child.once("exit", () => endStragglers(child));
  child.once("close", (status, by) =>
    ended({ status: status ?? undefined, ...(by !== null && { signal: by }) }),
  );
  return {
    runs: () => end === undefined && child.exitCode === null && child.signalCode === null,
    turn: async (line, options) => {
      awake();
      hold(child, true);
      const stdout = collected(options.onLine);
      const stderr = collected(options.onLine);
      for (const chunk of early.splice(0)) stderr.write(chunk);
      const settled = new Promise<void>((resolve) => {
        let tail = "\n";
        listener = {
          stdout: (chunk) => {
            stdout.write(chunk);
            tail = (tail + chunk.subarray(-2).toString("latin1")).slice(-2);
            if (tail === "\n\n") resolve();
          },
          stderr: stderr.write,
          ended: resolve,
        };
      });
      if (end === undefined) child.stdin.write(line);
      else listener?.ended();
      const failure = await watched(child, settled, options);
      listener = undefined;
      const texts = { stdout: stdout.text(), stderr: stderr.text() };
      return { status: 0, ...end, ...(failure !== undefined && { failure }), ...texts };
    },
    rest: (over) => {
      hold(child, false);
      unwanted = over;
      closing = setTimeout(close, IDLE).unref();
    },
    close,
  };
}

/** Waits for a turn, and ends the program's group when the time is over or somebody gives up; gives why it was ended. */
async function watched(
  child: ChildProcess,
  settled: Promise<void>,
  { limit, signal }: TurnOptions,
): Promise<string | undefined> {
  let failure: string | undefined;
  let stopEnding: (() => void) | undefined;
  const end = () => void (stopEnding ??= endGroup(child));
  const limiter = setTimeout(() => {
    failure = `it was ended after ${limit} s`;
    end();
  }, limit * 1000);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  await settled;
  clearTimeout(limiter);
  signal.removeEventListener("abort", end);
  if (stopEnding !== undefined) {
    stopEnding();
    signalGroup(child, "SIGKILL"); // what the program started may outlive it
  }
  return failure;
}

/** Whether this process stays for the sake of a child. */
function hold(child: ChildProcess, stays: boolean): void {
  for (const one of [child, ...(child.stdio as (Socket | null)[])])
    if (stays) one?.ref();
    else one?.unref();
}
