// Runs programs side by side: one round runs each once, so that what the machine does besides falls on all of them.
import { spawnSync } from "node:child_process";

const TIMED = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null 2>&3; } 3>/dev/null';

/** Wall and CPU time (user and system, children included) of one run, in milliseconds. A failing program is an error. */
export function once({ command: [program, ...args], cwd, env }) {
  const run = spawnSync("bash", ["-c", TIMED, "bash", program, ...args], { cwd, env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${program} ${args.join(" ")}: exit ${run.status}`);
  const [wall, user, system] = run.stderr.trim().split(" ").map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

/** Medians of `rounds` interleaved rounds after one that warms up, by the programs' names. */
export function interleaved(programs, rounds) {
  const runs = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, program] of Object.entries(programs)) {
      program.before?.();
      const took = once(program);
      if (round > 0) runs[name].push(took);
    }
  return Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [
      name,
      { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  );
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
