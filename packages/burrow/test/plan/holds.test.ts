import { describe, expect, test } from "vitest";
import { absolute, join } from "../../src/model/path.ts";
import type { Distribution } from "../../src/model/distribution.ts";
import type { Goal, OwnProject } from "../../src/model/goal.ts";
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
      "reuse /home/me/venv: it satisfies 1 requirement
        reuse /home/me/venv (active): it satisfies 1 requirement"
    `);
    expect(told(planFor(reached([there("nn 1.0")]), goal([editable])))).toMatchInlineSnapshot(`
      "reuse /home/me/venv: it satisfies 1 requirement
        reuse /home/me/venv (active): it satisfies 1 requirement"
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

  test("needs what its installed metadata says where only a build can tell", () => {
    const { requires: _, ...dynamic } = project;
    const said = own({ requires: ["dep>=2"] });
    const tellable = goal([], { project: dynamic });
    expect(planFor(reached([said, there("dep 2.0")]), tellable).action).toBe("reuse");
    expect(planFor(reached([said]), tellable, { engine: () => pins("dep==2.0") }).missing).toEqual([
      "dep>=2",
    ]);
  });
});

describe("another distribution of the project's name", () => {
  const released = [there("app 1.0")];
  const wanted: Goal = goal([], { project });

  test("is not replaced in an environment that is not the project's own", () => {
    for (const origin of ["active", "enclosing"] as const)
      expect(
        told(
          planFor(reached(released, origin), wanted, {
            policy: { conflictTolerance: "lenient", upgradeable: ["app"] },
          }),
        ),
      ).toMatchInlineSnapshot();
  });

  test("gives way to it in the project's own", () => {
    expect(told(planFor(reached(released, "own"), wanted))).toMatchInlineSnapshot(`
      "extend /home/me/venv: the project itself has to be installed again: its requirements changed
        extend /home/me/venv (own): the project itself has to be installed again: its requirements changed
        preserve → build-project → verify"
    `);
  });

  test("stays in the project's own when others there rely on a version of it", () => {
    const plan = planFor(reached([...released, there("plugin 2.0 needs app>=1")], "own"), wanted);
    expect(plan.candidates[0]?.breaks).toEqual([{ name: "plugin", version: "2.0", needs: "app>=1" }]);
  });
});
