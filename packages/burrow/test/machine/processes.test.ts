import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { realProcesses } from "../../src/machine/processes.ts";

const hasProc = existsSync("/proc/self/stat");
const processes = realProcesses();

/** A process that waits until it is ended. */
async function waiting(env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("this process runs; one with another start, or of another boot, does not", () => {
  const self = processes.self();
  expect(self.pid).toBe(process.pid);
  expect(processes.mayRun(self)).toBe(true);
  expect(processes.mayRun({ ...self, boot: "another" })).toBe(!hasProc);
  expect(processes.mayRun({ ...self, started: "1" })).toBe(!hasProc);
});

test("a process runs until it ended, and one of another container may always", async () => {
  const child = await waiting();
  const other = { ...processes.self(), pid: child.pid ?? 0 };
  const { started, ...unknownStart } = other;
  expect(started !== undefined).toBe(hasProc);
  expect(processes.mayRun(unknownStart)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(processes.mayRun(unknownStart)).toBe(false);
  expect(processes.mayRun({ ...unknownStart, namespace: "pid:[1]" })).toBe(true);
});

test.runIf(hasProc)("what bears a mark is ended, and nothing else", async () => {
  const value = `test-${process.pid}`;
  const marked = await waiting({ BURROW_TRANSACTION: value });
  const longer = await waiting({ BURROW_TRANSACTION: `${value}0` });
  const exit = once(marked, "exit");
  await processes.endMarked("BURROW_TRANSACTION", value);
  expect(await exit).toEqual([null, "SIGKILL"]);
  expect(longer.exitCode ?? longer.signalCode).toBeNull();
});

test.runIf(hasProc)(
  "a folder is used by what runs, stands or is spoken of there; what only has it activated is told apart",
  async () => {
    const env = join(tmpdir(), `burrow-activated-${process.pid}`);
    const users = (folder: string) => realProcesses().users([folder])?.get(folder);
    expect(users(env)).toBeUndefined();
    const activated = await waiting({ VIRTUAL_ENV: env, PATH: `${env}/bin` });
    expect(users(env)).toEqual({ pid: activated.pid, activated: true });
    expect(users(`${env}-other`)).toBeUndefined();
    const spoken = await waiting({ PATH: `${env}/bin` });
    expect(users(env)).toEqual({ pid: spoken.pid, activated: false });
    spoken.kill("SIGKILL");
    await once(spoken, "exit");
    const conda = await waiting({ CONDA_PREFIX: `${env}/conda` });
    expect(users(`${env}/conda`)).toEqual({ pid: conda.pid, activated: true });
    expect(realProcesses().users([])).toEqual(new Map());
  },
);
