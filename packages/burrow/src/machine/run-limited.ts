import { spawn } from "node:child_process";
import type { AbsolutePath } from "../model/path.ts";
import { endGroup, signalGroup } from "./process-group.ts";

/** What came of a program that was given little time and little room. */
export type LimitedOutcome =
  | {
      readonly kind: "ended";
      readonly status: number | undefined;
      readonly signal: string | undefined;
      readonly stdout: string;
    }
  | { readonly kind: "too-long"; readonly seconds: number }
  | { readonly kind: "too-much"; readonly bytes: number };

/**
 * Runs a program in a process group of its own, without input, and reads what it prints on stdout.
 * Whatever comes first (its end, the limit, the abort) ends the whole group. Rejects with the system's error when it cannot start, and with the signal's reason.
 */
export function runLimited(
  program: AbsolutePath,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly seconds: number;
    readonly bytes: number;
  },
): Promise<LimitedOutcome> {
  const { env, signal, seconds, bytes } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let verdict: LimitedOutcome | undefined;
    let calmDown: (() => void) | undefined;
    const end = (why?: LimitedOutcome) => {
      verdict ??= why;
      calmDown ??= endGroup(child);
    };
    let leftovers: NodeJS.Timeout | undefined;
    const aborted = () => end();
    const limit = setTimeout(() => end({ kind: "too-long", seconds }), seconds * 1000);
    const settle = (status: number | null, by: NodeJS.Signals | null) => {
      clearTimeout(limit);
      calmDown?.();
      clearTimeout(leftovers);
      signal.removeEventListener("abort", aborted);
      child.stdout.destroy();
      if (signal.aborted) reject(signal.reason as Error);
      else
        resolve(
          verdict ?? {
            kind: "ended",
            status: status ?? undefined,
            signal: by ?? undefined,
            stdout: Buffer.concat(chunks).toString("utf8"),
          },
        );
    };

    signal.addEventListener("abort", aborted, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytes) return void chunks.push(chunk);
      child.stdout.destroy();
      end({ kind: "too-much", bytes });
    });
    child.once("error", (error) => {
      clearTimeout(limit);
      signal.removeEventListener("abort", aborted);
      reject(error);
    });
    child.once("close", settle);
    // A grandchild may hold the pipe open long after; what the program itself printed is there within a moment.
    child.once("exit", (status, by) => {
      signalGroup(child, "SIGKILL");
      leftovers = setTimeout(() => settle(status, by), 200);
    });
  });
}
