// Every step of a change, going wrong in every way, and every step of what takes it back going wrong after that.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isOpen } from "./contestants.mjs";
import { difference } from "./oracle.mjs";
import { endAllIn, run } from "./process.mjs";

const PRELOAD = fileURLToPath(new URL("faults.mjs", import.meta.url));
export const HOWS = ["kill-before", "kill-after", "ENOSPC", "EIO", "EACCES", "full"];

/** Runs a command of burrow with faults: how it ended, the acts it made, and those after each fault. */
export async function faulty([node, ...args], { folder, here }, faults) {
  const file = join(folder, "trace");
  rmSync(file, { force: true });
  const env = { ...here.env, FIRE_TRACE: file, FIRE_FAULTS: JSON.stringify(faults) };
  const ended = await run([node, "--import", PRELOAD, ...args], { ...here, env });
  const traced = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = traced
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
  const last = lines.findLastIndex(([first]) => first === "!");
  const acts = lines.slice(last + 1).map(([at, act, name]) => ({ at, act: Number(act), name }));
  return { ...ended, acts, fired: lines.filter(([first]) => first === "!").length };
}

/** The failpoints of a run: of what follows each line of the journal, the first act, the one in the middle and, but for pairs, the last, which the first of the next line follows. Where there is no journal, each act of another kind than the one before it. */
function failpoints(acts, depth) {
  const groups = [...grouped(acts).values()];
  return groups.flatMap((group) => {
    const last = depth === 1 ? [group.length - 1] : [];
    const chosen = new Set([0, Math.floor(group.length / 2), ...last]);
    return group.filter(
      ({ name }, index) =>
        chosen.has(index) || (groups.length === 1 && index > 0 && name !== group[index - 1].name),
    );
  });
}

function grouped(acts) {
  const groups = new Map();
  for (const act of acts) groups.set(act.at, [...(groups.get(act.at) ?? []), act]);
  return groups;
}

/** Such as `intent 2 install+0 ENOSPC, undone 2 install+3 kill-after`. */
const named = (faults) => faults.map(({ at, act, how }) => `${at}+${act} ${how}`).join(", ");

const withHows = (points, hows = HOWS) =>
  points.flatMap(({ at, act, name }) =>
    hows.filter((how) => name !== "spawn" || how.startsWith("kill")).map((how) => ({ at, act, how })),
  );

/**
 * Tries one fault at every failpoint, or two: the second in the same process while it takes back, or in the recovery after a kill. `isKnown` says what was done before; at most `most` are tried, spread evenly.
 * `since` and `until` are lines of the journal: then only what comes at the one or later, and before the other, goes wrong first. Of pairs the first `skip` are left out.
 */
export async function tryCombos(set, { tell, isKnown, depth, most, since, until, skip = 0 }) {
  const { campaign, reset } = set;
  await reset();
  const whole = await faulty(campaign.command, set, []);
  if (whole.status !== 0) throw new Error(whole.said());
  const place = (line, otherwise) => (line === undefined ? otherwise : placeOf(whole.acts, line));
  const [from, to] = [place(since, 0), place(until, whole.acts.length)];
  const firsts = withHows(failpoints(whole.acts.slice(from, to), depth));
  if (depth === 1)
    for (const first of spread(firsts, most)) {
      if (isKnown(named([first]))) continue;
      await reset();
      tell(await judge(set, [first], await faulty(campaign.command, set, [first])));
    }
  else await tryPairs(set, { tell, isKnown, most, firsts, skip });
}

/** The first act after a line of the journal. */
function placeOf(acts, line) {
  const place = acts.findIndex(({ at }) => at.endsWith(line));
  if (place < 0)
    throw new Error(
      `no line of the journal is ${line}: ${[...new Set(acts.map(({ at }) => at))].join(", ")}`,
    );
  return place;
}

/** One pair of each first fault, then another of each: wherever this is cut off, every step has had its share. */
async function tryPairs(set, { tell, isKnown, most, firsts, skip }) {
  const { campaign, reset } = set;
  const queues = [];
  const grave = firsts.filter(({ how }) => how === "kill-before" || how === "ENOSPC");
  for (const first of spread(grave, most)) {
    await reset();
    const ended = await faulty(campaign.command, set, [first]);
    const killed = ended.signal === "SIGKILL";
    const after = killed ? (await faulty(campaign.recover, set, [])).acts : ended.acts;
    queues.push({ first, killed, seconds: scattered(withHows(failpoints(after, 2), HOWS.slice(0, -1))) });
  }
  const all = queues.reduce((sum, { seconds }) => sum + seconds.length, 0);
  const rounds = Math.max(0, ...queues.map(({ seconds }) => seconds.length));
  const pairs = Array.from({ length: rounds }).flatMap((_, round) =>
    queues.flatMap(({ first, killed, seconds }) =>
      round < seconds.length ? [{ faults: [first, seconds[round]], killed }] : [],
    ),
  );
  for (const { faults, killed } of pairs.slice(skip, most)) {
    if (isKnown(named(faults))) continue;
    const [first, second] = faults;
    await reset();
    const begun = await faulty(campaign.command, set, killed ? [first] : faults);
    const next = killed ? await faulty(campaign.recover, set, [second]) : begun;
    tell({ ...(await judge(set, faults, next, killed)), ...(most >= grave.length && { all }) });
  }
}

/** In an order of which every beginning is spread over all. */
function scattered(all) {
  return all
    .map((value, index) => ({ value, place: (index * 0.618_033_988_75) % 1 }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

/** So many of them, evenly spread. */
function spread(all, most) {
  const step = Math.max(1, all.length / Math.max(1, most));
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Whoever was not killed says what it came to, and that has to be so; then `recover` without faults brings what is unfinished to before or after. */
async function judge(set, faults, { status, signal, fired, said }, isRecovery = false) {
  const { campaign, folder, here, see, stateNow, contentNow, before } = set;
  const killed = signal === "SIGKILL";
  const open = isOpen(here.cwd);
  const left = killed && open ? "open" : contentNow();
  const lies = [];
  const isDone = isRecovery ? left !== "third" : left === "after";
  if (!killed && status === 0 && !isDone) lies.push(`exit status 0, and it is ${left}`);
  if (!killed && status !== 0 && !open && left === "third") lies.push("a third state that nothing recovers");
  if (!killed && /"status": ?"rolled-back"/u.test(said()) && left !== "before")
    lies.push(`says rolled back, and it is ${left}`);
  const isTold = status === 5 && open; // `burrow recover` is its hint
  if (!killed && status !== 0 && !isTold && !isRecovery && left === "after")
    lies.push("says that it failed, and it is after");
  if (!killed && status === 70) lies.push("says that it is a bug");
  const recovered = await run(campaign.recover, here);
  const state = stateNow();
  await endAllIn(folder);
  const ok = lies.length === 0 && recovered.status === 0 && state !== "third";
  return {
    tool: "burrow",
    way: campaign.way,
    faults: named(faults),
    fired,
    ended: killed ? "killed" : status,
    left,
    recover: recovered.status,
    state,
    ok,
    ...(!ok && {
      lies,
      difference: difference(see(), before),
      said: said().slice(-1500),
      recovered: recovered.said().slice(-800),
    }),
  };
}
