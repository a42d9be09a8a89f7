import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { goal, interpreter, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

const externallyManaged = interpreter("/usr/bin/python3.11", "3.11.2", {
  externallyManaged: "",
  source: "system",
});

describe("what a project without an environment gets", () => {
  test("its own, on the newest final Python that fits (A3)", () => {
    const survey = machine([], {
      interpreters: [
        externallyManaged,
        interpreter("/opt/3.13/bin/python3.13", "3.13.0rc1"),
        interpreter("/opt/3.12/bin/python3.12", "3.12.4"),
        interpreter("/opt/3.9/bin/python3.9", "3.9.1"),
      ],
    });
    const plan = planFor(survey, goal(["flask>=3"], { python: { specifier: ">=3.10" } }), {
      engine: () => pins("flask==3.0.0", "werkzeug==3.0.1"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: the project has no environment yet
        ignore → create-environment → install → verify → link
        + flask 3.0.0
        + werkzeug 3.0.1"
    `);
    expect(plan.python).toEqual({
      executable: "/opt/3.12/bin/python3.12",
      version: "3.12.4",
      because: { code: "interpreter-newest", params: { specifier: ">=3.10" } },
    });
  });

  test("nothing is asked of an engine when the project asks for nothing", () => {
    const plan = planFor(machine([]), goal([]));
    expect(plan.action).toBe("create");
    expect(plan.questions).toEqual([]);
    expect(plan.warnings).toEqual([]);
  });

  test("C65 where there are no files at all it is a venv with nothing in it, and that is said", () => {
    expect(told(planFor(machine([]), goal([], { manifests: [] })))).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: the project has no environment yet
        ignore → create-environment → verify → link
        ! no file here says what is needed, so nothing is installed"
    `);
    expect(
      planFor(machine([]), goal(["flask"], { manifests: [] }), { engine: () => pins("flask==3.0.0") })
        .warnings,
    ).toEqual([]);
  });

  test("where an environment would serve everything below it, none is made without a project's file", () => {
    const home = machine([], { site: { isHome: true } });
    expect(told(planFor(home, goal([], { manifests: [] })))).toMatchInlineSnapshot(
      `"refuse: \`/home/me/app\` is not a project; an environment here would serve everything below it"`,
    );
    expect(planFor(home, goal([])).action).toBe("create");
  });

  test("the next older minor when a wheel does not exist, and it is said", () => {
    const plan = planFor(machine([]), goal(["old-thing"]), {
      engine: ({ python }) =>
        python.endsWith("3.12")
          ? { kind: "impossible", cause: "no-wheel", requirement: "old-thing", text: "no wheel for cp312" }
          : pins("old-thing==1.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: the project has no environment yet
        ignore → create-environment → install → verify → link
        + old-thing 1.0
        ! a wheel that is needed does not exist for 3.12.4"
    `);
  });

  test("a refusal that names the line when a name is on no index", () => {
    const plan = planFor(machine([]), goal(["requets>=2"]), {
      engine: () => ({
        kind: "impossible",
        cause: "unknown-name",
        requirement: "requets",
        text: "not found",
      }),
    });
    expect(told(plan)).toMatchInlineSnapshot(`"refuse: \`requets>=2\` is on no index"`);
  });
});

describe("the six scenarios", () => {
  const active = (holds: readonly string[]) => machine([["active", venv("/home/me/venv", "3.11.9", holds)]]);

  test("a compatible active environment is reused as it stands, without an engine (A4)", () => {
    const plan = planFor(
      active(["requests 2.31.0 needs urllib3<3", "urllib3 2.0.7"]),
      goal(["requests>=2.31"]),
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "reuse /home/me/venv: it satisfies 1 requirement
        reuse /home/me/venv (active): it satisfies 1 requirement"
    `);
    expect(plan.questions).toEqual([]);
  });

  test("what is missing is added and nothing else changes (A5, A9)", () => {
    const plan = planFor(
      active(["pytest 8.4.0"]),
      goal(["pytest>=8.4.0", "watchdog>=6.0.0", "psutil>=6.1.1"]),
      {
        engine: ({ mode }) => (mode === "frozen" ? pins("watchdog==6.0.0", "psutil==6.1.1") : pins()),
      },
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "extend /home/me/venv: it lacks 2 distributions and nothing in it has to change
        extend /home/me/venv (active): it lacks 2 distributions and nothing in it has to change
          missing watchdog>=6.0.0, psutil>=6.1.1
        fetch → preserve → install → verify
        + psutil 6.1.1
        + watchdog 6.0.0"
    `);
    expect(plan.questions).toEqual(["frozen:/home/me/venv:"]);
  });

  test("a conflict in somebody's active environment isolates, major or minor (A6, A12)", () => {
    const plan = planFor(active(["psutil 5.9.0"]), goal(["psutil>=6.1.1"]), {
      engine: () => pins("psutil==6.1.1"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/venv (active): psutil 5.9.0 (need >=6.1.1)
          minor psutil>=6.1.1, there is 5.9.0
        ignore → create-environment → install → verify → link
        + psutil 6.1.1"
    `);
  });

  test("the enclosing project's environment is reused (A7)", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["pytest 8.4.0"]);
    expect(told(planFor(machine([["enclosing", parent]]), goal(["pytest>=8.4.0"])))).toMatchInlineSnapshot(`
      "reuse /home/me/.venv: it satisfies 1 requirement
        reuse /home/me/.venv (enclosing): it satisfies 1 requirement"
    `);
  });

  test("a major conflict in the enclosing environment isolates (A8, A11)", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["pytest 7.0.0"]);
    const plan = planFor(machine([["enclosing", parent]]), goal(["pytest>=8.4.0"]), {
      engine: () => pins("pytest==8.4.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): pytest 7.0.0 (need >=8.4.0)
          major pytest>=8.4.0, there is 7.0.0
        ignore → create-environment → install → verify → link
        + pytest 8.4.0"
    `);
  });

  test("a minor conflict in the enclosing environment is upgraded in place (A10)", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["psutil 5.9.0"]);
    const plan = planFor(machine([["enclosing", parent]]), goal(["psutil>=6.1.1"]), {
      engine: ({ mode }) => (mode === "freed" ? pins("psutil==6.1.1") : { kind: "conflict", text: "" }),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/.venv: psutil 5.9.0 can be upgraded to 6.1.1 and nothing else breaks
        upgrade /home/me/.venv (enclosing): psutil 5.9.0 can be upgraded to 6.1.1 and nothing else breaks
          minor psutil>=6.1.1, there is 5.9.0
        fetch → preserve → install → verify
        ~ psutil 5.9.0 → 6.1.1"
    `);
  });
});

describe("what others rely on is protected", () => {
  test("an upgrade that would break a third distribution isolates and names it", () => {
    const parent = venv("/home/me/.venv", "3.11.9", [
      "urllib3 1.26.18",
      "botocore 1.34.0 needs urllib3<2.1,>=1.25.4",
    ]);
    const plan = planFor(machine([["enclosing", parent]]), goal(["urllib3>=2.2"]), {
      policy: { upgradeable: ["urllib3"] },
      engine: () => pins("urllib3==2.2.1"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): it would break botocore
          major urllib3>=2.2, there is 1.26.18
          breaks botocore 1.34.0, which needs urllib3<2.1,>=1.25.4
        ignore → create-environment → install → verify → link
        + urllib3 2.2.1"
    `);
  });

  test("what the enclosing project itself asks for goes on holding", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["six 1.17.0"]);
    const survey = machine([["enclosing", parent]]);
    const owner = {
      realPrefix: parent.realPrefix,
      goal: goal(["six==1.17.0"], { root: absolute("/home/me"), name: "home" }),
    };
    const plan = planFor({ ...survey, tenants: [owner] }, goal(["six<1.17"]), {
      policy: { upgradeable: ["six"] },
      engine: () => pins("six==1.16.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): it would break home
          major six<1.17, there is 1.17.0
          breaks home (project), which needs six==1.17.0
        ignore → create-environment → install → verify → link
        + six 1.16.0"
    `);
  });

  test("what was broken before is not held against the change", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["urllib3 1.26.18", "odd 1.0 needs urllib3>=9"]);
    const plan = planFor(machine([["enclosing", parent]]), goal(["urllib3>=2.2"]), {
      policy: { upgradeable: ["urllib3"] },
      engine: () => pins("urllib3==2.2.1"),
    });
    expect(plan.action).toBe("upgrade");
  });

  test("the project's own discovered environment is not upgraded over somebody's head", () => {
    const own = venv(`${ROOT}/.venv`, "3.11.9", ["urllib3 1.26.18", "botocore 1.34.0 needs urllib3<2.1"]);
    const plan = planFor(machine([["own", own]], { site: { occupant: "folder" } }), goal(["urllib3>=2.2"]), {
      engine: () => pins("urllib3==2.2.1"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.burrow/envs/default: 1 candidate looked at, none fits
        reject /home/me/app/.venv (own): it would break botocore
          major urllib3>=2.2, there is 1.26.18
          breaks botocore 1.34.0, which needs urllib3<2.1
        ignore → create-environment → install → verify → link
        + urllib3 2.2.1
        ! \`/home/me/app/.venv\` is there and burrow did not make it; --adopt rebuilds it"
    `);
  });
});
