import type { Processes } from "../../src/machine/processes.ts";

/** Processes that a test starts and ends. */
export interface FakeProcesses extends Processes {
  /** This process is gone, and another goes on. */
  readonly restart: () => void;
  /** So are all, and the machine is another boot. */
  readonly reboot: () => void;
  /** What was asked to be ended, as `NAME=value`. */
  readonly ended: readonly string[];
}

export function fakeProcesses(): FakeProcesses {
  let pid = 100;
  let boot = 1;
  const running = new Set([pid]);
  const ended: string[] = [];
  const start = () => running.add((pid += 1));
  return {
    ended,
    self: () => ({ pid, started: String(pid * 10), boot: String(boot) }),
    mayRun: (other) => other.boot === String(boot) && running.has(other.pid),
    users: () => new Map(),
    endMarked: (variable, value) => {
      ended.push(`${variable}=${value}`);
      return Promise.resolve();
    },
    restart: () => {
      running.delete(pid);
      start();
    },
    reboot: () => {
      running.clear();
      boot += 1;
      start();
    },
  };
}
