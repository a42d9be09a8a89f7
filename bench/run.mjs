// Burrow beside its peers, in one run, as ratios: `npm run bench [-- rounds]`. Trust the ratios and the CPU, not the wall clock of a busy machine.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { conda } from "./conda.mjs";
import { fresh, must, prepare } from "./environments.mjs";
import { interleaved } from "./measure.mjs";
import { resident } from "./resident.mjs";
import { survey } from "./survey.mjs";
import { heading, promise, row, skipped } from "./table.mjs";

const rounds = Number(process.argv[2] ?? 15);
const node = process.execPath;
const program = fileURLToPath(new URL("../packages/burrow/dist/main.js", import.meta.url));
const burrow = (...args) => [node, program, ...args];
const folder = mkdtempSync(join(tmpdir(), "burrow-bench-"));
const uvFolders = [
  fileURLToPath(new URL("../node_modules/.cache/burrow-e2e/uv-0.13.8", import.meta.url)),
  ...(process.env.PATH ?? "").split(delimiter),
];
const uv = uvFolders.map((place) => join(place, "uv")).find((path) => existsSync(path));
const env = {
  ...process.env,
  BURROW_HOME: join(folder, "burrow"),
  UV_CACHE_DIR: join(folder, "uv-cache"),
  PATH: [...(uv === undefined ? [] : [dirname(uv)]), process.env.PATH].join(delimiter),
};
for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX", "NODE_EXTRA_CA_CERTS", "UV_PYTHON"]) delete env[name]; // certificates cost Node more to start than anything here

