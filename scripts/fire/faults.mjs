// Preloaded into burrow (`node --import`). It names each act of the process by the journal's last line and a number, writes these names down
// (FIRE_TRACE), and lets some of them go wrong (FIRE_FAULTS, in turn): burrow itself knows nothing of it.
import { createRequire, syncBuiltinESMExports } from "node:module";

const require = createRequire(import.meta.url);
const fs = require("node:fs");
const processes = require("node:child_process");

/** `{ at, act, how }`: how is `kill-before`, `kill-after`, the code of an error, or `full`: every write from there on finds the disk full. */
const faults = JSON.parse(process.env.FIRE_FAULTS ?? "[]");
const trace = process.env.FIRE_TRACE;
const WRITES = fs.constants.O_WRONLY | fs.constants.O_RDWR;
const NEEDS_ROOM = new Set([
  "mkdirSync",
  "openSync",
  "writeFileSync",
  "appendFileSync",
  "copyFileSync",
  "linkSync",
  "symlinkSync",
]);
const { appendFileSync } = fs;

let line = "start";
let act = 0;
let isFull = false;
let isInside = false; // Node's own functions call each other
const kinds = new Map();

for (const name of [
  "mkdirSync",
  "openSync",
  "writeFileSync",
  "appendFileSync",
  "copyFileSync",
  "linkSync",
  "symlinkSync",
  "renameSync",
  "unlinkSync",
  "rmdirSync",
  "chmodSync",
  "lutimesSync",
  "fsyncSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (name === "openSync" && !opensToWrite(args[1])) return real(...args);
    return during(
      name,
      () => real(...args),
      (error) => {
        throw error;
      },
      name === "appendFileSync" ? args[1] : undefined,
    );
  };
}
const { fsync } = fs;
fs.fsync = (handle, done) =>
  during(
    "fsync",
    () => fsync(handle, done),
    (error) => void setImmediate(done, error),
  );
const { spawn } = processes;
processes.spawn = (...args) => during("spawn", () => spawn(...args));
syncBuiltinESMExports();

function opensToWrite(flags) {
  return typeof flags === "number" ? (flags & WRITES) !== 0 : /[wa+]/u.test(flags ?? "r");
}

/** One act; `fail` says how its error reaches who asked, and without it there is none. */
function during(name, perform, fail, said) {
  if (isInside) return perform();
  isInside = true;
  try {
    return undergo(name, perform, fail, said);
  } finally {
    isInside = false;
  }
}

function undergo(name, perform, fail, said) {
  const here = { at: line, act };
  act += 1;
  if (trace !== undefined) appendFileSync(trace, `${here.at}\t${here.act}\t${name}\n`);
  const next = faults[0];
  const how = next?.at === here.at && next.act === here.act ? next.how : undefined;
  if (how !== undefined) {
    faults.shift();
    if (trace !== undefined) appendFileSync(trace, `!\t${how}\t${name}\n`);
  }
  if (how === "full") isFull = true;
  if (how === "kill-before") die();
  const code = isFull && NEEDS_ROOM.has(name) ? "ENOSPC" : /^E[A-Z]+$/u.test(how ?? "") ? how : undefined;
  if (code !== undefined && fail !== undefined) return fail(failure(code, name));
  const result = perform();
  if (how === "kill-after") die();
  if (said !== undefined) follow(String(said));
  return result;
}

/** Burrow and what shares its process group: nothing runs after this. */
function die() {
  process.kill(0, "SIGKILL");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}

function failure(code, name) {
  const texts = { ENOSPC: "no space left on device", EIO: "i/o error", EACCES: "permission denied" };
  return Object.assign(new Error(`${code}: ${texts[code] ?? code}, ${name}`), { code, syscall: name });
}

/** A line of the journal gives all that follows its name. */
function follow(text) {
  let entry;
  try {
    entry = JSON.parse(text).entry;
  } catch {
    return;
  }
  if (typeof entry?.type !== "string" || entry.seq === undefined) return;
  if (entry.kind !== undefined) kinds.set(entry.step, entry.kind);
  const step =
    entry.step === undefined
      ? ""
      : ` ${entry.step}${kinds.has(entry.step) ? ` ${kinds.get(entry.step)}` : ""}`;
  line = `${entry.type}${step}`;
  act = 0;
}
