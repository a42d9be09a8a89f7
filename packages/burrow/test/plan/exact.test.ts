import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Environment } from "../../src/model/environment.ts";
import { absolute } from "../../src/model/path.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { snapshotGoal } from "../../src/plan/snapshot-goal.ts";
import { snapshotOf } from "../../src/plan/snapshot.ts";
import { stateOf } from "../../src/plan/state.ts";
import { distribution, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

const SITE = "/home/me/app/.venv/lib/python3.12/site-packages";
const HASH = `sha256:${"a".repeat(64)}`;

function taken(environment: Environment): Snapshot {
  return snapshotOf(environment, {
    id: "1",
    name: "before",
    takenAt: "2026-01-01T00:00:00Z",
    occasion: "asked",
  });
}

function goalOf(snapshot: Snapshot) {
  return snapshotGoal(snapshot, { root: ROOT });
}

const before = venv("/home/me/app/.venv", "3.12.4", ["flask 3.0.0 needs click>=9", "click 8.1.7"]);

describe("an environment of somebody else's", () => {
  test("is what was recorded: nothing to do, whatever its distributions ask of each other", () => {
    expect(told(planFor(machine([["named", before]]), goalOf(taken(before))))).toMatchInlineSnapshot(`
      "reuse /home/me/app/.venv: it satisfies 2 requirements
        reuse /home/me/app/.venv (named): it satisfies 2 requirements"
    `);
  });

  test("is changed where it stands: placed, moved and removed by name", () => {
    const now = venv("/home/me/app/.venv", "3.12.4", ["click 8.2.0", "ipdb 0.13.13"]);
    const plan = planFor(machine([["named", now]]), goalOf(taken(before)), {
      engine: ({ mode, requirements }) => {
        expect([mode, ...requirements.map(({ text }) => text)]).toEqual([
          "exact",
          "click==8.1.7",
          "flask==3.0.0",
        ]);
        return pins("click==8.1.7", "flask==3.0.0");
      },
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: it gets what \`before\` recorded: 2 distributions
        upgrade /home/me/app/.venv (named): it gets what \`before\` recorded: 2 distributions
          missing flask==3.0.0
        fetch → preserve → uninstall → install → verify
        ~ click 8.2.0 → 8.1.7
        + flask 3.0.0
        - ipdb 0.13.13"
    `);
  });

  test("what is damaged is placed anew", () => {
    const plan = planFor(machine([["named", before]]), goalOf(taken(before)), {
      gutted: ["click"],
      engine: () => pins("click==8.1.7"),
    });
    expect(plan.pins.map(({ name }) => name)).toEqual(["click"]);
    expect(plan.action).toBe("upgrade");
  });

  test("a version that cannot be had refuses by name", () => {
    const now = venv("/home/me/app/.venv", "3.12.4", ["click 8.1.7"]);
    const plan = planFor(machine([["named", now]]), goalOf(taken(before)), {
      engine: () => ({ kind: "impossible", cause: "no-version", requirement: "flask", text: "gone" }),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "refuse: \`flask==3.0.0\` cannot be had: gone
        reject /home/me/app/.venv (named): \`flask==3.0.0\` cannot be had: gone
          missing flask==3.0.0"
    `);
  });

  test("one on another minor version of Python is refused", () => {
    const now = venv("/home/me/app/.venv", "3.11.9", ["click 8.1.7"]);
    expect(told(planFor(machine([["named", now]]), goalOf(taken(before))))).toMatchInlineSnapshot(`
      "refuse: Python 3.11.9 is outside ==3.12.*
        reject /home/me/app/.venv (named): Python 3.11.9 is outside ==3.12.*"
    `);
  });
});

describe("an environment that burrow made", () => {
  const folder = absolute("/home/me/app/.burrow/generations/default/1");
  const generation = (holds: readonly string[], more: Partial<NonNullable<Environment["generation"]>> = {}) =>
    venv("/home/me/app/.venv", "3.12.4", holds, {
      realPrefix: folder,
      project: ROOT,
      generation: { name: "default", number: 1, folder, ...more },
    });
  const site = { occupant: "own-link", generations: [1], current: 1 } as const;

  test("gets a next generation from the hashes that it recorded, and no engine is asked", () => {
    const recorded = [{ name: "click", version: "8.1.7", hashes: [HASH] }];
    const snapshot = taken(generation(["click 8.1.7"], { recorded, byHand: ["click"] }));
    expect(snapshot.distributions).toEqual([
      { name: "click", version: "8.1.7", hashes: [HASH], byHand: true },
    ]);
    const plan = planFor(
      machine([["own", generation(["click 8.2.0", "rich 13.0"])]], { site }),
      goalOf(snapshot),
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: it gets what \`before\` recorded: 1 distribution
        upgrade /home/me/app/.venv (own): it gets what \`before\` recorded: 1 distribution
          minor click==8.1.7, there is 8.2.0
        ignore → create-environment → install → verify → link
        ~ click 8.2.0 → 8.1.7
        - rich 13.0"
    `);
    expect([plan.pins, plan.byHand, plan.questions]).toEqual([
      [{ name: "click", version: "8.1.7", hashes: [HASH] }],
      ["click"],
      [],
    ]);
  });
});

test("where nothing stands, one is created on the interpreter that it had", () => {
  const snapshot = taken({
    ...before,
    base: { prefix: absolute("/opt/py"), executable: absolute("/opt/py/bin/python3.12") },
  });
  const there = machine([]);
  const [first, ...rest] = there.interpreters ?? [];
  if (first === undefined) throw new Error("the kit offers an interpreter");
  const known = {
    ...first,
    executable: absolute("/opt/py/bin/python3.12"),
    realPath: absolute("/opt/py/bin/python3.12"),
    version: "3.12.1",
  };
  const plan = planFor({ ...there, interpreters: [first, known, ...rest] }, goalOf(snapshot), {
    engine: () => pins("click==8.1.7", "flask==3.0.0"),
  });
  expect(told(plan)).toMatchInlineSnapshot(`
    "create /home/me/app/.venv: it gets what \`before\` recorded: 2 distributions
      ignore → create-environment → install → verify → link
      + click 8.1.7
      + flask 3.0.0"
  `);
  expect(plan.python?.executable).toBe("/opt/py/bin/python3.12");
});

test("an address, a commit and an editable folder come back as they were", () => {
  const folder = absolute("/home/me/app/lib");
  const one = (name: string, more: Parameters<typeof distribution>[2]) =>
    distribution(`${name} 1.0`, SITE, more);
  const wheel = "https://example.org/w-1.0-py3-none-any.whl";
  const snapshot = taken({
    ...before,
    distributions: [
      one("e", { editable: folder, directUrl: { url: `file://${folder}`, folder: { editable: true } } }),
      one("v", {
        directUrl: { url: "https://example.org/v", vcs: { kind: "git", commit: "abc", requested: "main" } },
      }),
      one("w", { directUrl: { url: wheel, archive: { hashes: { sha256: "b".repeat(64) } } } }),
    ],
  });
  expect(goalOf(snapshot).requirements.map(({ text, hashes }) => [text, ...hashes])).toEqual([
    [`-e ${folder}`],
    ["v @ git+https://example.org/v@abc"],
    [`w @ ${wheel}`, `sha256:${"b".repeat(64)}`],
  ]);
});

test("whatever an environment holds, it is what a snapshot of it asks for, and nothing else is", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/u), { minLength: 1, maxLength: 8 });
  const version = fc.constantFrom("1.0", "1.0+cu118", "2.0rc1", "2023.07.22");
  fc.assert(
    fc.property(names, version, fc.nat(), (all, at, which) => {
      const holds = all.map((name) => `${name} ${at}`);
      const environment = venv("/e", "3.12.4", holds);
      const goal = goalOf(taken(environment));
      expect(stateOf(environment, goal).holds).toBe(true);
      const index = which % holds.length;
      const without = venv("/e", "3.12.4", holds.toSpliced(index, 1));
      const other = venv("/e", "3.12.4", holds.with(index, `${all[index]} 3.1`));
      const more = venv("/e", "3.12.4", [...holds, "zzzz 1"]);
      for (const changed of [without, other, more]) expect(stateOf(changed, goal).holds).toBe(false);
    }),
  );
});
