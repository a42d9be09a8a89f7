import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { goal, machine, pins, planFor, told, venv } from "./kit.ts";

describe("what others rely on", () => {
  test("what another project asks for by an extra goes on holding", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["bbb 1.2.0", 'ext 1.0 needs bbb<1.3; extra == "x"']);
    const owner = goal(["ext[x]"], { root: absolute("/home/me"), name: "home" });
    const survey = {
      ...machine([["enclosing", parent]]),
      tenants: [{ realPrefix: parent.realPrefix, goal: owner }],
    };
    const plan = planFor(survey, goal(["bbb>=1.3"]), {
      engine: ({ constraints }) =>
        constraints.some(({ text }) => text === "bbb<1.3")
          ? { kind: "impossible", cause: "unsatisfiable", text: "bbb" }
          : pins("bbb==1.3.0"),
    });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: 1 candidate looked at, none fits
        reject /home/me/.venv (enclosing): it would break home
          major bbb>=1.3, there is 1.2.0
          breaks home (project), which needs bbb<1.3
        ignore → create-environment → install → verify → link
        + bbb 1.3.0"
    `);
  });

  test("an engine is told what the others need, so that it finds what serves all", () => {
    const parent = venv("/home/me/.venv", "3.11.9", ["bbb 1.0.0", "aaa 1.0 needs bbb<2, new<3"]);
    const seen: string[] = [];
    const versions = (constraints: readonly { readonly text: string }[], name: string) =>
      constraints.some(({ text }) => text.startsWith(name));
    const plan = planFor(machine([["enclosing", parent]]), goal(["bbb>=1.1"]), {
      engine: ({ key, constraints }) => {
        seen.push(`${key} ${constraints.map(({ text }) => text).join(" ")}`);
        return pins(versions(constraints, "bbb") ? "bbb==1.5.0" : "bbb==2.0.0");
      },
    });
    expect([plan.action, plan.changes, seen]).toMatchInlineSnapshot(`
      [
        "upgrade",
        [
          {
            "from": "1.0.0",
            "name": "bbb",
            "to": "1.5.0",
          },
        ],
        [
          "freed:/home/me/.venv:bbb:minding bbb<2 new<3",
        ],
      ]
    `);
    const missing = planFor(
      machine([["active", venv("/home/me/venv", "3.11.9", ["aaa 1.0 needs new<3"])]]),
      goal(["new"]),
      { engine: ({ constraints }) => pins(versions(constraints, "new") ? "new==2.0" : "new==3.0") },
    );
    expect(missing.changes).toEqual([{ name: "new", to: "2.0" }]);
  });
});

test.each(["active", "tenant"] as const)(
  "an environment in another project's tree is used as it stands and never changed, though it is %s",
  (origin) => {
    const theirs = venv("/w/theirs/.venv", "3.12.4", ["six 1.16.0"], { project: absolute("/w/theirs") });
    const lacking = planFor(machine([[origin, theirs]]), goal(["six", "tabulate"]), {
      engine: () => pins("six==1.17.0", "tabulate==0.9.0"),
    });
    expect([lacking.action, lacking.candidates[0]?.because.code]).toEqual(["create", "unrelated-project"]);
    expect(planFor(machine([[origin, theirs]]), goal(["six"])).action).toBe("reuse");
  },
);
