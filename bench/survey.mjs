// The survey of a machine beside the least that one can do, and beside a peer that is told every project's folder.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeHomes } from "./homes.mjs";
import { projectAt } from "./many-home.mjs";
import { interleaved } from "./measure.mjs";
import { heading, promise, row, skipped } from "./table.mjs";

/** CPU that the survey may take, as a multiple of the peer's, by the number of environments. */
const LIMITS = { 20: 1, 200: 0.6, 1000: 0.1 };

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const cache = here("../node_modules/.cache/burrow-e2e");

/** Measures homes of 20, 200 and 1,000 environments that the real tools made, or that are copies of such. */
export function survey({ folder, uv, env, rounds, burrow }) {
  const pythons = pythonsOnPath(env);
  if (uv === undefined || pythons.length === 0) return skipped("the survey", "it needs uv and a Python");
  const counts = Object.keys(LIMITS).map(Number);
  const homeOf = (count) => join(folder, `home-${count}`);
  const found = makeHomes({
    real: join(cache, "homes/bench"),
    tools: join(cache, "survey-tools"),
    uv,
    pythons,
    env,
    many: counts.map((count) => ({ home: homeOf(count), count })),
  });
  const walk = walkIn(folder);
  const peer = process.env.PET;
  if (peer === undefined || !existsSync(peer)) skipped("the peer of the survey", "PET= names no binary");
  const took = {};
  for (const count of counts) {
    const home = homeOf(count);
    const there = { cwd: home, env: plain(env, home, folder) };
    const projects = Array.from({ length: count }, (_, index) => projectAt(home, index));
    const list = {
      command: burrow("list", "--all", "--json"),
      ...there,
      read: (printed) => ({ wrong: wrong(printed, home, found[home]) }),
    };
    const forget = () => rmSync(there.env.BURROW_HOME, { recursive: true, force: true });
    const programs = {
      // The first knows nothing, the second what the first left.
      burrow: { ...list, before: forget },
      again: list,
      ...(walk && { walk: { command: [walk, home], ...there } }),
      ...(peer && existsSync(peer) && { peer: { command: [peer, "find", "--json", ...projects], ...there } }),
    };
    took[count] = interleaved(programs, Math.min(rounds, count === 1000 ? 5 : rounds));
    heading(`every environment of ${count}`);
    const { burrow: ours, again, walk: least, peer: theirs } = took[count];
    row("burrow list --all", ours, {
      ...(least && { "a walk in C": least }),
      ...(theirs && { pet: theirs }),
    });
    row("burrow list --all, again", again, { "the first": ours });
    promise(`found of ${count}, and nothing else, missing or too many`, ours.wrong, 0, "environments");
    promise(`the same, the second time`, again.wrong, 0, "environments");
    promise(`the second survey over the first, ${count}, CPU`, again.cpu / ours.cpu, 0.3, "×");
    if (theirs) promise(`survey over pet, ${count}, CPU`, ours.cpu / theirs.cpu, LIMITS[count], "×");
  }
  promise("survey, 1,000 over 200, CPU", took[1000].burrow.cpu / took[200].burrow.cpu, 6, "×");
  const memory = mostMemory(burrow, homeOf(1000), plain(env, homeOf(1000), folder), folder);
  promise("memory at 1,000 above Node's own", memory, 50, "MB");
}

const text = ({ prefix, kind, version, project }) => [prefix, kind, version, project].join(" ");

/** How many environments of the home were not found as they are, or found and not there. */
function wrong(printed, home, expected) {
  const wanted = new Set(expected.map(text));
  const got = JSON.parse(printed).environments.filter(({ prefix }) => prefix.startsWith(`${home}/`));
  return got.filter((one) => !wanted.delete(text(one))).length + wanted.size;
}

function plain(env, home, folder) {
  return {
    ...env,
    HOME: home,
    PATH: "/usr/bin:/bin",
    BURROW_HOME: join(folder, "burrow"),
    PYENV_ROOT: join(home, ".pyenv"),
  };
}

function pythonsOnPath(env) {
  return ["python3"].flatMap((name) => {
    const asked = spawnSync(
      name,
      [
        "-c",
        "import sys, os; print(os.path.realpath(sys._base_executable if hasattr(sys, '_base_executable') else sys.executable), sys.version.split()[0])",
      ],
      { env, encoding: "utf8" },
    );
    const [executable, version] = (asked.stdout ?? "").trim().split(" ");
    return executable && version ? [{ executable, version }] : [];
  });
}

function walkIn(folder) {
  const walk = join(folder, "walk");
  const made = spawnSync("cc", ["-O2", "-o", walk, here("walk.c")], { encoding: "utf8" });
  if (made.status === 0) return walk;
  skipped("a walk in C", "cc is not here");
  return undefined;
}

/** Memory of a survey above that of a program that does nothing, in MB. */
function mostMemory(burrow, home, env, folder) {
  const empty = join(folder, "nothing.mjs");
  writeFileSync(empty, "");
  const of = (args) => {
    const [node, ...rest] = args;
    const run = spawnSync(node, ["--import", here("max-rss.mjs"), ...rest], {
      cwd: home,
      env,
      encoding: "utf8",
      maxBuffer: 1024 ** 3,
    });
    return Number(run.stderr.trim().split("\n").at(-1));
  };
  return of(burrow("list", "--all", "--json")) - of([process.execPath, empty]);
}
