import { fileURLToPath } from "node:url";
import type { AbsolutePath } from "../model/path.ts";
import type { ProbeResult } from "./machine.ts";
import { runLimited, type LimitedOutcome } from "./run-limited.ts";

/** What a probe may use up. */
export interface ProbeLimits {
  /** Until the interpreter is ended. */
  readonly seconds: number;
  /** Of all that it prints. */
  readonly bytes: number;
}

const LIMITS: ProbeLimits = { seconds: 10, bytes: 64 * 1024 };

/** The line that `probe.py` prints starts with this, so that what a `sitecustomize` prints is told apart. */
const MARKER = "burrow-probe ";

/** What an interpreter gets to see. Everything else (`PYTHON*`, `LD_PRELOAD`, `DYLD_*` …) could make it answer for another, or run somebody's code. */
const KEPT: readonly string[] = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  // A Python built with a shared library in an unusual place does not start without it.
  "LD_LIBRARY_PATH",
  "SystemRoot",
  "SYSTEMROOT",
  "SystemDrive",
  "TEMP",
  "TMP",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "ProgramData",
];

/** Asks an interpreter about itself; its answer is whatever JSON it printed, not yet believed. */
export async function probe(
  executable: AbsolutePath,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  limits: ProbeLimits = LIMITS,
): Promise<ProbeResult> {
  const started = performance.now();
  const script = fileURLToPath(new URL("../../python/probe.py", import.meta.url));
  const ask = (flags: readonly string[]) =>
    runLimited(executable, [...flags, script], { env: cleaned(env), signal, ...limits });
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const isolated = await ask(["-I", "-B"]);
    // `-I` is of Python 3.4 and PyPy 2 lacks it; an unknown option ends with status 2.
    const outcome =
      isolated.kind === "ended" && isolated.status === 2 ? await ask(["-E", "-s", "-B"]) : isolated;
    return { ...reading(outcome), seconds: seconds() };
  } catch (error) {
    signal.throwIfAborted();
    return {
      ok: false,
      detail: `it cannot be started: ${(error as NodeJS.ErrnoException).code}`,
      seconds: seconds(),
    };
  }
}

function cleaned(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) if (env[name] !== undefined) kept[name] = env[name];
  return kept;
}

type Reading =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly detail: string };

function reading(outcome: LimitedOutcome): Reading {
  if (outcome.kind === "too-long") return { ok: false, detail: `no answer within ${outcome.seconds} s` };
  if (outcome.kind === "too-much")
    return { ok: false, detail: `it printed more than ${outcome.bytes} bytes` };
  const line = outcome.stdout.split(/\r?\n/u).findLast((text) => text.startsWith(MARKER));
  if (line === undefined)
    return {
      ok: false,
      detail:
        outcome.status === 0 ? "it printed no answer" : `it ended with ${outcome.status ?? outcome.signal}`,
    };
  try {
    return { ok: true, answer: JSON.parse(line.slice(MARKER.length)) };
  } catch {
    return { ok: false, detail: "its answer is no JSON" };
  }
}
