import { setTimeout as wait } from "node:timers/promises";
import type { Project } from "../e2e.ts";

/**
 * Applies a saved plan twice undisturbed, the second time with everything warm, then again and again, killing burrow and all that it started at another
 * moment each time, spread over the time that it took; each time the project is recovered, and `judge` sees what there is. Gives how many kills came
 * before it was done.
 */
export async function killedTimes(
  times: number,
  here: Project,
  plan: string,
  judge: (moment: number) => unknown,
): Promise<number> {
  let took = Infinity;
  for (const _ of ["cold", "warm"]) {
    const began = performance.now();
    await here.run("up", plan, "--json");
    took = performance.now() - began;
    await judge(took);
  }
  let killed = 0;
  for (let time = 0; time < times; time += 1) {
    // The golden ratio spreads any number of moments evenly.
    const moment = Math.floor((0.1 + 0.8 * ((time * 0.618_034 + 0.35) % 1)) * took);
    const began = performance.now();
    const started = here.start("up", plan, "--json");
    const ended = await Promise.race([started.ended.then(() => true), wait(moment).then(() => false)]);
    if (ended) took = Math.min(took, performance.now() - began);
    else killed += 1;
    started.signalGroup("SIGKILL");
    await started.ended;
    await here.run("recover");
    await judge(moment);
  }
  return killed;
}