try {
  start();
  if (uv === undefined) skipped("everything else", "uv is neither on PATH nor in the tests' cache");
  else {
    for (const count of [17, 250, 500]) satisfied(count);
    build(100);
    restore(500);
  }
  survey({ folder, uv, env, rounds, burrow });
  await resident({ folder, uv, env, rounds, burrow });
  const python = ["3.12", "3.11", "3.13"].map(pythonOf).find(Boolean);
  if (python === undefined) skipped("conda", "no Python that stands by itself");
  else await conda({ folder, env, burrow, python, rounds });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A CPython of pyenv's by its minor version. */
function pythonOf(minor) {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const found = existsSync(versions)
    ? readdirSync(versions).find((name) => name.startsWith(`${minor}.`))
    : undefined;
  return found && join(versions, found, "bin", `python${minor}`);
}

function start() {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  const here = { cwd: folder, env };
  const took = interleaved(
    { burrow: { command: burrow("--version"), ...here }, node: { command: [node, empty], ...here } },
    rounds,
  );
  heading("start");
  row("burrow --version", took.burrow, { node: took.node });
  promise("`--version` over bare Node, CPU", took.burrow.cpu - took.node.cpu, 15, "ms");
}

/** Is it satisfied? */
function satisfied(count) {
  const { project, venv } = prepare(join(folder, String(count)), count, { uv, env });
  const python = join(venv, "bin/python");
  const here = { cwd: project, env };
  const decide = [node, fileURLToPath(new URL("decide.mjs", import.meta.url)), project];
  const nothing = join(folder, "nothing");
  const forgetful = {
    cwd: project,
    env: { ...env, BURROW_HOME: nothing },
    before: () => rmSync(nothing, { recursive: true, force: true }),
  };
  const took = interleaved(
    {
      up: { command: burrow("up"), ...here },
      anew: { command: burrow("up"), ...forgetful },
      run: { command: burrow("run", "true"), ...here },
      check: { command: [uv, "pip", "check", "--quiet", "--python", python], ...here },
      uvRun: { command: [uv, "run", "--no-project", "--no-sync", "--python", python, "true"], ...here },
      decide: { command: decide, ...here, read: JSON.parse },
      library: { command: [...decide, "--optimised"], ...here, read: JSON.parse },
      first: { command: decide, ...forgetful, read: JSON.parse },
    },
    rounds,
  );
  heading(`is it satisfied? ${count} distributions`);
  row("burrow up", took.up, { "uv pip check": took.check });
  row("burrow up, nothing remembered", took.anew, { "uv pip check": took.check });
  row("burrow run true", took.run, { "uv run --no-sync true": took.uvRun, "uv pip check": took.check });
  const { cold, warm, memory } = took.decide;
  const limit = { 250: 15, 500: 25 }[count];
  promise(`deciding in process, ${count}, first time, CPU`, cold, limit, "ms");
  promise(`deciding in process, ${count}, second time, CPU`, warm, limit, "ms");
  promise("  in a program that calls the library, first time, CPU", took.library.cold, undefined, "ms");
  promise("  nothing remembered, CPU", took.first.cold, undefined, "ms");
  if (count === 500) promise("memory at 500", Math.max(memory, took.first.memory), 120, "MB");
}

/** A new environment from pins, everything in uv's cache. */
function build(count) {
  const { built, pinned } = prepare(join(folder, String(count)), count, { uv, env });
  const here = { cwd: built, env };
  const peer = join(folder, "peer");
  const clear = () =>
    [".venv", ".burrow"].forEach((name) => rmSync(join(built, name), { recursive: true, force: true }));
  const forget = () => rmSync(join(folder, "burrow"), { recursive: true, force: true });
  const events = ["sh", "-c", 'exec "$0" "$@" 2>&1', ...burrow("up", "--offline", "--json-events")];
  const uvFresh = { command: ["sh", "-c", fresh(uv, peer, pinned).map(quoted).join(" && ")], ...here };
  const took = interleaved(
    {
      first: { command: events, ...here, before: () => (clear(), forget()), read: steps },
      again: { command: events, ...here, before: clear, read: steps },
      fresh: uvFresh,
    },
    rounds,
  );
  const reuse = interleaved({ up: { command: burrow("up"), ...here }, fresh: uvFresh }, rounds);
  heading(`a new environment of ${count} distributions from pins`);
  row("burrow up", took.again, { "uv venv && uv pip sync": took.fresh });
  row("burrow up, unchanged", reuse.up, { "uv venv && uv pip sync": reuse.fresh });
  promise("build and journal over uv, wall", took.again.build / took.fresh.wall, 1.25, "×");
  promise("verification, nothing verified before, wall", took.first.verify, undefined, "ms");
  promise("verification, after the first time, wall", took.again.verify, undefined, "ms");
  promise("  of it files against RECORD, wall", took.again.record, 300, "ms");
  promise("  of it imports, wall", took.again.imports, undefined, "ms");
  clear();
  back(built, here);
}

/** A snapshot of an environment, brought back where nothing is, everything in uv's cache. Both find the disk as it is after the other's removal, which counts for neither. */
function restore(count) {
  const { built, pinned } = prepare(join(folder, "restored"), count, { uv, env });
  const here = { cwd: built, env };
  const peer = join(folder, "peer");
  must(burrow("up", "--offline"), here);
  must(burrow("snapshot", "create", "all"), here);
  const took = interleaved(
    {
      restore: {
        command: burrow("snapshot", "restore", "all", "--offline"),
        ...here,
        before: () => without(join(built, ".venv"), join(built, ".burrow")),
      },
      fresh: {
        command: ["sh", "-c", fresh(uv, peer, pinned).map(quoted).join(" && ")],
        ...here,
        before: () => without(peer),
      },
    },
    rounds,
  );
  heading(`restore a snapshot of ${count} distributions`);
  row("burrow snapshot restore", took.restore, { "uv venv && uv pip sync": took.fresh });
  promise("`snapshot restore` over uv, wall", took.restore.wall / took.fresh.wall, 1.5, "×");
}

/** Removes what is there. */
function without(...paths) {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
}

/** A command as a shell reads it. */
function quoted(command) {
  return command.map((part) => `'${part}'`).join(" ");
}

/** Milliseconds of the transaction, verification apart. */
function steps(printed) {
  const told = printed
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const started = told.find(({ type }) => type === "transaction.started");
  const finished = told.filter(({ type }) => type === "step.finished");
  const verify = 1000 * finished.find(({ kind }) => kind === "verify").seconds;
  const phases = told.filter(({ type, phase }) => type === "progress" && phase === "verify");
  const lasted = (said) => {
    const at = phases.findIndex(({ message }) => message.startsWith(said));
    return Date.parse(phases[at + 1].at) - Date.parse(phases[at].at);
  };
  const built = Date.parse(finished.at(-1).at) - Date.parse(started.at) - verify;
  return { verify, record: lasted("comparing"), imports: lasted("importing"), build: built };
}

/** Going back and forth between two generations. */
function back(built, here) {
  const pinned = join(built, "requirements.txt");
  const all = readFileSync(pinned, "utf8");
  for (const text of [all.replace(/^dist-000==.*\n/mu, ""), all]) {
    writeFileSync(pinned, text);
    must(burrow("up", "--offline"), here);
  }
  let next = 1;
  const turn = () => {
    writeFileSync(join(built, "next"), String(next));
    next = 3 - next;
  };
  const took = interleaved(
    {
      back: {
        command: ["sh", "-c", 'exec "$0" "$1" rollback "$(cat next)"', node, program],
        ...here,
        before: turn,
      },
      version: { command: burrow("--version"), ...here },
    },
    rounds,
  );
  heading("go back");
  row("burrow rollback", took.back, { "burrow --version": took.version });
  promise("`rollback` beyond start-up, wall", took.back.wall - took.version.wall, 200, "ms");
}
