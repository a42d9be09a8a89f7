// Runs programs side by side: one round runs each once, so that what the machine does besides falls on all of them.
import { spawnSync } from "node:child_process";

const TIMED = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&4; } 4>&2 2>&3';

/** Wall and CPU time (user and system, children included) of one run in milliseconds, and what it printed. A failing program is an error. */
export function once({ command: [program, ...args], cwd, env }) {
  const run = spawnSync("bash", ["-c", TIMED, "bash", program, ...args], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1024 ** 3,
  });
  if (run.status !== 0)
    throw new Error(
      `${program} ${args.join(" ")}: exit ${run.status}\n${(run.stdout + run.stderr).slice(-2000)}`,
    );
  const [wall, user, system] = run.output[3].trim().split(" ").map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000, stdout: run.stdout };
}

/**
 * Medians of `rounds` interleaved rounds after one that warms up, by the programs' names. `before` makes a program ready, `read` takes more numbers
 * from what it printed.
 */
export function interleaved(programs, rounds) {
  const runs = new Map(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, program] of Object.entries(programs)) {
      program.before?.();
      const { stdout, ...times } = once(program);
      if (round > 0) runs.get(name).push({ ...times, ...program.read?.(stdout) });
    }
  return Object.fromEntries([...runs].map(([name, all]) => [name, medians(all)]));
}

function medians(all) {
  const names = Object.keys(all[0]);
  return Object.fromEntries(names.map((name) => [name, median(all.map((run) => run[name]))]));
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
