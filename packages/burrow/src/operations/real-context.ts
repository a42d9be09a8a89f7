import { transactionNames } from "../apply/transaction-names.ts";
import { realMachine } from "../machine/real-machine.ts";
import { realWorkbench } from "../machine/real-workbench.ts";
import { realProcesses } from "../machine/processes.ts";
import type { Report } from "../model/event.ts";
import { absolute, join } from "../model/path.ts";
import type { Context } from "./context.ts";
import { foldersOf } from "./folders.ts";
import { laterArchives, laterEncryption, laterDownloads, laterRunner } from "./later-ports.ts";

/** What a caller may say about the context; the rest is this machine and this process. */
export interface ContextOptions {
  readonly report?: Report;
  readonly signal?: AbortSignal;
  readonly cwd?: string;
  /** What the person typed, for the journal and the history. */
  readonly command?: string;
  /** Called before work that is long by design: a program that keeps V8 from optimising lets it then. */
  readonly optimise?: () => void;
}

/** This machine, this process, this clock: what an operation is given outside tests. */
export function realContext({
  report = () => {},
  signal = new AbortController().signal,
  cwd = ".",
  command = "burrow",
  optimise = () => {},
}: ContextOptions = {}): Context {
  const machine = realMachine();
  const folders = foldersOf(machine.platform.os, machine.home, machine.env);
  return {
    machine,
    bench: realWorkbench(machine),
    runner: laterRunner(join(folders.cache, "scratch")),
    processes: realProcesses(),
    names: transactionNames(Date.now),
    downloads: laterDownloads(machine.env),
    archives: laterArchives(machine.platform.os),
    encryption: laterEncryption(optimise),
    folders,
    cwd: join(absolute(process.cwd()), cwd),
    command,
    now: () => Date.now(),
    report,
    signal,
  };
}
