import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { Environment } from "../../src/model/environment.ts";
import type { Goal } from "../../src/model/goal.ts";
import type { CandidateOrigin } from "../../src/model/survey.ts";
import { sentence } from "../../src/model/reason.ts";
import { asks, distribution, goal, machine, pins, planFor, ROOT, venv } from "./kit.ts";

/** What becomes of one candidate: its outcome and why, in a line. */
function judged(
  environment: Environment,
  wanted: Goal,
  { origin = "active", ...options }: { origin?: CandidateOrigin } & Parameters<typeof planFor>[2] = {},
): string {
  const { candidates } = planFor(machine([[origin, environment]]), wanted, {
    engine: () => pins("flask==3.0.0"),
    ...options,
  });
  const [candidate] = candidates;
  return candidate === undefined ? "not judged" : `${candidate.action}: ${sentence(candidate.because)}`;
}

const flask = goal(["flask"]);
const holds = ["flask 3.0.0"];
const place = "/home/me/venv";

describe("what a candidate is", () => {
  test.each<[string, Partial<Environment>, string]>([
    ["a conda base", { kind: "conda-base" }, "reject: it is a conda base, which is never used"],
    [
      "a base interpreter",
      { kind: "base" },
      "reject: it is a base interpreter; isolation is required for safety",
    ],
    [
      "an externally managed one",
      { kind: "base", frozen: "use apt" },
      "reject: externally managed (PEP 668): use apt",
    ],
    [
      "one whose base is gone",
      { broken: { code: "base-gone", params: { path: "/opt/3.9" } } },
      "reject: its base /opt/3.9 is gone",
    ],
    [
      "Python 3.7",
      { version: "3.7.17" },
      "reject: Python 3.7.17 is older than 3.8, the oldest that burrow works with",
    ],
  ])("%s", (_, more, expected) => {
    expect(judged(venv(place, "3.11.9", holds, more), flask)).toBe(expected);
  });

  test("3.8.0 itself is not too old, and neither is its pre-release", () => {
    expect(judged(venv(place, "3.8.0", holds), flask)).toMatch(/^reuse/u);
    expect(judged(venv(place, "3.8.0rc1", holds), flask)).toMatch(/^reuse/u);
  });

  test("one without a Python", () => {
    const { executable: _, ...gone } = venv(place, "3.11.9", holds);
    expect(judged(gone, flask)).toBe("reject: it has no Python at /home/me/venv");
  });

  test.each<[string, Goal["python"], string]>([
    ["requires-python", { specifier: ">=3.12" }, "reject: Python 3.11.9 is outside >=3.12"],
    [
      "a minor version",
      { specifier: "", asked: { text: "3.12" } },
      "reject: Python 3.11.9 is not the 3.12 that was asked for",
    ],
    [
      "an implementation",
      { specifier: "", asked: { text: "pypy3.11" } },
      "reject: Python 3.11.9 is not the pypy3.11 that was asked for",
    ],
    [
      "a path",
      { specifier: "", asked: { text: "/opt/python" } },
      "reject: Python 3.11.9 is not the /opt/python that was asked for",
    ],
    [
      "a free-threaded build",
      { specifier: "", asked: { text: "3.11t" } },
      "reject: Python 3.11.9 is not the 3.11t that was asked for",
    ],
    [
      "a pre-release",
      { specifier: "", asked: { text: "3.11.0rc1" } },
      "reject: Python 3.11.9 is not the 3.11.0rc1 that was asked for",
    ],
    [
      "an implementation alone",
      { specifier: "", asked: { text: "pypy" } },
      "reject: Python 3.11.9 is not the pypy that was asked for",
    ],
    [
      "its own path",
      { specifier: "", asked: { text: "/usr/bin/python3.11" } },
      "reuse: it satisfies 1 requirement",
    ],
    [
      "its minor version",
      { specifier: "", asked: { text: "python3.11" } },
      "reuse: it satisfies 1 requirement",
    ],
    [
      "a set of versions",
      { specifier: "", asked: { text: ">=3.10,<3.12" } },
      "reuse: it satisfies 1 requirement",
    ],
  ])("Python asked for by %s", (_, python, expected) => {
    expect(judged(venv(place, "3.11.9", holds), goal(["flask"], { python }))).toBe(expected);
  });

  test("a copy of the project from another worktree", () => {
    const environment = venv(place, "3.11.9", holds);
    const copy = distribution("app 1.0", `${place}/lib`, { editable: absolute("/home/me/main") });
    const wanted = goal(["flask"], {
      project: {
        root: ROOT,
        name: "app",
        requires: ["flask"],
        buildRequires: [],
        dynamic: [],
        origin: { file: ROOT },
      },
    });
    expect(judged({ ...environment, distributions: [copy, ...environment.distributions] }, wanted)).toBe(
      "reject: app in it is an editable install of /home/me/main, another copy of this project",
    );
  });

  test("a conda goal never falls back to a venv", () => {
    expect(judged(venv(place, "3.11.9", holds), goal(["flask"], { backend: "conda" }))).toBe(
      "reject: the project asks for conda, this is venv",
    );
  });
});

