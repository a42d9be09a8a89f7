import { describe, expect, test } from "vitest";
import type { CondaPackage } from "../../src/model/distribution.ts";
import type { Environment } from "../../src/model/environment.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Step } from "../../src/model/step.ts";
import { snapshotGoal } from "../../src/plan/snapshot-goal.ts";
import { differenceOf, sameContent, snapshotOf } from "../../src/plan/snapshot.ts";
import { stateOf } from "../../src/plan/state.ts";
import { archive, condaPackage, HOME, planFor, prefix } from "./conda-kit.ts";
import { distribution, ROOT, told } from "./kit.ts";

const SITE = `${HOME}/lib/python3.12/site-packages`;

/** A package with its archive, as conda's tools record it. */
function there(text: string, more: Partial<CondaPackage> = {}): CondaPackage {
  const { url } = archive(text);
  return condaPackage(text, { ...(url !== undefined && { url }), sha256: "ab".repeat(32), ...more });
}

const pip = (name: string, version: string, more: Partial<Parameters<typeof distribution>[2]> = {}) =>
  distribution(`${name} ${version}`, SITE, { installer: "pip", ...more });

function taken(environment: Environment, variables: Readonly<Record<string, string>> = {}): Snapshot {
  return snapshotOf(environment, {
    id: "1",
    name: "before",
    takenAt: "2026-01-01T00:00:00Z",
    occasion: "asked",
    variables,
  });
}

const goalOf = (snapshot: Snapshot) => snapshotGoal(snapshot, { root: ROOT });

const PYTHON = "python 3.12.4 h1";
const NUMPY = "numpy 1.26.4 py312_0 needs python >=3.12,<3.13.0a0";
const before = prefix(
  HOME,
  [there(PYTHON, { requested: ["python=3.12"] }), there(NUMPY), there("stone 1.0 h0 needs nowhere")],
  {
    distributions: [
      distribution("numpy 1.26.4", SITE, { installer: "conda" }),
      distribution("ghost 1.0", SITE),
      pip("flask", "3.0.0"),
    ],
  },
);

const only = (steps: readonly Step[], kind: Step["kind"]) => steps.filter((step) => step.kind === kind);

describe("what is recorded of a conda prefix", () => {
  test("is its archives, its variables, and what pip put on top", () => {
    const { conda, distributions, environment } = taken(before, { STAGE: "test" });
    expect(environment.kind).toBe("conda");
    expect(conda?.variables).toEqual({ STAGE: "test" });
    expect(conda?.packages.map(({ name, build, requested }) => [name, build, requested])).toEqual([
      ["numpy", "py312_0", undefined],
      ["python", "h1", ["python=3.12"]],
      ["stone", "h0", undefined],
    ]);
    expect(conda?.packages[0]?.hashes).toEqual([`sha256:${"ab".repeat(32)}`]);
    expect(distributions.map(({ name }) => name)).toEqual(["flask"]);
  });

  test("500 packages take less than 1 MB, and about 300 bytes each", () => {
    const packages = Array.from({ length: 500 }, (_, index) =>
      there(`package-${index} 1.26.4 py312h1234567_0`),
    );
    const bytes = JSON.stringify(taken(prefix(HOME, packages)).conda).length;
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(160_000);
  });

  test("differs by its builds as well, and by nothing that is not in it", () => {
    const other = prefix(HOME, [there(PYTHON), there(NUMPY.replace("py312_0", "py312_1"))]);
    expect(differenceOf(taken(before), taken(other))).toEqual([
      { name: "flask", from: "3.0.0" },
      { name: "numpy", from: "1.26.4=py312_0", to: "1.26.4=py312_1" },
      { name: "stone", from: "1.0" },
    ]);
    expect(sameContent(taken(before), taken(before))).toBe(true);
    expect(sameContent(taken(before), taken(other))).toBe(false);
    expect(sameContent(taken(before), taken(before, { A: "1" }))).toBe(false);
  });
});

