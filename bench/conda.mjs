// A conda environment beside py-rattler used directly: the same channel, the same caches, the same packages.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { must } from "./environments.mjs";
import { interleaved } from "./measure.mjs";
import { heading, promise, row, skipped } from "./table.mjs";

const cache = fileURLToPath(new URL("../node_modules/.cache/burrow-e2e", import.meta.url));
const peer = fileURLToPath(new URL("rattler-peer.py", import.meta.url));
const builder = fileURLToPath(new URL("../packages/burrow/test/kit/conda/channel.py", import.meta.url));
const larger = fileURLToPath(new URL("large-channel.py", import.meta.url));
const serve = fileURLToPath(new URL("channel-server.mjs", import.meta.url));

/** What the tests have unpacked: without it there is nothing to measure beside. */
const engine = join(cache, "py-rattler-0.28.0");

/** Milliseconds after which burrow takes what it sees to be so the next time as well; until then it looks at all of it. */
const SETTLED = 2500;

/** Records of the large channel in the machine's own subdir. conda-forge has several times as many. */
const LARGE = 100_000;

const SPECS = ["python", "pie", "pear", "where", "many=1.0"];

/**
 * Creates, does nothing, preserves and puts back. `python` runs py-rattler and is what the channels offer. What it costs to ask a channel depends on its size, so there
 * is a small one on disk, and a large one over HTTP in both forms that are in use.
 */
