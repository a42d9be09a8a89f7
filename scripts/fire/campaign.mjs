// Kills at random times, and what is left: one campaign of one tool.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isOpen, OWN, prepare } from "./contestants.mjs";
import { difference, faultsOf, tree } from "./oracle.mjs";
import { endAllIn, run } from "./process.mjs";
import { MANY, variables } from "./setting.mjs";

/** Numbers in [0, 1) from a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A project of a campaign that can be put back to its beginning, and what it is before and after. */
export async function stage(campaign, folder, pins = MANY, more = {}) {
  const here = { cwd: join(folder, "project"), env: { ...variables(folder), ...more } };
  const kept = join(folder, "kept");
  prepare(campaign, here, pins);
  mkdirSync(kept);
  execFileSync("cp", ["-a", here.cwd, here.env.HOME, kept]);
  const reset = async () => {
    await endAllIn(folder);
    for (const name of ["project", "home"]) rmSync(join(folder, name), { recursive: true, force: true });
    execFileSync("cp", ["-a", join(kept, "project"), join(kept, "home"), folder]);
  };
  const see = () => tree(here.cwd, campaign.except);
  const judged = (now) => {
    if (isSame(now, before)) return "before";
    if (isSame(now, after)) return "after";
    return between.some((one) => isSame(now, one)) ? "between" : "third";
  };
  const before = see();
  const madeBy = async (command) => {
    const { status, said } = await run(command, here);
    if (status !== 0) throw new Error(`${campaign.tool} ${campaign.way}: ${said()}`);
    return see();
  };
  const between = [];
  for (const command of campaign.between ?? []) {
    between.push(await madeBy(command));
    await reset();
  }
  const after = await madeBy(campaign.command);
  const stateNow = () => judged(see());
  /** The same without what a transaction keeps of its own. */
  const contentNow = () =>
    judged(withoutEmpty(tree(here.cwd, (path) => campaign.except(path) || OWN.test(path))));
  const faults = (prefix = ".venv") =>
    faultsOf(join(here.cwd, prefix), pins.modules, { partly: campaign.way === "fill" });
  return { campaign, folder, here, reset, see, stateNow, contentNow, before, after, faults };
}

function isSame(one, other) {
  return one.join("\n") === other.join("\n");
}

/** Without folders of burrow's that have nothing in them. */
function withoutEmpty(lines) {
  return lines.filter(
    (line, index) =>
      !/^(?:\.venv\/)?\.burrow folder /u.test(line) ||
      lines[index + 1]?.startsWith(`${line.split(" folder ")[0]}/`),
  );
}

/** Kills the command at random times until so many runs were killed; `tell` is given each. Runs that end first do not count, and say how long a run takes. */
export async function killMany(set, { kills, rng, tell }) {
  const { campaign, here, reset } = set;
  const took = { whole: [], change: [] };
  const aims = campaign.tool === "burrow" ? ["whole", "change"] : ["whole"];
  const lasted = (aim) => median(took[aim].slice(-7));
  for (let turn = 0; turn < 3; turn += 1) {
    await reset();
    await timed(set, took);
  }
  for (let killed = 0, turn = 0; killed < kills; turn += 1) {
    await reset();
    const aim = aims[turn % aims.length];
    const delay = rng() * lasted(aim) * 1.05;
    const since = aim === "change" ? opened(here.cwd) : undefined;
    const { signal, ms } = await run(campaign.command, { ...here, killAfter: delay, since: since?.promise });
    since?.stop();
    if (signal !== "SIGKILL") {
      if (aim === "whole") took.whole.push(ms);
      else took.change.push(Math.max(50, delay * 0.9));
      continue;
    }
    const judge = campaign.tool === "burrow" ? judgeBurrow : judgePeer;
    tell({
      tool: campaign.tool,
      way: campaign.way,
      aim,
      delay: Math.round(delay),
      whole: Math.round(lasted("whole")),
      ...(await judge(set, killed, rng)),
    });
    killed += 1;
  }
}

/** One run that nobody disturbs: how long it takes, and how long its transaction is open. */
async function timed({ campaign, here }, took) {
  const began = performance.now();
  const since = opened(here.cwd);
  const { ms } = await run(campaign.command, here);
  since.stop();
  took.whole.push(ms);
  const at = await since.promise;
  took.change.push(at === undefined ? ms : ms - (at - began));
}

/** When a transaction begins; undefined once it is stopped before. */
export function opened(project) {
  const stopped = new AbortController();
  const look = async () => {
    for (; !stopped.signal.aborted; await wait(2)) if (isOpen(project)) return performance.now();
    return undefined;
  };
  return { promise: look(), stop: () => stopped.abort() };
}

/** The next command is `recover`, or every third time the same again: nothing else may bring it to before or after. Every third time a recovery is killed as well. */
async function judgeBurrow(
  { campaign, here, see, stateNow, contentNow, before, after, faults },
  number,
  rng,
) {
  const open = isOpen(here.cwd);
  const left = open ? "open" : contentNow(); // while it is open, the engine that outlived burrow may still be at work
  const twice =
    open &&
    number % 3 === 2 &&
    (await run(campaign.recover, { ...here, killAfter: rng() * 500 })).signal === "SIGKILL";
  const again = number % 3 === 1;
  const { status, ms, said } = await run(again ? campaign.command : campaign.recover, here);
  const state = stateNow();
  const ok = status === 0 && (again ? state === "after" : state !== "third");
  const wrong = ok ? [] : faults();
  return {
    left,
    twice,
    next: again ? "again" : "recover",
    ms: Math.round(ms),
    status,
    state,
    ok,
    silent: status === 0 && wrong.length > 0,
    ...(!ok && { wrong, difference: difference(see(), state === "after" ? after : before), said: said() }),
  };
}

/** What is neither before nor after is looked at, then the same command is run again. */
export async function judgePeer({ campaign, here, stateNow, faults }) {
  const left = stateNow();
  if (left !== "third") return { left, state: left, ok: true, silent: false };
  const wrong = faults();
  const checked = (await run(campaign.check, here)).status;
  const { status, ms } = await run(campaign.command, here);
  const state = stateNow();
  const still = state === "after" ? [] : faults();
  return {
    left,
    broken: wrong.length > 0,
    checked,
    ms: Math.round(ms),
    status,
    state,
    ok: status === 0 && still.length === 0,
    silent: status === 0 && still.length > 0,
    wrong: [...wrong.slice(0, 4), ...(still.length > 0 ? ["and again:", ...still.slice(0, 4)] : [])],
  };
}

/** The middle of some numbers. */
export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** The smallest of some numbers that so large a part of them does not exceed. */
export function quantile(numbers, part) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}