describe("a prefix that stands", () => {
  test("is what was recorded, whatever its packages ask of each other: nothing to do", () => {
    expect(told(planFor([["named", before]], goalOf(taken(before))))).toBe(
      `reuse ${HOME}: it satisfies 4 requirements\n  reuse ${HOME} (named): it satisfies 4 requirements`,
    );
  });

  test("gets its archives and pip's part back, loses what is beside; no engine is asked", () => {
    const now = prefix(HOME, [there(PYTHON), there("numpy 2.0.0 py312_0"), there("extra 1 0")], {
      distributions: [pip("flask", "3.1.0"), pip("rich", "13.0")],
    });
    const plan = planFor([["named", now]], goalOf(taken(before, { STAGE: "test" })));
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /conda/envs/data: it gets what \`before\` recorded: 3 packages and 1 distribution
        upgrade /conda/envs/data (named): it gets what \`before\` recorded: 3 packages and 1 distribution
          missing stone==1.0=h0
        fetch-packages → preserve → uninstall → change-packages → install-requirements → verify
        - extra 1
        ~ numpy 2.0.0 → 1.26.4
        + stone 1.0
        ~ flask 3.1.0 → 3.0.0
        - rich 13.0"
    `);
    expect(plan.pins.map(({ name, url }) => [name, url])).toEqual([
      ["numpy", archive(NUMPY).url],
      ["stone", archive("stone 1.0 h0").url],
    ]);
    expect(only(plan.steps, "change-packages")).toMatchObject([
      { create: false, removed: ["extra"], specs: ["python 3.12.*"], variables: { STAGE: "test" } },
    ]);
    expect(only(plan.steps, "install-requirements")).toMatchObject([
      { requirements: ["flask==3.0.0"], exact: true },
    ]);
    expect(only(plan.steps, "uninstall")).toMatchObject([{ names: ["rich"] }]);
    expect(only(plan.steps, "preserve")).toMatchObject([
      { changing: ["extra", "flask", "numpy", "rich", "stone"] },
    ]);
  });

  test("what pip put over a package goes first, and the package is placed anew", () => {
    const now = { ...before, distributions: [...before.distributions.slice(1), pip("numpy", "2.0.0")] };
    const plan = planFor([["named", now]], goalOf(taken(before)));
    expect([only(plan.steps, "uninstall"), plan.pins.map(({ name }) => name)]).toMatchObject([
      [{ names: ["numpy"] }],
      ["numpy"],
    ]);
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      "fetch-packages",
      "preserve",
      "uninstall",
      "change-packages",
      "verify",
    ]);
  });

  test("what is damaged is placed anew, of conda's packages and of pip's", () => {
    const plan = planFor([["named", before]], goalOf(taken(before)), { gutted: ["numpy", "flask"] });
    expect([plan.action, plan.pins.map(({ name }) => name)]).toEqual(["upgrade", ["numpy"]]);
    expect(only(plan.steps, "install-requirements")).toMatchObject([{ requirements: ["flask==3.0.0"] }]);
  });

  test("on another minor version of Python gets that one back, and all that pip had put there", () => {
    const now = prefix(HOME, [there("python 3.11.9 h1"), there(NUMPY), there("stone 1.0 h0")], {
      distributions: [pip("flask", "3.0.0")],
    });
    const plan = planFor([["named", now]], goalOf(taken(before)));
    expect(plan.pins.map(({ name }) => name)).toEqual(["python"]);
    expect(only(plan.steps, "uninstall")).toMatchObject([{ names: ["flask"] }]);
    expect(only(plan.steps, "install-requirements")).toMatchObject([{ requirements: ["flask==3.0.0"] }]);
  });

  test("what would have to be built on top refuses by name, and can be left out", () => {
    const folder = absolute("/elsewhere/lib");
    const editable = pip("lib", "1.0", { editable: folder });
    const snapshot = taken({ ...before, distributions: [...before.distributions, editable] });
    const plan = planFor([["named", before]], goalOf(snapshot));
    expect([plan.action, plan.because]).toEqual([
      "refuse",
      { code: "needs-build", params: { requirement: `-e ${folder}` } },
    ]);
    const rest = snapshotGoal(snapshot, { root: ROOT, without: new Set(["lib"]) });
    expect(planFor([["named", before]], rest).action).toBe("reuse");
  });
});

describe("an environment that burrow made", () => {
  const folder = join(ROOT, ".burrow/generations/app/1");
  const site = { occupant: "own-link", generations: [1], current: 1 } as const;
  const generation = (holds: readonly CondaPackage[], more: Partial<Environment> = {}) =>
    prefix(join(ROOT, ".burrow/envs/app"), holds, {
      realPrefix: folder,
      project: ROOT,
      generation: { name: "app", number: 1, folder, byHand: ["stone"] },
      ...more,
    });
  const was = generation([there(PYTHON), there(NUMPY), there("stone 1.0 h0", { requested: ["stone"] })]);

  test("gets a next generation of the very archives; what was added by hand is remembered", () => {
    const now = generation([there(PYTHON), there("numpy 2.0.0 py312_0")]);
    const plan = planFor([["own", now]], goalOf(taken(was)), { site });
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.burrow/envs/app: it gets what \`before\` recorded: 3 packages
        upgrade /home/me/app/.burrow/envs/app (own): it gets what \`before\` recorded: 3 packages
          missing stone==1.0=h0
          major numpy==1.26.4=py312_0, there is 2.0.0
        ignore → change-packages → verify → link
        ~ numpy 2.0.0 → 1.26.4
        + stone 1.0"
    `);
    expect([plan.byHand, only(plan.steps, "change-packages")]).toMatchObject([
      ["stone"],
      [{ create: true, specs: ["stone"] }],
    ]);
  });

  test("of which only pip's part is otherwise is upgraded by that", () => {
    const now = { ...was, distributions: [pip("rich", "13.0")] };
    const plan = planFor([["own", now]], goalOf(taken(was)), { site });
    expect([plan.action, plan.changes]).toEqual(["upgrade", [{ name: "rich", from: "13.0" }]]);
  });

  test("that is gone is created from the archives alone", () => {
    const plan = planFor([], goalOf(taken(was)));
    expect([plan.action, plan.pins.map(({ name }) => name)]).toEqual([
      "create",
      ["numpy", "python", "stone"],
    ]);
  });
});

test("whatever a prefix holds, it is what a snapshot of it asks for, and nothing else is", () => {
  const goal = goalOf(taken(before));
  const holds = before.packages ?? [];
  expect(stateOf(before, goal).holds).toBe(true);
  const others: readonly Environment[] = [
    { ...before, packages: holds.slice(1) },
    { ...before, packages: holds.with(0, there("python 3.12.5 h1")) },
    { ...before, packages: holds.with(0, there("python 3.12.4 h2")) },
    { ...before, packages: holds.with(0, there(PYTHON, { sha256: "cd".repeat(32) })) },
    { ...before, packages: [...holds, there("zzzz 1 0")] },
    { ...before, distributions: before.distributions.slice(0, -1) },
    { ...before, distributions: [...before.distributions, pip("zzzz", "1")] },
  ];
  for (const other of others) expect(stateOf(other, goal).holds).toBe(false);
});
