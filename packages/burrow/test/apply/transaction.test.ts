import { expect, test } from "vitest";
import { readGeneration } from "../../src/survey/inspect/generation-record.ts";
import { readGenerationFiles } from "../../src/apply/generation-files.ts";
import { recover } from "../../src/apply/recover.ts";
import { rollBackTo } from "../../src/apply/rollback.ts";
import { apply } from "../../src/apply/transaction.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeTree } from "../kit/fake-machine.ts";
import {
  applyContext,
  environmentFiles,
  generation,
  generationSteps,
  inPlaceSteps,
  planOf,
  siteOf,
} from "./kit.ts";

/** What is there, without the records of generations, whose content has times. */
function seen(tree: FakeTree): FakeTree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !/\/\d+(?:\.files)?\.json$/u.test(path)));
}

const PROJECT = { "/p/.git/HEAD": "ref: refs/heads/main", "/p/.gitignore": "dist/", "/p/app.py": "pass" };

test("a generation is built, recorded and linked, and nothing else is left", async () => {
  const bench = fakeMachine(PROJECT);
  const applied = await apply(planOf(generationSteps(1, ["click==8.1"])), applyContext(bench));
  expect(applied.steps).toBe(5);
  const expected = fakeMachine({
    ...PROJECT,
    "/p/.gitignore": "dist/\n.venv\n.burrow/\n",
    ...environmentFiles(generation(1), ["click==8.1"]),
    "/p/.venv": { link: ".burrow/generations/default/1" },
  });
  expect(seen(bench.tree("/p"))).toEqual(expected.tree("/p"));
  const record = readGeneration(bench, generation(1));
  expect(record).toMatchObject({
    schema: 1,
    number: 1,
    command: "burrow up",
    plan: "plan",
    action: "create",
  });
  expect(readGenerationFiles(bench, generation(1))?.map(({ path }) => path)).toContain(
    "lib/site-packages/click/__init__.py",
  );
});

test("an environment that others made is changed in place, and no trace of the change is left", async () => {
  const before = environmentFiles("/p/.venv", ["click==7.0", "flask==2.0"]);
  const bench = fakeMachine({ ...before, "/p/.venv/notes.txt": "mine" });
  await apply(planOf(inPlaceSteps(["click==8.1"], ["flask"])), applyContext(bench));
  const pth = "/p/.venv/lib/site-packages/_burrow.pth";
  const expected = fakeMachine({
    ...environmentFiles("/p/.venv", ["click==8.1"]),
    "/p/.venv/notes.txt": "mine",
    [pth]: "# click==7.0\n# flask==2.0\n# click==8.1\n",
  });
  expect(bench.tree("/p")).toEqual(expected.tree("/p"));
});

test("an environment is changed and brought back also when it is reached by a link", async () => {
  const bench = fakeMachine({
    ...environmentFiles("/elsewhere", ["click==7.0"]),
    "/p/.venv": { link: "/elsewhere" },
  });
  const before = bench.tree();
  const plan = planOf(inPlaceSteps(["click==8.1", "rich==1"]));
  const context = applyContext(bench, { faults: { failing: ["install"] } });
  await expect(apply(plan, context)).rejects.toMatchObject({ code: "apply/rolled-back" });
  expect(bench.tree()).toEqual(before);

  for (const folder of ["/elsewhere/.burrow", "/p/.venv/.burrow"]) {
    bench.dieAfter(110);
    await expect(apply(plan, applyContext(bench))).rejects.toMatchObject({ name: "BurrowError" });
    bench.revive();
    expect(bench.list(absolute("/elsewhere/.burrow/journal")).length).toBe(2);
    const { processes } = applyContext(bench);
    const [recovered] = await recover(absolute(folder), {
      ...context,
      processes: { ...processes, mayRun: () => false },
    });
    expect(recovered).toMatchObject({ outcome: "before" });
    expect(bench.tree()).toEqual(before);
  }
});

test("the next generation of another project's environment is a transaction of that project", async () => {
  const bench = fakeMachine({ "/q/app.py": "pass", "/p/app.py": "pass" });
  const plan = planOf(generationSteps(1, ["a==1"], { ignoring: false }));
  await apply({ ...plan, goal: { ...plan.goal, root: absolute("/q") } }, applyContext(bench));
  expect(bench.readLink(absolute("/p/.venv"))).toBe(".burrow/generations/default/1");
  expect(bench.tree("/q")).toEqual({ "/q": "folder 755", "/q/app.py": "file 644 pass" });
});

