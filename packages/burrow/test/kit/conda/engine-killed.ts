import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { Project, Ran, Started } from "../e2e.ts";

/** How often an engine was alive when it was to be killed, and what became of the changes. */
export interface EngineKills {
  readonly hit: number;
  /** Of those: how often burrow said that it started another. */
  readonly reported: number;
  readonly done: number;
  readonly rolledBack: number;
}

/**
 * Applies a saved plan twice undisturbed, then again and again; each time, at another moment, the engine alone is ended by SIGKILL, and burrow lives on. `judge` sees what
 * burrow said and what there is, and makes it so that the plan can be applied again.
 */
export async function engineKilledTimes(
  times: number,
  here: Project,
  plan: string,
  judge: (ran: Ran) => unknown,
): Promise<EngineKills> {
  let took = Infinity;
  for (const _ of ["cold", "warm"]) {
    const began = performance.now();
    const ran = await here.run("up", plan, "--json");
    took = performance.now() - began;
    await judge(ran);
  }
  const counts = { hit: 0, reported: 0, done: 0, rolledBack: 0 };
  for (let time = 0; time < times; time += 1) {
    // The golden ratio spreads any number of moments evenly.
    const moment = Math.floor((0.1 + 0.8 * ((time * 0.618_034 + 0.35) % 1)) * took);
    const began = performance.now();
    const started = here.start("up", plan, "--json");
    await Promise.race([started.ended, wait(moment)]);
    const isHit = await killEngine(started);
    const ran = await started.ended;
    took = Math.min(took, performance.now() - began);
    if (isHit) {
      const { status, warnings = [] } = ran.json;
      counts.hit += 1;
      counts.reported += warnings.some(({ code }: { code: string }) => code === "engine-crashed") ? 1 : 0;
      counts.done += status === "done" ? 1 : 0;
      counts.rolledBack += status === "rolled-back" ? 1 : 0;
    }
    await judge(ran);
  }
  return counts;
}

/** Kills the engine of a run as soon as there is one and the time has come; false when the run ended before. */
export async function killEngine(
  { process: { pid }, ended }: Started,
  isTime: () => boolean = () => true,
): Promise<boolean> {
  const run = { over: false };
  void ended.then(() => (run.over = true));
  while (!run.over) {
    if (!isTime()) {
      await wait(5);
      continue;
    }
    const engines = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.trim().split(/\s+/u))
      .filter(
        ([, parent, ...args]) => Number(parent) === pid && args.some((one) => one.endsWith("conda.py")),
      );
    for (const [engine] of engines) process.kill(Number(engine), "SIGKILL");
    if (engines.length > 0) return true;
    await wait(5);
  }
  return false;
}
