// Running a program to its end, or not.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Runs a command in a process group of its own. After `killAfter` milliseconds (from `since`, a promise; default its start) the whole group gets SIGKILL. Gives its status, what it said and how long it took, in milliseconds. */
export async function run([program, ...args], { cwd, env, killAfter, since, niceness = false }) {
  const [name, ...rest] = niceness ? ["nice", program, ...args] : [program, ...args];
  const began = performance.now();
  const child = spawn(name, rest, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const exited = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => resolve({ status, signal, ms: performance.now() - began }));
  });
  if (killAfter !== undefined) {
    await Promise.race([exited, since ?? Promise.resolve()]);
    await Promise.race([exited, wait(killAfter)]);
    killGroup(child.pid);
  }
  const { status, signal, ms } = await exited;
  return { status, signal, ms, said: () => stdout + stderr };
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {} // all of it has ended
}

/** Ends what still works in a folder, as the engine of a killed burrow may, and waits until it has. */
export async function endAllIn(folder) {
  for (let tries = 0; tries < 200; tries += 1) {
    const left = readdirSync("/proc").filter(
      (pid) => /^\d+$/u.test(pid) && Number(pid) !== process.pid && namesFolder(pid, folder),
    );
    if (left.length === 0) return;
    for (const pid of left)
      try {
        process.kill(Number(pid), "SIGKILL");
      } catch {} // it has ended
    await wait(10);
  }
  throw new Error(`something in ${folder} does not end`);
}

function namesFolder(pid, folder) {
  try {
    if (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).startsWith("Z")) return false;
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`HOME=${folder}/`);
  } catch {
    return false;
  }
}
