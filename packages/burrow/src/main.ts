#!/usr/bin/env node
import type { World } from "./cli/world.ts";
import { isTerminal, standardError, standardOutput } from "./streams.ts";

type Start = typeof import("./start.ts");

/** The status to leave with after a second Ctrl-C: burrow does not wait for its own rollback, `burrow recover` finishes it. */
const LEFT = 130;

/** Milliseconds before V8 may optimise what runs often. */
const SHORT = 3000;

/** Milliseconds before its nursery may grow: even on a busy machine a survey is over by then. */
const LONG = 30_000;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V"))
  process.stdout.write(`${version()}\n`);
else await main();

async function main(): Promise<void> {
  const { cli, realContext } = await import("./start.ts");
  const closing: (() => void)[] = [];
  process.exitCode = await cli(argv, world(realContext, beShort(), closing));
  closing.forEach((close) => close());
}

/**
 * Most commands are over before optimised code pays, and making it beside them took a third of the CPU of judging five hundred distributions: only who works for
 * long has it, after a while or by calling what this gives. V8's nursery would grow to three times 16 MB, which a survey of a thousand environments fills with
 * garbage once and is over. What is loaded before this is called comes from Node's cache of compiled code, which holds for the usual settings alone.
 */
function beShort(): () => void {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  const optimise = () => setFlagsFromString("--opt");
  setFlagsFromString("--no-opt");
  setFlagsFromString("--semi-space-growth-factor=1");
  setTimeout(optimise, SHORT).unref();
  setTimeout(() => setFlagsFromString("--semi-space-growth-factor=2"), LONG).unref();
  return optimise;
}

function world(
  realContext: Start["realContext"],
  optimise: () => void,
  /** Gets what ends each context that is made. */
  closing: (() => void)[],
): World {
  const { signal, interrupt, listen, release } = interrupts();
  return {
    stdout: standardOutput(),
    stderr: standardError(),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    get terminal() {
      return isTerminal(2) && isTerminal(0);
    },
    signal,
    now: Date.now,
    ask: async (question, options) =>
      (await import("./ask.ts")).ask(question, { ...options, signal, interrupt: () => interrupt("SIGINT") }),
    context: async (options) => {
      listen();
      const context = realContext({ ...options, optimise });
      closing.push(() => context.runner.close?.());
      return context;
    },
    foreground: async () => {
      release(); // from here on signals are the program's
      return (await import("./operations/real-foreground.ts")).realForeground();
    },
    program: [process.execPath, import.meta.filename],
    memory: () => process.memoryUsage.rss(),
    version: version(),
  };
}

/** The first Ctrl-C (or a polite TERM or HUP) cancels, and what was begun is taken back; the second leaves at once. */
function interrupts() {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const interrupt = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(LEFT);
    controller.abort(new DOMException(signal, "AbortError"));
  };
  return {
    signal: controller.signal,
    interrupt,
    listen: () => signals.forEach((signal) => process.on(signal, interrupt)),
    release: () => signals.forEach((signal) => process.off(signal, interrupt)),
  };
}

function version(): string {
  const { version: found } = JSON.parse(
    process.getBuiltinModule("node:fs").readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as {
    readonly version: string;
  };
  return found;
}
