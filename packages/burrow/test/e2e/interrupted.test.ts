import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { placePips, project, type Project, type RunOptions } from "../kit/e2e.ts";
import { faultyEngine } from "../kit/faulty-pip.ts";
import type { Act, Fault } from "../kit/faulty-uv.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES, needs, PROGRAM, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** A change of each kind: the project before it, and what its environment holds afterwards. */
interface Change {
  readonly name: string;
  readonly after: readonly string[];
  /** What an engine does for it. */
  readonly acts: readonly Act[];
  prepare(here: Project, env: NodeJS.ProcessEnv): Promise<void>;
}

const CHANGES: readonly [Change, Change, Change] = [
  {
    name: "create",
    after: ["apple==2.0", "pear==1.1"],
    acts: ["create", "install"],
    prepare: () => Promise.resolve(),
  },
  {
    name: "upgrade",
    after: ["apple==2.0", "pear==1.1"],
    acts: ["create", "install"],
    prepare: async (here) => {
      here.write("requirements.txt", "apple==1.0\npear\n");
      expect((await here.run("up")).status).toBe(0);
    },
  },
  {
    name: "extend",
    after: ["apple==2.0", "pear==1.1"],
    acts: ["fetch", "install"],
    prepare: (here, env) => makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env }),
  },
];

/** Burrow's notes of what it did stay; everything else has to be as it was. */
const NOTES = [".burrow/journal", ".burrow/lock", ".venv/.burrow"];
const state = (here: Project) => tree(here.root, { except: NOTES });

async function begun(change: Change, engine?: EngineName): Promise<Project> {
  const index = await loopback(ORCHARD);
  const here = project(
    { ".git/HEAD": "ref: refs/heads/main\n" },
    { env: index.env, ...(engine && { engine }) },
  );
  await change.prepare(here, index.env);
  here.write("requirements.txt", "apple==2.0\npear\n");
  return here;
}

/** From now on the project's engine has a fault: what `up` is told of it, and the file that is there once it hangs. */
function spoiled(
  here: Project,
  engine: EngineName,
  act: Act,
  fault: Fault,
): { readonly said: readonly (string | RunOptions)[]; readonly hangs: string } {
  const { options, hangs } = faultyEngine(engine, act, fault);
  const { programs: [uv] = [], python, pip } = options;
  if (pip !== undefined) placePips(here.home, pip);
  return {
    said: [
      ...(python === undefined ? [] : ["--python", python]),
      ...(uv === undefined ? [] : [{ env: { PATH: `${dirname(uv)}:/usr/bin:/bin` } }]),
    ],
    hangs,
  };
}

const TRIES = ENGINES.flatMap((engine) =>
  CHANGES.flatMap((change) => change.acts.map((act) => ({ engine, change, act, name: change.name }))),
);

test.each(TRIES)("D41 D79 Ctrl-C while $engine is at $act: $name", async ({ engine, change, act }) => {
  const here = await begun(change, engine);
  const was = state(here);
  const { said, hangs } = spoiled(here, engine, act, "hang");

  const running = here.start("up", "--json", ...said);
  while (!existsSync(hangs) && running.process.exitCode === null) await wait(20);
  running.signalGroup("SIGINT");

  const { status, json } = await running.ended;
  expect([status, json.status]).toEqual([130, "cancelled"]);
  expect(state(here)).toEqual(was);
});

test.each(ENGINES)(
  "P15 a second burrow while %s installs for the first: told which process holds the lock, nothing changes, and the first goes on",
  async (engine) => {
    const here = await begun(CHANGES[1], engine);
    const { said, hangs } = spoiled(here, engine, "install", "hang");
    const first = here.start("up", "--json", ...said);
    while (!existsSync(hangs) && first.process.exitCode === null) await wait(20);
    const was = tree(here.root);

    const { status, stdout, stderr } = await here.run("up");

    expect([status, stdout]).toEqual([4, ""]);
    expect(stderr).toContain(`because: process ${first.process.pid} holds its lock`);
    expect(tree(here.root)).toEqual(was);
    expect(first.process.exitCode).toBeNull();
  },
);

describe.each(CHANGES)("$name", (change) => {
  test("SIGKILL at every other sync to disk: recovery gives before or after", async (context) => {
    needs(context, "strace");
    const here = await begun(change);
    const was = state(here);
    const template = join(here.root, "..", "template");
    cpSync(here.root, template, { recursive: true, verbatimSymlinks: true });

    const seen = { before: 0, after: 0 };
    for (let sync = 1; ; sync += 2) {
      reset(here, template);
      const running = here.start("up", "--json", { program: killedAtSync(sync) });
      const { signal } = await running.ended;
      running.signalGroup("SIGKILL"); // and all that it had started
      if (signal === undefined) break; // there were fewer syncs: it came to its end
      if (change.name !== "create") expect(["1.0", "2.0", undefined]).toContain(appleOf(here));

      const recovered = await here.run("recover", "--json");
      expect(recovered.status, `sync ${sync}: ${recovered.stdout}${recovered.stderr}`).toBe(0);
      if (existsSync(here.at(".venv")) && isAfter(here, change)) seen.after += 1;
      else {
        expect(state(here), `killed at sync ${sync}`).toEqual(was);
        seen.before += 1;
      }
    }
    expect(freeze(here.at(".venv"))).toEqual(change.after);
    expect(seen.before).toBeGreaterThan(3);
    expect(seen.after).toBeGreaterThan(0);
  });
});

describe.each(ENGINES)(
  "the power goes while %s installs, and again and again while burrow recovers",
  (engine) => {
    test.each(CHANGES)("$name", async (change) => {
      const here = await begun(change, engine);
      const was = state(here);
      const { signal } = await here.run("up", ...spoiled(here, engine, "install", "die-after").said);
      expect(signal).toBe("SIGKILL");

      const killed: number[] = [];
      for (const sync of [1, 2, 3, 5, 8, 13, 21])
        if ((await here.run("recover", { program: killedAtSync(sync) })).signal !== undefined)
          killed.push(sync);

      expect((await here.run("recover")).status).toBe(0);
      expect(state(here)).toEqual(was);
      expect(killed.length).toBeGreaterThan(2);
    });
  },
);

/** burrow under strace, which ends it with SIGKILL when its main thread enters the nth sync. */
function killedAtSync(count: number): readonly string[] {
  const inject = `inject=fsync,fdatasync:signal=SIGKILL:when=${count}`;
  return ["strace", "-o", "/dev/null", "-e", inject, process.execPath, PROGRAM];
}

function reset(here: Project, template: string): void {
  for (const entry of readdirSync(here.root)) rmSync(here.at(entry), { recursive: true });
  cpSync(template, here.root, { recursive: true, verbatimSymlinks: true });
}

function isAfter(here: Project, change: Change): boolean {
  return JSON.stringify(freeze(here.at(".venv"))) === JSON.stringify(change.after);
}

/** The version of apple that an onlooker would import; undefined when there is none. */
function appleOf(here: Project): string | undefined {
  return freeze(here.at(".venv"))
    .find((line) => line.startsWith("apple=="))
    ?.slice("apple==".length);
}
