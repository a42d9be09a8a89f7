import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/model/distribution.ts";
import { absolute } from "../../src/model/path.ts";
import type { Environment } from "../../src/model/environment.ts";
import type { ResolveQuestion } from "../../src/model/resolve.ts";
import { distribution, goal, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

const policy = { newest: true } as const;
const folder = absolute(`${ROOT}/.burrow/generations/default/2`);
const site = { occupant: "own-link", generations: [1, 2], current: 2 } as const;

function generation(holds: readonly string[], more: Partial<Environment> = {}): Environment {
  const recorded = holds.map((text) => {
    const [name = "", version = ""] = text.split(" ");
    return { name, version, hashes: [] };
  });
  return venv(`${ROOT}/.venv`, "3.12.4", holds, {
    realPrefix: folder,
    generation: { name: "default", number: 2, folder, recorded },
    ...more,
  });
}

describe("the newest versions in a generation of the project's own", () => {
  test("nothing that is installed is held on to, but what was added by hand", () => {
    const asked: ResolveQuestion[] = [];
    const own = generation(["flask 3.0.0"]);
    const byHand = distribution("ipdb 0.13", own.prefix, { requested: true });
    const plan = planFor(
      machine([["own", { ...own, distributions: [...own.distributions, byHand] }]], { site }),
      goal(["flask"]),
      {
        policy,
        engine: (question) => {
          asked.push(question);
          return pins("flask==3.1.0", "ipdb==0.13");
        },
      },
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: newer versions are allowed and were asked for
        upgrade /home/me/app/.venv (own): newer versions are allowed and were asked for
        ignore → create-environment → install → verify → link
        ~ flask 3.0.0 → 3.1.0
        ! ipdb 0.13 was added by hand and is kept"
    `);
    expect(
      asked.map(({ requirements, constraints }) =>
        [requirements, constraints].flat().map(({ text }) => text),
      ),
    ).toEqual([["flask", "ipdb==0.13"]]);
  });

  test("are those that are there: nothing changes, whatever else is installed", () => {
    const plan = planFor(
      machine([["own", generation(["flask 3.1.0", "left-over 1.0"])]], { site }),
      goal(["flask"]),
      {
        policy,
        engine: () => pins("flask==3.1.0"),
      },
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "reuse /home/me/app/.venv: it satisfies 1 requirement, and nothing newer is allowed
        reuse /home/me/app/.venv (own): it satisfies 1 requirement"
    `);
    expect(plan.steps).toEqual([]);
  });

  test("cannot be told: refused, not taken for none", () => {
    const plan = planFor(machine([["own", generation(["flask 3.0.0"])]], { site }), goal(["flask"]), {
      policy,
      engine: () => ({ kind: "unreachable", text: "no network" }),
    });
    expect([plan.action, plan.because.code]).toEqual(["refuse", "unreachable"]);
  });
});

describe("the newest versions in the project's own environment of somebody else's making", () => {
  const own = (...holds: readonly string[]) => venv(`${ROOT}/.venv`, "3.12.4", holds);
  const here = (environment: Environment) =>
    machine([["own", environment]], { site: { occupant: "folder" } });

  test("what the goal needs may move, what others need of it still binds, the rest stays", () => {
    const asked: ResolveQuestion[] = [];
    const plan = planFor(
      here(
        own("flask 3.0.0 needs werkzeug>=3", "werkzeug 3.0.0", "plugin 1.0 needs werkzeug<3.2", "other 1.0"),
      ),
      goal(["flask"]),
      {
        policy,
        engine: (question) => {
          asked.push(question);
          return pins("werkzeug==3.1.0");
        },
      },
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: newer versions are allowed and were asked for
        upgrade /home/me/app/.venv (own): newer versions are allowed and were asked for
        fetch → preserve → install → verify
        ~ werkzeug 3.0.0 → 3.1.0"
    `);
    const [question] = asked;
    expect(question).toMatchObject({ mode: "freed", newest: true, free: ["flask", "werkzeug"] });
    expect(question?.constraints.map(({ text }) => text)).toEqual(["werkzeug<3.2"]);
    expect(plan.conflicts).toEqual([]);
  });

  test("nothing that would break another is done", () => {
    const plan = planFor(here(own("flask 3.0.0", "plugin 1.0 needs flask<3.1")), goal(["flask"]), {
      policy,
      engine: () => pins("flask==3.1.0"),
    });
    expect([plan.action, plan.because.code, plan.steps]).toEqual(["reuse", "newest-already", []]);
  });

  test("what came from an address or a folder is nothing that an index has newer", () => {
    const linked: Partial<Distribution> = { directUrl: { url: "https://example.invalid/dep.whl" } };
    const environment = own("flask 3.0.0 needs dep");
    const dep = distribution("dep 1.0", environment.prefix, linked);
    const asked: ResolveQuestion[] = [];
    planFor(here({ ...environment, distributions: [...environment.distributions, dep] }), goal(["flask"]), {
      policy,
      engine: (question) => {
        asked.push(question);
        return pins();
      },
    });
    expect(asked[0]?.free).toEqual(["flask"]);
  });

  test("with something missing they come along", () => {
    const plan = planFor(here(own("flask 3.0.0")), goal(["flask", "httpx"]), {
      policy,
      engine: () => pins("flask==3.1.0", "httpx==0.27.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: newer versions are allowed and were asked for
        upgrade /home/me/app/.venv (own): newer versions are allowed and were asked for
          missing httpx
        fetch → preserve → install → verify
        ~ flask 3.0.0 → 3.1.0
        + httpx 0.27.0"
    `);
  });
});

test("somebody else's environment keeps its versions, and that is said", () => {
  const plan = planFor(
    machine([["enclosing", venv("/home/me/.venv", "3.12.4", ["flask 3.0.0"])]]),
    goal(["flask"]),
    {
      policy,
    },
  );
  expect(told(plan)).toMatchInlineSnapshot(`
    "reuse /home/me/.venv: it satisfies 1 requirement
      reuse /home/me/.venv (enclosing): it satisfies 1 requirement
      ! what is not the project's own keeps its versions; --newest is for what is"
  `);
});
