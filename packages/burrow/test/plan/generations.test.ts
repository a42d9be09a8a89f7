import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { Survey } from "../../src/model/survey.ts";
import { reason, sentence } from "../../src/model/reason.ts";
import { goal, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

describe("a generation of the project around this one", () => {
  const home = absolute("/home/me");
  const folder = absolute("/home/me/.burrow/generations/default/1");
  const parent = (holds: readonly string[]) =>
    venv("/home/me/.venv", "3.12.4", holds, {
      realPrefix: folder,
      project: home,
      generation: { name: "default", number: 1, folder, recorded: [] },
    });
  const survey = (holds: readonly string[], asks: readonly string[]) => {
    const environment = parent(holds);
    const here = machine([["enclosing", environment]]);
    const host = goal(asks, { root: home, name: "home" });
    const site = {
      ...here.site,
      root: home,
      link: absolute("/home/me/.venv"),
      occupant: "own-link",
      generations: [1],
      current: 1,
    };
    return { ...here, tenants: [{ realPrefix: folder, goal: host, site }] } as Survey;
  };

  test("is followed by one that serves both: nothing that is there moves", () => {
    const asked: string[] = [];
    const plan = planFor(survey(["flask 3.0.0", "extra 1.0"], ["flask"]), goal(["httpx"]), {
      engine: ({ requirements }) => {
        asked.push(...requirements.map(({ text }) => text));
        return pins("flask==3.0.0", "extra==1.0", "httpx==0.27.0");
      },
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "extend /home/me/.venv: it lacks 1 distribution
        extend /home/me/.venv (enclosing): it lacks 1 distribution
          missing httpx
        ignore → create-environment → install → verify → link
        + httpx 0.27.0"
    `);
    expect(asked).toEqual(["flask", "httpx", "flask==3.0.0", "extra==1.0"]);
    expect(plan.environment?.generation).toBe("/home/me/.burrow/generations/default/2");
    expect(plan.tenants).toEqual([ROOT]);
    expect(plan.goal.root).toBe(ROOT);
  });

  test("a minor conflict moves there, a major one isolates", () => {
    const move = (name: string) =>
      planFor(survey([`${name} 5.9.0`], [name]), goal([`${name}>=6`]), {
        engine: () => pins(`${name}==6.0.0`),
      });
    expect(told(move("psutil"))).toMatchInlineSnapshot(`
      "upgrade /home/me/.venv: psutil 5.9.0 (need >=6)
        upgrade /home/me/.venv (enclosing): psutil 5.9.0 (need >=6)
          minor psutil>=6, there is 5.9.0
        ignore → create-environment → install → verify → link
        ~ psutil 5.9.0 → 6.0.0"
    `);
    expect(told(move("pyyaml"))).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): pyyaml 5.9.0 (need >=6)
          major pyyaml>=6, there is 5.9.0
        ignore → create-environment → install → verify → link
        + pyyaml 6.0.0"
    `);
  });

  test("what both ask for does not go together: isolated", () => {
    const plan = planFor(survey(["psutil 5.9.0"], ["psutil<6"]), goal(["psutil>=6"]), {
      engine: ({ requirements }) =>
        requirements.some(({ text }) => text === "psutil<6")
          ? { kind: "impossible", cause: "unsatisfiable", text: "psutil<6 and psutil>=6" }
          : pins("psutil==6.0.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): it would break home
          major psutil>=6, there is 5.9.0
          breaks home (project), which needs psutil<6
        ignore → create-environment → install → verify → link
        + psutil 6.0.0"
    `);
  });
});

describe("a generation of the project's own", () => {
  const generation = (number: number, holds: readonly string[], recorded: readonly string[]) =>
    venv(`${ROOT}/.venv`, "3.11.9", holds, {
      realPrefix: absolute(`${ROOT}/.burrow/generations/default/${number}`),
      generation: {
        name: "default",
        number,
        folder: absolute(`${ROOT}/.burrow/generations/default/${number}`),
        recorded: recorded.map((text) => {
          const [name = "", version = ""] = text.split(" ");
          return { name, version, hashes: [] };
        }),
      },
    });
  const site = { occupant: "own-link", generations: [1, 2], current: 2 } as const;

  test("is followed by the next one when something is missing", () => {
    const own = generation(2, ["flask 3.0.0"], ["flask 3.0.0"]);
    const plan = planFor(machine([["own", own]], { site }), goal(["flask", "httpx"]), {
      engine: () => pins("flask==3.0.0", "httpx==0.27.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "extend /home/me/app/.venv: it lacks 1 distribution
        extend /home/me/app/.venv (own): it lacks 1 distribution
          missing httpx
        ignore → create-environment → install → verify → link
        + httpx 0.27.0"
    `);
    expect(plan.environment?.generation).toBe(`${ROOT}/.burrow/generations/default/3`);
  });

  test("keeps what a person added by hand", () => {
    const base = generation(2, ["flask 3.0.0", "ipdb 0.13.13"], ["flask 3.0.0"]);
    const own = { ...base, distributions: base.distributions.map((one) => ({ ...one, requested: true })) };
    const plan = planFor(machine([["own", own]], { site }), goal(["flask>=3.1"]), {
      engine: ({ requirements }) => pins("flask==3.1.0", ...requirements.slice(1).map(({ text }) => text)),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "upgrade /home/me/app/.venv: flask 3.0.0 (need >=3.1)
        upgrade /home/me/app/.venv (own): flask 3.0.0 (need >=3.1)
          minor flask>=3.1, there is 3.0.0
        ignore → create-environment → install → verify → link
        ~ flask 3.0.0 → 3.1.0
        ! ipdb 0.13.13 was added by hand and is kept"
    `);
  });

  test("keeps it at the next rebuild too, and says what cannot be kept", () => {
    const base = generation(2, ["flask 3.0.0", "ipdb 0.13.13", "mine 1.0"], ["flask 3.0.0", "ipdb 0.13.13"]);
    const own = {
      ...base,
      generation: { ...base.generation!, byHand: ["ipdb"] },
      distributions: base.distributions.map((one) => ({
        ...one,
        requested: true,
        ...(one.name === "mine" && { editable: absolute("/home/me/mine") }),
      })),
    };
    const plan = planFor(machine([["own", own]], { site }), goal(["flask>=3.1"]), {
      engine: ({ requirements }) => pins("flask==3.1.0", ...requirements.slice(1).map(({ text }) => text)),
    });
    expect(plan.byHand).toEqual(["ipdb"]);
    expect(plan.warnings.map(sentence)).toEqual([
      "ipdb 0.13.13 was added by hand and is kept",
      "mine 1.0 was added by hand and is dropped",
    ]);
  });

  test("goes on serving the guests that burrow built it for, and says so when it cannot", () => {
    const own = generation(2, ["flask 3.0.0", "httpx 0.27.0"], ["flask 3.0.0", "httpx 0.27.0"]);
    const guest = goal(["httpx"], { root: absolute(`${ROOT}/tool`), name: "tool" });
    const survey = {
      ...machine([["own", own]], { site }),
      tenants: [{ realPrefix: own.realPrefix, goal: guest }],
    };
    const wanted = goal(["flask>=3.1"]);
    const served = planFor(survey, wanted, { engine: () => pins("flask==3.1.0", "httpx==0.27.0") });
    expect([told(served), served.tenants]).toMatchInlineSnapshot(`
      [
        "upgrade /home/me/app/.venv: flask 3.0.0 (need >=3.1)
        upgrade /home/me/app/.venv (own): flask 3.0.0 (need >=3.1)
          minor flask>=3.1, there is 3.0.0
        ignore → create-environment → install → verify → link
        ~ flask 3.0.0 → 3.1.0",
        [
          "/home/me/app/tool",
        ],
      ]
    `);
    const dropped = planFor(survey, wanted, {
      engine: ({ requirements }) =>
        requirements.some(({ name }) => name === "httpx")
          ? { kind: "impossible", cause: "unsatisfiable", text: "no" }
          : pins("flask==3.1.0"),
    });
    expect([told(dropped), dropped.tenants]).toMatchInlineSnapshot(`
      [
        "upgrade /home/me/app/.venv: flask 3.0.0 (need >=3.1)
        upgrade /home/me/app/.venv (own): flask 3.0.0 (need >=3.1)
          minor flask>=3.1, there is 3.0.0
        ignore → create-environment → install → verify → link
        ~ flask 3.0.0 → 3.1.0
        - httpx 0.27.0
        ! tool (/home/me/app/tool) used it too and cannot be served with this; it gets its own when it asks next",
        undefined,
      ]
    `);
  });

  test("is repaired when its files are gone", () => {
    const own = generation(2, ["flask 3.0.0"], ["flask 3.0.0"]);
    const plan = planFor(machine([["own", own]], { site }), goal(["flask"]), {
      gutted: ["flask"],
      engine: () => pins("flask==3.0.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "repair /home/me/app/.venv: 3 of 9 files of flask 1 are missing
        repair /home/me/app/.venv (own): 3 of 9 files of flask 1 are missing
        ignore → create-environment → install → verify → link"
    `);
  });

  test("is repaired at the version that burrow recorded when its metadata is there twice", () => {
    const twin = reason("duplicate-metadata", { name: "flask", versions: "2.0.0, 3.0.0" });
    const whole = generation(2, ["flask 2.0.0", "flask 3.0.0"], ["flask 3.0.0"]);
    const distributions = whole.distributions.map((one) => ({ ...one, problems: [twin] }));
    const constrained: string[] = [];
    const plan = planFor(machine([["own", { ...whole, distributions }]], { site }), goal(["flask"]), {
      engine: ({ constraints }) => {
        constrained.push(...constraints.map(({ text }) => text));
        return pins("flask==3.0.0");
      },
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "repair /home/me/app/.venv: flask has two metadata folders: 2.0.0, 3.0.0
        repair /home/me/app/.venv (own): flask has two metadata folders: 2.0.0, 3.0.0
        ignore → create-environment → install → verify → link
        ~ flask 2.0.0 → 3.0.0"
    `);
    expect(constrained).toEqual(["flask==3.0.0"]);
  });
});