export async function conda({ folder, env: outer, burrow, python, rounds }) {
  if (!existsSync(engine)) return skipped("conda", "py-rattler is not in the tests' cache");
  const channels = join(folder, "channels");
  must([python, "-I", builder, join(channels, "small"), python], { cwd: folder, env: outer });
  const engines = join(folder, "conda-burrow/data/engines");
  mkdirSync(engines, { recursive: true });
  symlinkSync(engine, join(engines, "py-rattler-0.28.0"));
  const env = {
    ...outer,
    BURROW_HOME: join(folder, "conda-burrow"),
    RATTLER_CACHE_DIR: join(folder, "conda-cache"),
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
  };
  const at = (name, channel) =>
    place({ folder: join(folder, `conda-${name}`), env, burrow, python, channel });
  const small = at("small", `file://${channels}/small/main`);
  await created(small, `${records(join(channels, "small/main"))} records`, rounds);
  fetched(small, env, Math.min(rounds, 15));
  preserving(small, Math.min(rounds, 5));
  if (spawnSync("zstd", ["--version"]).error !== undefined)
    return skipped("conda with a large channel", "no zstd");
  must([python, "-I", larger, join(channels, "small/main"), join(channels, "large"), String(LARGE)], {
    cwd: folder,
    env: outer,
  });
  const count = records(join(channels, "large/one"));
  const server = spawn(process.execPath, [serve, join(channels, "large")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [port] = await once(server.stdout, "data");
    const url = `http://127.0.0.1:${String(port).trim()}`;
    await created(at("one", `${url}/one`), `${count} records`, rounds);
    await created(at("sharded", `${url}/sharded`), `${count} in shards`, rounds);
  } finally {
    server.kill();
  }
}

/** How many packages a channel lists, for this machine and for all. */
function records(channel) {
  const lists = readdirSync(channel).map((subdir) =>
    JSON.parse(readFileSync(join(channel, subdir, "repodata.json"), "utf8")),
  );
  return lists
    .flatMap((list) => [list.packages, list["packages.conda"]].map((all) => Object.keys(all).length))
    .reduce((sum, size) => sum + size);
}

/** A project, and the two programs that make its environment of a channel: `left` is what the peer makes. Each has what it had before in its caches, and both share them. */
function place({ folder, env, burrow, python, channel }) {
  mkdirSync(folder);
  const here = { cwd: folder, env };
  const ask = (listed) =>
    writeFileSync(
      join(folder, "environment.yml"),
      `name: bench\nchannels: ["${channel}"]\ndependencies: ${JSON.stringify(listed)}\n`,
    );
  ask(SPECS);
  const direct = (prefix) => [
    python,
    "-I",
    "-X",
    `pycache_prefix=${join(env.RATTLER_CACHE_DIR, "bytecode")}`, // as if it were installed, without touching what the tests have unpacked
    peer,
    engine,
    channel,
    prefix,
    env.RATTLER_CACHE_DIR,
    ...SPECS,
  ];
  const prefix = join(folder, "left");
  return {
    folder,
    here,
    ask,
    burrow,
    prefix,
    direct,
    up: { command: burrow("up"), ...here, before: without(join(folder, ".burrow")) },
    again: { command: burrow("up"), ...here },
    rattler: { command: direct(prefix), ...here, before: without(prefix) },
    rattlerAgain: { command: direct(prefix), ...here },
  };
}

/** Makes a place empty again. */
function without(path) {
  return () => rmSync(path, { recursive: true, force: true });
}

/** What is new and what is there already, with all that both need in the cache. */
async function created({ folder, up, rattler, again, rattlerAgain }, channel, rounds) {
  const create = interleaved({ burrow: up, rattler }, rounds);
  await setTimeout(SETTLED);
  const same = interleaved({ burrow: again, rattler: rattlerAgain }, rounds);
  const files = readdirSync(join(folder, ".burrow/envs/bench"), { recursive: true }).length;
  heading(`conda: ${files} files, ${channel}`);
  row("burrow up", create.burrow, { "py-rattler, solve and install": create.rattler });
  row("burrow up, unchanged", same.burrow, { "py-rattler, the same again": same.rattler });
  promise("create over py-rattler, wall", create.burrow.wall / create.rattler.wall, 1.3, "×");
  promise("no-op over py-rattler's, wall", same.burrow.wall / same.rattler.wall, 0.2, "×");
  promise("  over its create, wall", same.burrow.wall / create.rattler.wall, 0.2, "×");
}

/** The same with no package in the cache. */
function fetched({ up, rattler }, { RATTLER_CACHE_DIR }, rounds) {
  const fetching = (program) => ({
    ...program,
    before: () => {
      rmSync(join(RATTLER_CACHE_DIR, "pkgs"), { recursive: true, force: true });
      program.before();
    },
  });
  const took = interleaved({ burrow: fetching(up), rattler: fetching(rattler) }, rounds);
  row("burrow up, nothing in the cache", took.burrow, { "py-rattler, the same": took.rattler });
  promise("create over py-rattler, wall", took.burrow.wall / took.rattler.wall, 1.3, "×");
}

/** In place: one that burrow did not make gets other versions, and another time cannot. */
function preserving({ folder, here, ask, burrow, prefix, direct }, rounds) {
  must(direct(`${prefix}-kept`), here);
  ask(["python", "pie", "pear", "where", "many=1.1"]);
  const anew = () => {
    rmSync(prefix, { recursive: true, force: true });
    must(direct(prefix), here);
  };
  const spoiled = () => {
    anew();
    spoiledPlan(folder, must(burrow("plan", "--env", prefix, "--lenient", "--json"), here));
  };
  const events = (status, ...args) => [
    "sh",
    "-c",
    `"$@" 2>&1; test $? = ${status}`,
    "sh",
    ...burrow("up", ...args, "--json-events"),
  ];
  const took = interleaved(
    {
      upgrade: { command: events(0, "--env", prefix, "--lenient"), ...here, before: anew, read: preserved },
      undo: { command: events(4, "plan.json"), ...here, before: spoiled, read: putBack },
    },
    rounds,
  );
  promise("that prefix preserved, wall", took.upgrade.preserve, undefined, "ms");
  promise("  changed, found wrong and put back, wall", took.undo.back, undefined, "ms");
}

/** A plan of a change whose packages are not what it says of them, which is found once they are linked. */
function spoiledPlan(project, text) {
  const plan = JSON.parse(text);
  for (const { kind, pins } of plan.steps)
    if (kind === "change-packages") for (const pin of pins) pin.version += ".1";
  writeFileSync(join(project, "plan.json"), JSON.stringify(plan));
}

/** The events among what was printed. */
function told(printed) {
  return printed
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

/** Milliseconds that the preservation took. */
function preserved(printed) {
  const step = told(printed).find(({ type, kind }) => type === "step.finished" && kind === "preserve");
  return { preserve: 1000 * step.seconds };
}

/** Milliseconds from the engine's last word to the prefix as it was. */
function putBack(printed) {
  const events = told(printed);
  const last = events.findLast(({ type }) => type === "engine.line");
  const undone = events.find(({ type, kind }) => type === "step.undone" && kind === "change-packages");
  return { back: Date.parse(undone.at) - Date.parse(last.at) };
}
