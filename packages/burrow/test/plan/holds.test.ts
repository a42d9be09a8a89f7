import { describe, expect, test } from "vitest";
import { join } from "../../src/model/path.ts";
import type { Distribution } from "../../src/model/distribution.ts";
import type { Goal, GoalRequirement, OwnProject } from "../../src/model/goal.ts";
import type { CandidateOrigin } from "../../src/model/survey.ts";
import { asks, distribution, goal, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

const PLACE = "/home/me/venv";

/** An environment with the distributions in it, reached in one way. */
function reached(distributions: readonly Distribution[], origin: CandidateOrigin = "active") {
  return machine([[origin, { ...venv(PLACE, "3.11.9"), distributions }]]);
}

function there(text: string, more: Partial<Distribution> = {}): Distribution {
  return distribution(text, `${PLACE}/lib`, more);
}

describe("a requirement whose name only a build can tell", () => {
  const archive = asks("https://example.invalid/main.zip", 1, {
    name: "",
    specifier: "",
    url: "https://example.invalid/main.zip",
    text: "https://example.invalid/main.zip",
  });
  const folder = join(ROOT, "nn");
  const editable = asks("-e ./nn", 1, { name: "", specifier: "", editable: folder, text: "-e ./nn" });

  test("never counts as satisfied when nothing that is installed came from there", () => {
    expect(told(planFor(reached([there("main 1.0")]), goal([archive])))).toMatchInlineSnapshot(`
      "refuse: \`https://example.invalid/main.zip\` has to be built from source, which needs --allow-build
        reject /home/me/venv (active): it lacks https://example.invalid/main.zip
          missing https://example.invalid/main.zip"
    `);
    expect(told(planFor(reached([there("nn 1.0")]), goal([editable])))).toMatchInlineSnapshot(`
      "extend /home/me/venv: it lacks 1 distribution and nothing in it has to change
        extend /home/me/venv (active): it lacks 1 distribution and nothing in it has to change
          missing -e ./nn
        preserve → build-project → verify"
    `);
  });

  test("holds when its address or folder is that of an installed one, and so does what that needs", () => {
    const came = there("main 1.0 needs dep>=2", {
      directUrl: { url: "https://example.invalid/main.zip", archive: { hashes: {} } },
    });
    const linked = there("nn 1.0", { editable: folder });
    expect(planFor(reached([came, there("dep 2.0")]), goal([archive])).action).toBe("reuse");
    expect(planFor(reached([linked]), goal([editable])).action).toBe("reuse");
    expect(
      planFor(reached([came, there("dep 1.0")]), goal([archive])).candidates[0]?.conflicts[0]?.requirement,
    ).toBe("dep>=2");
  });
});

const project: OwnProject = {
  root: ROOT,
  name: "app",
  requires: [],
  buildRequires: [],
  dynamic: [],
  origin: { file: join(ROOT, "pyproject.toml") },
};

describe("the project itself", () => {
  const own = (more: Partial<Distribution> = {}) => there("app 1.0", { editable: ROOT, ...more });
  const wanted: Goal = goal([], { project });

  test("has its metadata and its files looked at like everything that is needed", () => {
    expect(planFor(reached([own()]), wanted).action).toBe("reuse");
    expect(planFor(reached([own()]), wanted, { gutted: ["app"] }).candidates[0]?.because.code).toBe(
      "files-missing",
    );
    const problems = [{ code: "unreadable-metadata", params: { path: "app" } }] as const;
    expect(planFor(reached([own({ problems })]), wanted).candidates[0]?.because.code).toBe(
      "unreadable-metadata",
    );
  });
});

describe("another distribution of the project's name", () => {
  const released = [there("app 1.0")];
  const wanted: Goal = goal([], { project });

  test("is not replaced in an environment that is not the project's own", () => {
    const policy = { conflictTolerance: "lenient", upgradeable: ["app"] } as const;
    const plans = (["active", "enclosing"] as const).map((origin) =>
      told(planFor(reached(released, origin), wanted, { policy })),
    );
    expect(plans).toMatchInlineSnapshot(`
      [
        "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/venv (active): app 1.0 in it is not /home/me/app, which has its name
        ignore → create-environment → build-project → verify → link",
        "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/venv (enclosing): app 1.0 in it is not /home/me/app, which has its name
        ignore → create-environment → build-project → verify → link",
      ]
    `);
  });

  test("gives way to it in the project's own", () => {
    expect(told(planFor(reached(released, "own"), wanted))).toMatchInlineSnapshot(`
      "upgrade /home/me/venv: it is the project's own and nothing outside the goal breaks
        upgrade /home/me/venv (own): it is the project's own and nothing outside the goal breaks
          major -e /home/me/app, there is 1.0
        preserve → build-project → verify
        ~ app 1.0 → (project)"
    `);
  });

  test("stays in the project's own when others there rely on a version of it", () => {
    const plan = planFor(reached([...released, there("plugin 2.0 needs app>=1")], "own"), wanted);
    expect(plan.action).toBe("create");
    expect(plan.candidates[0]?.breaks).toEqual([{ name: "plugin", version: "2.0", needs: "app>=1" }]);
  });
});

describe("what is not proven to be what was asked", () => {
  const hashes = [`sha256:${"a".repeat(64)}`];
  const pinned = goal([asks("six==1.17.0", 1, { hashes })]);

  test.each<[string, readonly Distribution[], string]>([
    ["by its hash", [there("six 1.17.0")], "unproven"],
    ["by its hash and its version", [there("six 1.16.0")], "unproven"],
    ["and not there", [], "unrecorded"],
  ])("%s is not changed in an environment that keeps no record", (_, distributions, code) => {
    for (const origin of ["own", "enclosing", "active"] as const) {
      const plan = planFor(reached(distributions, origin), pinned, { engine: () => pins("six==1.17.0") });
      expect([plan.action, plan.candidates[0]?.because.code]).toEqual(["create", code]);
    }
  });

  test("by its address is installed again, and where the engine has nothing to change the environment is left", () => {
    const url = "https://example.invalid/six-1.17.0-py3-none-any.whl";
    const wanted = goal([asks("six", 1, { url, specifier: "" })]);
    const again = planFor(reached([there("six 1.17.0")], "own"), wanted, {
      engine: () => pins("six==1.17.0"),
    });
    expect([again.action, again.pins.length, again.questions]).toEqual([
      "upgrade",
      1,
      [`freed:${PLACE}:six`],
    ]);
    const never = planFor(reached([there("six 1.17.0")], "own"), wanted, { engine: () => pins() });
    expect([never.action, never.candidates[0]?.because.code]).toEqual(["create", "unproven"]);
  });
});

describe("a requirement that can only be built", () => {
  const address = "git+https://example.invalid/odd@main";
  const from = (more: Partial<GoalRequirement> = {}) =>
    goal([asks("odd", 1, { url: address, specifier: "", text: "odd @ git", ...more }), asks("flask", 2)]);
  const engine = () => pins("flask==3.0.0");
  const held = there("odd 1.0", {
    directUrl: {
      url: "https://example.invalid/odd",
      vcs: { kind: "git", commit: "abc", requested: "main" },
    },
  });

  test("is in nobody's way where it is held or does not apply", () => {
    expect(planFor(reached([held]), from(), { engine }).action).toBe("extend");
    const windows = from({ marker: 'sys_platform == "win32"' });
    expect(planFor(reached([]), windows, { engine }).action).toBe("extend");
    expect(planFor(machine([]), windows, { engine }).action).toBe("create");
  });

  test("is refused without leave", () => {
    const applies = from({ marker: 'sys_platform == "linux"' });
    for (const wanted of [from(), applies])
      for (const survey of [reached([]), machine([])]) {
        const without = planFor(survey, wanted, { engine });
        expect([without.action, without.because.code]).toEqual(["refuse", "needs-build"]);
      }
  });
});