describe("what may be changed", () => {
  const empty = (more: Partial<Environment>): Environment => venv(place, "3.11.9", [], more);

  test.each<[string, Environment, string]>([
    ["external", empty({ external: true }), "reject: it is declared external and never changed"],
    ["frozen by its owner", empty({ frozen: "ask Ada" }), "reject: its owner froze it: ask Ada"],
    [
      "governed by a tool",
      empty({ governor: "pipx" }),
      "reject: pipx governs it, so it is used only as it stands",
    ],
    [
      "active in another project",
      empty({ project: absolute("/home/me/other") }),
      "reject: it belongs to another project (/home/me/other), so it is used only as it stands",
    ],
    [
      "conda's",
      empty({ kind: "conda" }),
      "reject: a change by pip in a conda environment needs --allow-pip-in-conda",
    ],
    [
      "a generation of another project",
      empty({
        project: absolute("/home/me/other"),
        generation: {
          name: "default",
          number: 1,
          folder: absolute("/home/me/other/.burrow/generations/default/1"),
        },
      }),
      "reject: burrow made it for /home/me/other, so it is used only as it stands",
    ],
    ["not writable", empty({ writable: false }), "reject: it cannot be written to"],
    ["anybody's", empty({}), "extend: it lacks 1 distribution and nothing in it has to change"],
  ])("%s", (_, environment, expected) => {
    expect(judged(environment, flask)).toBe(expected);
  });

  test.each(["external", "governor", "frozen"])("as it stands it may serve: %s", (field) => {
    const value = field === "external" ? true : "somebody";
    expect(judged(venv(place, "3.11.9", holds, { [field]: value }), flask)).toBe(
      "reuse: it satisfies 1 requirement",
    );
  });

  test("conda's may be changed by pip on purpose", () => {
    expect(judged(empty({ kind: "conda" }), flask, { policy: { allowPipInConda: true } })).toMatch(
      /^extend/u,
    );
  });
});

describe("what is in it", () => {
  const check = (environmentHolds: readonly string[], wanted: Goal): string =>
    judged(venv(place, "3.11.9", environmentHolds), wanted);

  test.each<[string, readonly string[], Goal, string]>([
    ["more than is asked", ["flask 3.0.0", "numpy 1.0"], flask, "reuse: it satisfies 1 requirement"],
    [
      "a dependency of a dependency is missing",
      ["flask 3.0.0 needs werkzeug", "werkzeug 3.0 needs markupsafe>=2"],
      flask,
      "extend: it lacks 1 distribution and nothing in it has to change",
    ],
    [
      "a dependency is of another version",
      ["flask 3.0.0 needs werkzeug>=3", "werkzeug 2.0"],
      flask,
      "reject: werkzeug 2.0 (need >=3)",
    ],
    [
      "versions are numbers, not letters",
      ["flask 10.0"],
      goal(["flask>=8.4.0"]),
      "reuse: it satisfies 1 requirement",
    ],
    [
      "a marker that does not hold",
      ["flask 3.0.0"],
      goal(["flask", 'pywin32 ; sys_platform=="win32"']),
      "reuse: it satisfies 1 requirement",
    ],
    [
      "a dependency's marker that does not hold",
      ['flask 3.0.0 needs tomli; python_version<"3.11"'],
      flask,
      "reuse: it satisfies 1 requirement",
    ],
    [
      "an extra that was not asked for",
      ['flask 3.0.0 needs asgiref; extra=="async"'],
      flask,
      "reuse: it satisfies 1 requirement",
    ],
    ["nothing asked", [], goal([]), "reuse: the project asks for nothing that is not there"],
  ])("%s", (_, environmentHolds, wanted, expected) => {
    expect(check(environmentHolds, wanted)).toBe(expected);
  });

  test("an extra that was asked for belongs to the closure", () => {
    const environment = venv(place, "3.11.9", []);
    const withExtra = distribution('flask 3.0.0 needs asgiref; extra=="async"', `${place}/lib`, {
      extras: ["async"],
    });
    expect(judged({ ...environment, distributions: [withExtra] }, goal(["flask[async]"]))).toMatch(
      /^extend/u,
    );
  });

  test("an unknown extra and a pre-release are said and do not stop the reuse", () => {
    const survey = machine([["active", venv(place, "3.11.9", ["flask 3.0.0b1"])]]);
    const plan = planFor(survey, goal(["flask[nope]"]));
    expect(plan.action).toBe("reuse");
    expect(plan.warnings.map(sentence)).toEqual([
      "flask 3.0.0b1 is a pre-release",
      "flask 3.0.0b1 has no extra `nope`",
    ]);
  });

  test("constraints are no roots, but what is needed must meet them", () => {
    const bound = (line: string): Goal => goal(["flask"], { constraints: [asks(line, 1)] });
    expect(check(["flask 3.0.0 needs werkzeug", "werkzeug 3.0"], bound("werkzeug<3"))).toBe(
      "reject: werkzeug 3.0 (need <3)",
    );
    expect(check(["flask 3.0.0"], bound("werkzeug<3"))).toMatch(/^reuse/u);
  });

  test("a hash is not proven by a version", () => {
    const wanted = goal([asks("flask==3.0.0", 1, { hashes: ["sha256:aa"] })]);
    expect(check(["flask 3.0.0"], wanted)).toBe(
      "reject: flask 3.0.0 cannot be proven to be what was asked: no record of its hash",
    );
  });

  test("files that are gone make it unfit although its metadata is whole", () => {
    expect(judged(venv(place, "3.11.9", holds), flask, { gutted: ["flask"] })).toBe(
      "reject: 3 of 9 files of flask 1 are missing",
    );
  });

  test("unwell metadata of what is not needed does not matter", () => {
    const environment = venv(place, "3.11.9", holds);
    const odd = distribution("odd 1.0", `${place}/lib`, {
      problems: [{ code: "unreadable-metadata", params: { path: "odd" } }],
    });
    const needed = environment.distributions.map((one) => ({ ...one, problems: odd.problems }));
    expect(judged({ ...environment, distributions: [...environment.distributions, odd] }, flask)).toMatch(
      /^reuse/u,
    );
    expect(judged({ ...environment, distributions: needed }, flask)).toBe(
      "reject: the metadata of odd cannot be read",
    );
  });
});

