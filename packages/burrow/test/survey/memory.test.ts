import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MachineSurvey } from "../../src/model/machine-survey.ts";
import { absolute } from "../../src/model/path.ts";
import { type KeptSurvey, keptBytes, readKept } from "../../src/survey/memory/kept-survey.ts";
import { noMemory, surveyMemory } from "../../src/survey/memory/survey-memory.ts";
import { python, type Tree, venv } from "../kit/builders.ts";
import { type FakeMachine, fakeMachine } from "../kit/fake-machine.ts";
import { type Change, isEnvironment, smallHome, surveyHome } from "./small-home.ts";

const { home: HOME, shop: SHOP, files: FILES, change } = smallHome("");
/** Later than all that happens on a fake disk: whatever was seen was still for long. */
const LATER = Date.UTC(2100, 0, 1);

/** A survey that knows what the one before left, and what it leaves, as a file keeps it. */
async function next(
  machine: FakeMachine,
  before: KeptSurvey | undefined,
  began = LATER,
): Promise<{ readonly survey: MachineSurvey; readonly kept: KeptSurvey | undefined }> {
  const memory = surveyMemory(machine, before);
  const survey = await surveyHome(machine, memory);
  const kept = memory.kept(began);
  return { survey, kept: kept === undefined ? before : readKept("k", keptBytes("k", kept)) };
}

/** The same machine, with a count of the listings and readings. */
function counted(machine: FakeMachine): {
  readonly machine: FakeMachine;
  readonly read: () => readonly string[];
} {
  const read: string[] = [];
  const noted =
    <Seen>(look: (path: ReturnType<typeof absolute>) => Seen) =>
    (path: ReturnType<typeof absolute>): Seen => {
      read.push(path);
      return look(path);
    };
  return {
    machine: {
      ...machine,
      list: noted((path) => machine.list(path)),
      readText: noted((path) => machine.readText(path)),
    },
    read: () => read,
  };
}