test.each(["create", "install", "build"])(
  "when the engine fails to %s, everything is as before",
  async (act) => {
    const bench = fakeMachine(PROJECT);
    const before = bench.tree();
    const context = applyContext(bench, { faults: { failing: [act] } });
    const done = apply(planOf(generationSteps(1, ["click==8.1", "flask==2.0"], { building: true })), context);
    await expect(done).rejects.toMatchObject({
      code: "apply/rolled-back",
      exitStatus: 4,
      because: `${act} was told to fail`,
    });
    expect(bench.tree()).toEqual(before);
    expect(context.events.flatMap((event) => (event.type === "step.undone" ? [event.kind] : []))[0]).toBe(
      { create: "create-environment", install: "install", build: "build-project" }[act],
    );
  },
);

test("when a change in place fails, content, modes, times and inodes are as before", async () => {
  const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0", "flask==2.0"]));
  const before = bench.tree();
  const written = absolute("/p/.venv/lib/site-packages/_burrow.pth");
  const paths = Object.keys(before).map(absolute);
  const states = () =>
    paths.flatMap((path) => {
      const { kind, mtime = 0n, inode } = bench.status(path) ?? {};
      if (path === "/p" || path === "/p/.venv") return []; // burrow's own folder came and went
      return [[path, mtime, kind === "file" && path !== written ? inode : undefined]];
    });
  const statesBefore = states();
  const context = applyContext(bench, { faults: { failing: ["install"] } });
  await expect(
    apply(planOf(inPlaceSteps(["click==8.1", "rich==1"], ["flask"])), context),
  ).rejects.toMatchObject({ code: "apply/rolled-back" });
  expect(bench.tree()).toEqual(before);
  expect(states()).toEqual(statesBefore);
});

test("a file that another program wrote in place is named, and all else is put back", async () => {
  const bench = fakeMachine({ ...environmentFiles("/p/.venv", ["click==7.0"]), "/p/.venv/own.txt": "mine" });
  const before = bench.tree();
  const edit = (act: string) => {
    if (act === "install") bench.edit("/p/.venv/own.txt", "theirs");
  };
  const context = applyContext(bench, { faults: { failing: ["install"], before: edit } });
  await expect(apply(planOf(inPlaceSteps(["click==8.1", "rich==1"])), context)).rejects.toMatchObject({
    code: "apply/needs-recovery",
    exitStatus: 5,
    details: { paths: ["/p/.venv/own.txt"] },
  });
  const folder = absolute("/p/.venv/.burrow");
  await expect(recover(folder, context)).rejects.toMatchObject({ code: "apply/needs-recovery" });
  const [recovered] = await recover(folder, { ...context, acceptEdits: true });
  expect(recovered).toMatchObject({
    outcome: "before",
    command: "burrow up",
    at: "2024-01-02T00:00:00.000Z",
  });
  expect(bench.tree()).toEqual({ ...before, "/p/.venv/own.txt": "file 644 theirs" });
});

test("cancelling takes everything back", async () => {
  const bench = fakeMachine(PROJECT);
  const before = bench.tree();
  const controller = new AbortController();
  const cancel = (act: string) => {
    if (act === "install") controller.abort();
  };
  const context = applyContext(bench, { faults: { before: cancel }, signal: controller.signal });
  await expect(apply(planOf(generationSteps(1, ["a==1"])), context)).rejects.toMatchObject({
    code: "cancelled",
    exitStatus: 130,
  });
  expect(bench.tree()).toEqual(before);
});

test("rolling back is one rename, and refuses a generation that something else changed", async () => {
  const bench = fakeMachine(PROJECT);
  const context = applyContext(bench);
  await apply(planOf(generationSteps(1, ["a==1"])), context);
  const first = bench.tree();
  await apply(planOf(generationSteps(2, ["a==2"])), context);
  expect(bench.readLink(absolute("/p/.venv"))).toBe(".burrow/generations/default/2");

  await rollBackTo(siteOf(bench, [1, 2]), 1, context);
  const without2 = Object.entries(bench.tree()).filter(([path]) => !/default\/2/u.test(path));
  expect(Object.fromEntries(without2)).toEqual(first);

  await expect(rollBackTo(siteOf(bench, [1, 2]), 3, context)).rejects.toMatchObject({
    code: "rollback/no-generation",
  });
  bench.edit(`${generation(2)}/pyvenv.cfg`, "theirs");
  bench.place(`${generation(2)}/bin/extra`, "theirs");
  await expect(rollBackTo(siteOf(bench, [1, 2]), 2, context)).rejects.toMatchObject({
    code: "rollback/changed",
    details: { paths: ["bin/extra", "pyvenv.cfg"] },
  });
  bench.place(`${generation(1)}/lib/site-packages/a/__pycache__/__init__.pyc`, "byte code");
  await expect(rollBackTo(siteOf(bench, [1, 2]), 1, context)).resolves.toMatchObject({ steps: 1 });
});
