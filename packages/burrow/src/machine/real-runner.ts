import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AbsolutePath } from "../model/path.ts";
import { collected } from "./collected.ts";
import type { Argument, Command, Output, Runner } from "./command.ts";
import { keptPrograms } from "./kept-programs.ts";
import { showPrefix } from "./prefix-view.ts";
import { endGroup, endStragglers, signalGroup } from "./process-group.ts";

const DEFAULT_LIMIT = 600;
/** Bytes of each scratch file that are kept. */
const MOST = 32 * 1024 * 1024;

/**
 * Runs engine programs as processes, each in a group of its own, without a shell and without input. Every command gets a new folder (0700) below `scratch`,
 * gone when `run` settles. `run` rejects with the signal's reason when it is aborted, after the group has ended; a program that cannot be started is an `Output`.
 */
export function realRunner({ scratch }: { readonly scratch: AbsolutePath }): Runner {
  const kept = keptPrograms(scratch);
  const makeScratch = () => mkdirSync(scratch, { recursive: true, mode: 0o700 });
  return {
    begin: (command) => {
      makeScratch();
      kept.begin(command);
    },
    close: kept.close,
    async run(command, { signal, onLine }) {
      signal.throwIfAborted();
      makeScratch();
      const folder = mkdtempSync(join(scratch, "command-"));
      try {
        for (const [name, text] of Object.entries(command.files ?? {}))
          writeFileSync(inFolder(folder, name), text, { mode: 0o600, flag: "wx" });
        for (const [name, prefix] of Object.entries(command.views ?? {}))
          showPrefix(prefix, inFolder(folder, name));
        const { turn, limit = DEFAULT_LIMIT } = command;
        const left =
          turn === undefined
            ? await spawned(command, folder, signal, onLine)
            : await kept.turn(command, lineOf(turn, folder), { limit, signal, onLine });
        signal.throwIfAborted();
        return { ...left, files: readBack(folder, command.reads ?? []) };
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

/** The path of a scratch file; a name that is more than a name is a fault of the engine's code. */
function inFolder(folder: string, name: string): string {
  if (!/^[\w][\w.-]*$/u.test(name))
    throw new TypeError(`not the name of a scratch file: ${JSON.stringify(name)}`);
  return join(folder, name);
}

function spell(argument: Argument, folder: string): string {
  if (typeof argument === "string") return argument;
  return (argument.prefix ?? "") + inFolder(folder, argument.scratch);
}

function lineOf(turn: readonly Argument[], folder: string): string {
  return `${JSON.stringify(turn.map((argument) => spell(argument, folder)))}\n`;
}

function readBack(folder: string, names: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const path = inFolder(folder, name);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile() === true && status.size <= MOST) found[name] = readFileSync(path, "utf8");
  }
  return found;
}

function spawned(
  { program, args, env, cwd, limit = DEFAULT_LIMIT }: Command,
  folder: string,
  signal: AbortSignal,
  onLine: ((line: string) => void) | undefined,
): Promise<Omit<Output, "files">> {
  return new Promise((resolve) => {
    const child = spawn(
      program,
      args.map((argument) => spell(argument, folder)),
      {
        env,
        cwd: cwd ?? folder,
        stdio: ["ignore", "pipe", "pipe"],
        detached: process.platform !== "win32",
        windowsHide: true,
      },
    );
    const stdout = collected(onLine);
    const stderr = collected(onLine);
    child.stdout.on("data", stdout.write);
    child.stderr.on("data", stderr.write);
    let failure: string | undefined;
    let stopEnding: (() => void) | undefined;
    const end = () => {
      stopEnding ??= endGroup(child);
    };
    const limiter = setTimeout(() => {
      failure = `it was ended after ${limit} s`;
      end();
    }, limit * 1000);
    signal.addEventListener("abort", end, { once: true });

    const settle = (status: number | null, by: NodeJS.Signals | null) => {
      clearTimeout(limiter);
      if (stopEnding !== undefined) {
        stopEnding();
        signalGroup(child, "SIGKILL"); // what the program started may outlive it
      }
      signal.removeEventListener("abort", end);
      resolve({
        status: status ?? undefined,
        ...(by !== null && { signal: by }),
        ...(failure !== undefined && { failure }),
        stdout: stdout.text(),
        stderr: stderr.text(),
      });
    };
    child.once("error", (error) => {
      failure ??= `it could not be started: ${error.message}`;
      if (child.pid === undefined) settle(null, null);
    });
    child.once("exit", () => endStragglers(child));
    child.once("close", settle);
  });
}
