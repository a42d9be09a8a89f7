import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Machine } from "../../src/machine/machine.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import type { MachineSurvey } from "../../src/model/machine-survey.ts";
import { absolute } from "../../src/model/path.ts";
import { type KeptSurvey, keptBytes, readKept } from "../../src/survey/memory/kept-survey.ts";
import { noMemory, surveyMemory, type SurveyMemory } from "../../src/survey/memory/survey-memory.ts";
import { venv } from "../kit/builders.ts";
import type { FakeFile } from "../kit/fake-machine.ts";
import { type Change, isEnvironment, smallHome, surveyHome } from "./small-home.ts";

/** Milliseconds in which a file system may give two changes the same time; a survey trusts nothing that is younger than two seconds, and this test does not wait so long. */
const TICK = 25;

/** What only a real disk can do besides: a file is written in place and its time put back, a folder moves, two folders change places. */
type RealChange =
  | Change
  | { readonly edit: string; readonly text: string }
  | { readonly move: string; readonly to: string };

/** Puts a file where it is told. Throws where something is in the way. */
function put(path: string, file: FakeFile): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof file === "object" && "folder" in file) {
    mkdirSync(path, { recursive: true });
    if (file.mode !== undefined) chmodSync(path, file.mode);
    return;
  }
  const fresh = `${path}.next`;
  if (typeof file === "string") writeFileSync(fresh, file);
  else if ("link" in file) symlinkSync(file.link, fresh);
  else if ("file" in file) writeFileSync(fresh, file.file, { mode: file.mode });
  else throw new Error("nothing of that kind is placed here");
  try {
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function exchange(one: string, other: string): void {
  if (one.startsWith(`${other}/`) || other.startsWith(`${one}/`)) return;
  const aside = `${one}.aside`;
  renameSync(one, aside);
  if (existsSync(other)) renameSync(other, one);
  mkdirSync(dirname(other), { recursive: true });
  renameSync(aside, other);
}

/** Gives whether it could be done. */
function apply(change: RealChange, base: string): boolean {
  try {
    if ("edit" in change) {
      const { atime, mtime } = statSync(change.edit);
      writeFileSync(change.edit, change.text, { flag: "r+" });
      utimesSync(change.edit, atime, mtime);
    } else if ("move" in change) exchange(change.move, change.to);
    else if (change.content === undefined) rmSync(change.path, { recursive: true });
    else if (isEnvironment(change.content))
      for (const [path, file] of Object.entries(venv(change.path, { base }))) put(path, file);
    else put(change.path, change.content);
    return true;
  } catch {
    return false; // a file is in the way, or nothing is there
  }
}

async function take(machine: Machine, memory: SurveyMemory): Promise<MachineSurvey> {
  const survey = await surveyHome(machine, memory);
  // A survey itself lists the folders whose times tell of the last use.
  return { ...survey, environments: survey.environments.map(({ lastUsed: _itself, ...rest }) => rest) };
}

async function next(
  machine: Machine,
  before: KeptSurvey | undefined,
): Promise<{ readonly survey: MachineSurvey; readonly kept: KeptSurvey | undefined }> {
  const began = Date.now();
  const memory = surveyMemory(machine, before);
  const survey = await take(machine, memory);
  const kept = memory.kept(began + 2000 - TICK);
  return { survey, kept: kept === undefined ? before : readKept("k", keptBytes("k", kept)) };
}

const SCRATCH = realpathSync(mkdtempSync(`${tmpdir()}/burrow-memory-`));
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

test("on a real disk, whatever changes between surveys, the next finds what one finds that knows nothing", async () => {
  const runs = Number(process.env["BURROW_RUNS"] ?? 40);
  const { home, base, files, paths, change } = smallHome(SCRATCH);
  const machine = realMachine({ home: absolute(home), env: {} });
  const somewhere = fc.constantFrom(...paths);
  const text = fc.constantFrom("home = /x\n", '#define PY_VERSION "3.12.7"\n', "3");
  const changes: fc.Arbitrary<RealChange> = fc.oneof(
    { weight: 4, arbitrary: change },
    { weight: 1, arbitrary: fc.record({ edit: somewhere, text }) },
    { weight: 1, arbitrary: fc.record({ move: somewhere, to: somewhere }) },
  );
  const steps = fc.array(fc.array(changes, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  let done = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const name of ["home", "opt"]) rmSync(`${SCRATCH}/${name}`, { recursive: true, force: true });
      for (const [path, file] of Object.entries(files)) put(path, file);
      await pause(2 * TICK);
      let { kept } = await next(machine, undefined);
      for (const step of all) {
        for (const one of step) if (apply(one, base)) done += 1;
        const found = await next(machine, kept);
        expect(found.survey).toEqual(await take(machine, noMemory(machine)));
        ({ kept } = found);
        await pause(2 * TICK);
      }
    }),
    { numRuns: runs },
  );
  expect(done).toBeGreaterThan(2 * runs);
}, 7_200_000);
