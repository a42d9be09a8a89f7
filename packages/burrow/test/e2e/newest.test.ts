import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv, pipCheck } from "../kit/venv.ts";

describe.each(ENGINES)("with %s", (engine) => {
  async function orchard(requirements: string) {
    const index = await loopback(ORCHARD);
    return { here: project({ "requirements.txt": requirements }, { engine, env: index.env }), index };
  }

  async function outcome(here: Project, ...said: readonly string[]) {
    const { status, json } = await here.run("up", ...said, "--json");
    return { status, done: json.status, action: json.plan?.action, changes: json.plan?.changes, json };
  }

  test("A54 a generation keeps its versions, and --newest moves within the range", async () => {
    const { here } = await orchard("apple==2.0\npear==1.0\ntart\n");
    await outcome(here);
    here.write("requirements.txt", "apple<3\npear>=1\ntart\n");
    expect(await outcome(here)).toMatchObject({ done: "unchanged" });

    const plan = await here.run("plan", "--newest", "--json");
    expect([plan.json.action, plan.json.changes]).toEqual([
      "upgrade",
      [{ name: "pear", from: "1.0", to: "1.1" }],
    ]);
    expect(await outcome(here, "--newest")).toMatchObject({ status: 0, done: "done", action: "upgrade" });
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1", "tart==1.0"]);

    const { stdout } = await here.run("up", "--newest");
    expect(stdout).toBe("unchanged  .venv satisfies 3 requirements, and nothing newer is allowed\n");
    expect((await here.run("plan", "--newest", "--json")).json).toMatchObject({ action: "reuse", steps: [] });
  });

  test("A54 in its own .venv of another's making: the goal's become newer, nothing breaks, the rest stays", async () => {
    const { here, index } = await orchard("apple\ntart\n");
    const python = somePython();
    const requirements = ["apple==1.0", "pear==1.0", "pie==1.0", "plum==0.9", "tart==1.0"];
    await makeVenv(here.at(".venv"), { python, requirements, env: index.env });
    expect(await outcome(here)).toMatchObject({ done: "unchanged" });

    // `pie`, which nobody asks for here, needs apples below 3.
    expect(await outcome(here, "--newest")).toMatchObject({
      done: "done",
      action: "upgrade",
      changes: [
        { name: "apple", from: "1.0", to: "2.0" },
        { name: "pear", from: "1.0", to: "1.1" },
      ],
    });
    expect(freeze(here.at(".venv"))).toEqual([
      ...["apple==2.0", "pear==1.1", "pie==1.0", "plum==0.9", "tart==1.0"],
    ]);
    expect(pipCheck(here.at(".venv"))).toEqual([]);
    const before = tree(here.at(".venv"));
    expect(await outcome(here, "--newest")).toMatchObject({ done: "unchanged", action: "reuse" });
    expect(tree(here.at(".venv"))).toEqual(before);
  });
});
