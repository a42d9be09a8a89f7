// Makes homes to survey: `node homes.mjs ORDER`, where the order is JSON: {real, tools, uv, pythons, env, many: [{home, count}]}. Prints what there is to find, by home.
// `real` is made once by the tools themselves and kept; the others are copies of what is in it, and made anew.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { makeManyHome } from "./many-home.mjs";
import { installTools, makeRealHome } from "./real-home.mjs";

/** Gives what there is to find in each home. */
export function makeHomes({ real, tools, uv, pythons, env, many = [] }) {
  const note = `${real}.json`;
  if (!existsSync(note)) {
    rmSync(real, { recursive: true, force: true });
    mkdirSync(real, { recursive: true });
    const bin = installTools(tools, { uv, python: pythons[0].executable, env });
    writeFileSync(note, JSON.stringify(makeRealHome(real, { bin, pythons, env })));
  }
  const found = { [real]: JSON.parse(readFileSync(note, "utf8")) };
  for (const { home, count } of many) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    found[home] = makeManyHome(home, count, found[real]);
  }
  return found;
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(JSON.stringify(makeHomes(JSON.parse(process.argv[2]))));