describe("a second survey", () => {
  test("B49 reads nothing of what is as it was, and what changed", async () => {
    const disk = fakeMachine(FILES);
    const { survey, kept } = await next(disk, undefined);
    const still = counted(disk);
    expect((await next(still.machine, kept)).survey).toEqual(survey);
    // What is mounted is asked each time, and a link is followed; nothing else is read, of interpreters and tools neither.
    expect(still.read()).toEqual(["/proc/self/mounts", "/opt/python312/bin/python3"]);
    disk.place(`${SHOP}/.venv/pyvenv.cfg`, "home = /gone/bin\nversion = 3.12.4\n");
    const changed = counted(disk);
    const { survey: third } = await next(changed.machine, kept);
    expect(third).toEqual(await surveyHome(disk, noMemory(disk)));
    expect(third.environments.find(({ prefix }) => prefix === `${SHOP}/.venv`)?.health).toBe("broken");
    expect(changed.read().filter((path) => path.endsWith("pyvenv.cfg"))).toEqual([
      `${SHOP}/.venv/pyvenv.cfg`,
    ]);
  });

  test("finds an interpreter and an environment of a tool that are new, and misses what is gone", async () => {
    const disk = fakeMachine(FILES);
    const { kept } = await next(disk, undefined);
    for (const [path, file] of Object.entries(python(`${HOME}/.pyenv/versions/3.13.1`, "3.13.1")))
      disk.place(path, file);
    for (const [path, file] of Object.entries(venv(`${HOME}/.local/share/pipx/venvs/tool`)))
      disk.place(path, file);
    const { survey, kept: second } = await next(disk, kept);
    expect(survey.interpreters.map(({ version }) => version)).toContain("3.13.1");
    expect(survey.environments.map(({ kind }) => kind)).toContain("pipx");
    expect(survey).toEqual(await surveyHome(disk, noMemory(disk)));
    disk.remove(`${HOME}/.pyenv/versions/3.13.1`);
    disk.remove(`${HOME}/.local/share/pipx/venvs/tool`);
    const third = await next(disk, second);
    expect(third.survey.interpreters.map(({ version }) => version)).not.toContain("3.13.1");
    expect(third.survey).toEqual(await surveyHome(disk, noMemory(disk)));
  });

  test("asks the registry of Windows each time: nothing tells whether it changed", async () => {
    const files: Tree = {
      "D:\\Python313\\python.exe": "MZ",
      "D:\\Python313\\Lib\\os.py": "",
      "D:\\Python313\\include\\patchlevel.h": '#define PY_VERSION "3.13.0"\n',
    };
    const options = { platform: { os: "windows", arch: "x86_64" }, home: "C:\\Users\\me" } as const;
    const disk = fakeMachine(files, options);
    const { kept } = await next(disk, undefined);
    const installed = [
      "HKEY_LOCAL_MACHINE\\Software\\Python\\PythonCore\\3.13\\InstallPath",
      "    ExecutablePath    REG_SZ    D:\\Python313\\python.exe",
    ].join("\r\n");
    const later = fakeMachine(files, { ...options, registry: { "HKLM\\Software\\Python": installed } });
    const { survey } = await next(later, kept);
    expect(survey).toEqual(await surveyHome(later, noMemory(later)));
    expect(survey.interpreters.map(({ source }) => source)).toContain("registry");
  });

  test("keeps also a name that has in it what parts names in the file", async () => {
    const odd = `${HOME}/lab/a\u007fb/.venv`;
    const disk = fakeMachine({ ...FILES, ...venv(odd) });
    const { survey, kept } = await next(disk, undefined);
    expect(survey.environments.map(({ prefix }) => prefix)).toContain(odd);
    const again = await next(disk, kept);
    expect(again.survey).toEqual(survey);
    expect(kept?.looks.paths).toContain(odd);
  });

  test("does not trust what changed just before the first, which may change again within the same tick of the clock", async () => {
    const disk = fakeMachine(FILES);
    const young = (disk.state(absolute(`${SHOP}/.venv/pyvenv.cfg`), true)?.ctimeMs ?? 0) + 1000;
    const { kept } = await next(disk, undefined, young);
    const { machine, read } = counted(disk);
    await next(machine, kept);
    expect(read()).toContain(`${SHOP}/.venv/pyvenv.cfg`);
  });

  test("passes over the memory of another burrow, and of one that was cut off", async () => {
    const { kept } = await next(fakeMachine(FILES), undefined);
    const bytes = keptBytes("k", kept as KeptSurvey);
    expect(readKept("k", bytes)).toEqual(kept);
    expect(readKept("another", bytes)).toBeUndefined();
    for (const length of [0, 7, 100, bytes.length - 1])
      expect(readKept("k", bytes.slice(0, length))).toBeUndefined();
  });

  test("reads anew where a variable says otherwise", async () => {
    const disk = fakeMachine(FILES);
    const { kept } = await next(disk, undefined);
    const elsewhere = { ...disk, env: { WORKON_HOME: `${HOME}/far` } };
    expect((await next(elsewhere, kept)).survey).toEqual(await surveyHome(elsewhere, noMemory(elsewhere)));
  });
});

/** What cannot be done is not done. */
function apply(disk: FakeMachine, { path, content }: Change): void {
  try {
    if (content === undefined) disk.remove(path);
    else if (isEnvironment(content))
      for (const [at, file] of Object.entries(venv(path))) disk.place(at, file);
    else disk.place(path, content);
  } catch {
    // A file is in the way, or nothing is there.
  }
}

test("whatever changes between surveys, the next finds what one finds that knows nothing", async () => {
  const runs = Number(process.env["BURROW_RUNS"] ?? 60);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      async (steps) => {
        const disk = fakeMachine(FILES);
        let { kept } = await next(disk, undefined);
        for (const changes of steps) {
          for (const one of changes) apply(disk, one);
          const { survey, kept: left } = await next(disk, kept);
          expect(survey).toEqual(await surveyHome(disk, noMemory(disk)));
          kept = left;
        }
      },
    ),
    { numRuns: runs },
  );
}, 600_000);
