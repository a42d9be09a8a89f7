// A conda environment beside py-rattler used directly: the same channel, the same cache, the same packages.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { must } from "./environments.mjs";
import { interleaved } from "./measure.mjs";
import { heading, promise, row, skipped } from "./table.mjs";

const cache = fileURLToPath(new URL("../node_modules/.cache/burrow-e2e", import.meta.url));
const peer = fileURLToPath(new URL("rattler-peer.py", import.meta.url));
const builder = fileURLToPath(new URL("../packages/burrow/test/kit/conda/channel.py", import.meta.url));

/** What the tests have unpacked: without it there is nothing to measure beside. */
const engine = join(cache, "py-rattler-0.28.0");

/** Creates, does nothing, preserves and puts back. `python` runs py-rattler and is what the channel offers. */
export function conda({ folder, env: outer, burrow, python, rounds }) {
  if (!existsSync(engine)) return skipped("conda", "py-rattler is not in the tests' cache");
  const channel = join(folder, "channel");
  must([python, "-I", builder, channel, python], { cwd: folder, env: outer });
  const engines = join(folder, "conda-burrow/data/engines");
  mkdirSync(engines, { recursive: true });
  symlinkSync(engine, join(engines, "py-rattler-0.28.0"));
  const env = {
    ...outer,
    BURROW_HOME: join(folder, "conda-burrow"),
    RATTLER_CACHE_DIR: join(folder, "conda-cache"),
  };
  const project = join(folder, "conda-project");
  mkdirSync(project);
  const specs = ["python", "pie", "pear", "where", "many=1.0"];
  const manifest = (listed) =>
    writeFileSync(
      join(project, "environment.yml"),
      `name: bench\nchannels: ["file://${channel}/main"]\ndependencies: ${JSON.stringify(listed)}\n`,
    );
  manifest(specs);
  const here = { cwd: project, env };
  const prefix = join(folder, "conda-peer");
  const direct = [
    python,
    "-I",
    "-X",
    `pycache_prefix=${join(folder, "bytecode")}`, // as if it were installed, without touching what the tests have unpacked
    peer,
    engine,
    `file://${channel}/main`,
    prefix,
    env.RATTLER_CACHE_DIR,
    ...specs,
  ];
  const clear = () => rmSync(join(project, ".burrow"), { recursive: true, force: true });
  const rattler = {
    command: direct,
    ...here,
    before: () => rmSync(prefix, { recursive: true, force: true }),
  };
  const create = interleaved({ burrow: { command: burrow("up"), ...here, before: clear }, rattler }, rounds);
  const emptied = () => rmSync(join(env.RATTLER_CACHE_DIR, "pkgs"), { recursive: true, force: true });
  const fetching = (program) => ({ ...program, before: () => (emptied(), program.before()) });
  const fetched = interleaved(
    { burrow: fetching({ command: burrow("up"), ...here, before: clear }), rattler: fetching(rattler) },
    Math.min(rounds, 15),
  );
  const again = interleaved({ burrow: { command: burrow("up"), ...here }, rattler }, rounds);
  const files = readdirSync(join(project, ".burrow/envs/bench"), { recursive: true }).length;
  heading(`a conda environment of ${files} files`);
  row("burrow up", create.burrow, { "py-rattler, solve and install": create.rattler });
  row("burrow up, nothing in the cache", fetched.burrow, { "py-rattler, the same": fetched.rattler });
  row("burrow up, unchanged", again.burrow, { "py-rattler, solve and install": again.rattler });
  promise("create over py-rattler, wall", create.burrow.wall / create.rattler.wall, 1.3, "×");
  promise("  with packages fetched and unpacked", fetched.burrow.wall / fetched.rattler.wall, 1.3, "×");
  promise("no-op over py-rattler's create, wall", again.burrow.wall / again.rattler.wall, 0.2, "×");

  // In place: one that burrow did not make gets other versions, and another time cannot.
  must(
    direct.map((part) => (part === prefix ? `${prefix}-kept` : part)),
    here,
  );
  manifest(["python", "pie", "pear", "where", "many=1.1"]);
  const anew = () => {
    rmSync(prefix, { recursive: true, force: true });
    must(direct, here);
  };
  const spoiled = () => {
    anew();
    spoiledPlan(project, must(burrow("plan", "--env", prefix, "--lenient", "--json"), here));
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
    Math.min(rounds, 5),
  );
  promise(`a prefix of ${files} files preserved, wall`, took.upgrade.preserve, undefined, "ms");
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
