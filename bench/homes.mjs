// Makes homes to survey: `node homes.mjs ORDER`, where the order is JSON: {real, tools, uv, pythons, env, many: [{home, count}]}. Prints what there is to find, by home.
// `real` is made once by the tools themselves and kept; the others are copies of what is in it, and made anew.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeManyHome } from "./many-home.mjs";
import { installTools, makeRealHome } from "./real-home.mjs";

/** Gives what there is to find in each home. */
export function makeHomes({ real, tools, uv, pythons, env, many = [] }) {
  const note = `${real}.json`;
  const made = stampOf(pythons);
  alone(`${tools}.lock`, () => {
    if (kept(note)?.made === made) return;
    rmSync(real, { recursive: true, force: true });
    mkdirSync(real, { recursive: true });
    // nox makes environments of the Python that it runs on itself.
    const bin = installTools(`${tools}-${pythons[0].version}`, { uv, python: pythons[0].executable, env });
    writeFileSync(note, JSON.stringify({ made, found: makeRealHome(real, { bin, pythons, env }) }));
  });
  const found = { [real]: kept(note).found };
  for (const { home, count } of many) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    found[home] = makeManyHome(home, count, found[real]);
  }
  return found;
}

/** Acts while no other process does: several files of tests want the same home, and begin at once. The lock of a process that is gone is none. */
function alone(lock, act) {
  mkdirSync(dirname(lock), { recursive: true });
  while (!isTaken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    act();
  } finally {
    rmSync(lock);
  }
}

function isTaken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock) {
  try {
    return process.kill(Number(readFileSync(lock, "utf8")), 0);
  } catch (error) {
    return error.code === "ENOENT";
  }
}

function kept(note) {
  return existsSync(note) ? JSON.parse(readFileSync(note, "utf8")) : undefined;
}

/** What a home that is kept was made by. */
function stampOf(pythons) {
  const hash = createHash("sha256");
  for (const maker of ["real-home.mjs", "conda-layout.mjs"])
    hash.update(readFileSync(new URL(maker, import.meta.url)));
  return hash.update(JSON.stringify(pythons)).digest("hex");
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(JSON.stringify(makeHomes(JSON.parse(process.argv[2]))));
