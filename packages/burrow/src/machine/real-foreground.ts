import { spawn } from "node:child_process";
import { constants } from "node:os";
import { BurrowError } from "../model/error.ts";
import type { Foreground } from "./foreground.ts";

/** Signals that a terminal sends to every process in the foreground at once: Ctrl-C and Ctrl-\ (termios(3), ISIG). */
const KEYBOARD = ["SIGINT", "SIGQUIT"] as const;
/** Signals that reach burrow alone, from whoever knows its pid. */
const ADDRESSED = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"] as const;

/**
 * Runs a program in burrow's place, in burrow's own process group, so that it keeps the terminal.
 *
 * The rule of signals: burrow never dies of them while the program runs. On a terminal, Ctrl-C and Ctrl-\ have reached the program already, so they are *not* passed
 * on: a second INT would end the cleanup that the first began (pytest, docker compose). Without a terminal whoever sent INT knew burrow's pid alone, so it is passed on.
 * All others are passed on always; a program that got HUP or WINCH twice has lost nothing.
 */
export function realForeground(): Foreground {
  return {
    exec: ({ program, args, env, cwd }) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, { env, cwd, stdio: "inherit" });
        const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
        const pass = (signal: NodeJS.Signals) => void child.kill(signal);
        const listeners = new Map<NodeJS.Signals, (signal: NodeJS.Signals) => void>();
        for (const signal of KEYBOARD) listeners.set(signal, atTerminal ? stayAlive : pass);
        for (const signal of ADDRESSED) listeners.set(signal, pass);
        const supported = [...listeners].filter(
          ([signal]) => process.platform !== "win32" || signal === "SIGINT" || signal === "SIGHUP",
        );
        for (const [signal, listener] of supported) process.on(signal, listener);
        const release = () => {
          for (const [signal, listener] of supported) process.off(signal, listener);
        };

        child.once("error", (cause) => {
          if (child.pid !== undefined) return; // a signal that could not be passed on
          release();
          reject(
            new BurrowError("run/not-executable", `\`${program}\` could not be started`, {
              because: cause.message,
              cause,
            }),
          );
        });
        child.once("exit", (status, signal) => {
          release();
          resolve(signal === null ? (status ?? 1) : 128 + constants.signals[signal]);
        });
      }),
  };
}

/** What keeps burrow waiting: a signal without a listener would end it. */
function stayAlive(): void {}