describe("how far is looked", () => {
  const satisfied = venv(place, "3.11.9", holds);

  test.each<[CandidateOrigin, string, RegExp]>([
    ["active", "own", /^reject: reuse is "own"/u],
    ["enclosing", "own", /^reject/u],
    ["shared", "enclosing", /^reject/u],
    ["shared", "shared", /^reuse/u],
    ["machine", "machine", /^reuse/u],
    ["own", "never", /^reject: reuse is "never"/u],
    ["own", "own", /^reuse/u],
  ])("%s with reuse = %s", (origin, reuse, expected) => {
    expect(judged(satisfied, flask, { origin, policy: { reuse: reuse as "own" } })).toMatch(expected);
  });

  test("--isolate ends the search with an own environment, and keeps one that is there", () => {
    expect(judged(satisfied, flask, { origin: "active", policy: { isolate: true } })).toBe(
      "reject: isolation was asked for",
    );
    expect(judged(satisfied, flask, { origin: "own", policy: { isolate: true } })).toMatch(/^reuse/u);
  });

  test("a project that has an environment never moves silently to another", () => {
    const survey = machine([
      ["own", venv(`${ROOT}/.venv`, "3.9.1", holds)],
      ["active", satisfied],
    ]);
    const plan = planFor(survey, goal(["flask"], { python: { specifier: ">=3.10" } }), {
      engine: () => pins("flask==3.0.0"),
    });
    expect(plan.action).toBe("create");
    expect(plan.candidates.map(({ prefix, because }) => [prefix, because.code])).toEqual([
      [`${ROOT}/.venv`, "python-outside"],
      [place, "own-kept"],
    ]);
  });

  test("one real path reached in two ways is one candidate, ranked by the first", () => {
    const plan = planFor(
      machine([
        ["active", satisfied],
        ["enclosing", satisfied],
      ]),
      flask,
    );
    expect(plan.candidates.map(({ origins }) => origins)).toEqual([["active", "enclosing"]]);
  });

  test("what comes after the one that serves is listed, and nobody is asked about it", () => {
    const parent = venv("/home/me/.venv", "3.12.4", ["flask 1.0"]);
    const survey = machine([
      ["active", satisfied],
      ["enclosing", parent],
    ]);
    const { candidates, verdicts } = planFor(survey, flask);
    expect(candidates.map(({ prefix, action, because }) => [prefix, action, because.code])).toEqual([
      [place, "reuse", "satisfied"],
      [parent.prefix, "reject", "later"],
    ]);
    expect(verdicts.filter(({ subject }) => subject === parent.prefix)).toEqual([
      { rule: "order", subject: parent.prefix, outcome: "reject", because: { code: "later", params: {} } },
    ]);
  });

  test("a plan says of every requirement whether it applies to the Python that was chosen", () => {
    const wanted = goal(["flask", 'tomli ; python_version < "3.11"', 'httpx ; python_version >= "3.11"'], {
      constraints: [asks('six<2 ; sys_platform == "win32"', 4)],
    });
    const applying = (plan: ReturnType<typeof planFor>) =>
      [...plan.goal.requirements, ...plan.goal.constraints].map(({ applies }) => applies);
    const engine = () => pins("flask==3.0.0");
    expect(applying(planFor(machine([]), wanted, { engine }))).toEqual([true, false, true, false]);
    const there = venv(place, "3.10.1", ["flask 3.0.0", "tomli 2.0"]);
    expect(applying(planFor(machine([["active", there]]), wanted))).toEqual([true, true, false, false]);
    const refused = planFor(machine([], { site: { writable: false } }), wanted);
    expect(applying(refused)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("a named environment that does not serve refuses", () => {
    const plan = planFor(
      machine([["named", venv(place, "3.9.1", holds)]]),
      goal(["flask"], { python: { specifier: ">=3.10" } }),
    );
    expect(plan.action).toBe("refuse");
    expect(plan.steps).toEqual([]);
  });
});
