import { describe, expect, test } from "vitest";
import type { ProjectHook } from "../../src/model/hook.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { sentence } from "../../src/model/reason.ts";
import { commandText } from "../../src/plan/hooks.ts";
import { planJson } from "../../src/protocol/documents.ts";
import { readPlan } from "../../src/protocol/read-plan.ts";
import { goal, machine, pins, planFor, ROOT, venv } from "./kit.ts";

const SCRIPT = { path: join(ROOT, "tools", "prepare.py"), was: "file:9:1:1" };

/** Declared in this order: one that may fail, one that may not, one that may fail. */
function hooks(settled: readonly string[] = []): readonly ProjectHook[] {
  const done = settled.map(absolute);
  return [
    { name: "greet", run: ["python", "-c", "print('hi')"], required: false, settled: done, facts: [] },
    {
      name: "prepare data",
      run: ["python", "tools/prepare.py"],
      required: true,
      settled: [],
      facts: [SCRIPT],
    },
    { name: "seed", run: ["make", "seed"], required: false, settled: done, facts: [] },
  ];
}

const kinds = ({ steps }: Plan) =>
  steps.map((step) => (step.kind === "run-hook" ? `${step.name} in ${step.prefix}` : step.kind));

describe("when hooks run", () => {
  test("the required ones before the exchange, the others after it, each in the order of the settings", () => {
    const plan = planFor(machine([]), goal(["flask"]), {
      policy: { hooks: hooks() },
      engine: () => pins("flask==3.0.0"),
    });
    const inside = "/home/me/app/.burrow/generations/default/1";
    expect(kinds(plan)).toEqual([
      "ignore",
      "create-environment",
      "install",
      "verify",
      `prepare data in ${inside}`,
      "link",
      `greet in ${inside}`,
      `seed in ${inside}`,
    ]);
  });

  test("after a change in place, which is proven first", () => {
    const active = venv("/home/me/work", "3.12.4", ["flask 3.0.0"]);
    const plan = planFor(machine([["active", active]]), goal(["flask", "click"]), {
      policy: { hooks: hooks(["/home/me/work"]) },
      engine: () => pins("click==8.1.7"),
    });
    expect(kinds(plan)).toEqual([
      "fetch",
      "preserve",
      "install",
      "verify",
      "prepare data in /home/me/work",
      "greet in /home/me/work",
      "seed in /home/me/work",
    ]);
  });

  test("where nothing changes, those alone that never did their work there; the action stays `reuse`", () => {
    const active = venv("/home/me/work", "3.12.4", ["flask 3.0.0"]);
    const survey = machine([["active", active]]);
    const first = planFor(survey, goal(["flask"]), { policy: { hooks: hooks(["/home/me/work"]) } });
    expect([first.action, ...kinds(first)]).toEqual(["reuse", "prepare data in /home/me/work"]);
    const all = hooks(["/home/me/work"]).filter(({ required }) => !required);
    expect(kinds(planFor(survey, goal(["flask"]), { policy: { hooks: all } }))).toEqual([]);
    const elsewhere = hooks(["/home/me/other"]).slice(0, 1);
    expect(kinds(planFor(survey, goal(["flask"]), { policy: { hooks: elsewhere } }))).toEqual([
      "greet in /home/me/work",
    ]);
  });

  test("a plan that refuses runs none", () => {
    const plan = planFor(machine([], { site: { writable: false } }), goal([]), {
      policy: { hooks: hooks() },
    });
    expect([plan.action, plan.steps]).toEqual(["refuse", []]);
  });
});

describe("what a plan says of its hooks", () => {
  const active = venv("/home/me/work", "3.12.4", ["flask 3.0.0"]);
  const plan = planFor(machine([["active", active]]), goal(["flask"]), { policy: { hooks: hooks() } });

  test("what they run, and which can take everything back", () => {
    expect(plan.steps.map(({ why }) => sentence(why))).toEqual([
      "runs this project's hook `prepare data`, without which nothing is kept: python tools/prepare.py",
      `runs this project's hook \`greet\`: python -c "print('hi')"`,
      "runs this project's hook `seed`: make seed",
    ]);
  });

  test("it relies on the files that they run", () => {
    expect(plan.facts).toContainEqual(SCRIPT);
  });

  test("a saved plan keeps them", () => {
    const { questions: _, ...made } = plan;
    expect(readPlan(JSON.stringify(planJson(made)), "plan.json").steps).toEqual(plan.steps);
  });
});

test.each<[readonly string[], string]>([
  [["python", "-m", "tools.seed", "--rows=3"], "python -m tools.seed --rows=3"],
  [["a b", "", "c"], '"a b" "" c'],
  [['say "hi"', "x;y", "$HOME", "*"], '"say \\"hi\\"" "x;y" "$HOME" "*"'],
  [["rm\u202e", "ü"], '"rm\u202e" "ü"'],
])("%j is shown as %s", (argv, text) => {
  expect(commandText(argv)).toBe(text);
});
