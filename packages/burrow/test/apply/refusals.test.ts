import { expect, test } from "vitest";
import { apply } from "../../src/apply/transaction.ts";
import { factOf } from "../../src/machine/fact.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { applyContext, generationSteps, planOf } from "./kit.ts";

const FOLDER = absolute("/p/.burrow");
const PROJECT = { "/p/.git/HEAD": "ref: refs/heads/main", "/p/.gitignore": "dist/", "/p/app.py": "pass" };

test("a link that somebody else made is never replaced", async () => {
  const bench = fakeMachine({ ...PROJECT, "/p/.venv": { link: "../shared" }, "/shared": { folder: true } });
  const before = bench.tree();
  await expect(apply(planOf(generationSteps(1, [])), applyContext(bench))).rejects.toMatchObject({
    code: "apply/rolled-back",
    because: "`/p/.venv` is there and burrow did not make it",
  });
  expect(bench.tree()).toEqual(before);
});

test("a plan whose facts changed is stale, and nothing is touched", async () => {
  const bench = fakeMachine({ ...PROJECT, "/p/pyproject.toml": "old" });
  const facts = ["/p/pyproject.toml", "/p/.venv", "/p", "/p/.burrow"].map((path) =>
    factOf(bench, absolute(path)),
  );
  const plan = planOf(generationSteps(1, []), { facts });
  bench.edit("/p/pyproject.toml", "new");
  const before = bench.tree();
  await expect(apply(plan, applyContext(bench))).rejects.toMatchObject({
    code: "plan/stale",
    details: { paths: ["/p/pyproject.toml"] },
  });
  expect(bench.tree()).toEqual(before);
});

function factsOf(bench: FakeMachine) {
  return ["/p/pyproject.toml", "/p/.gitignore", "/p/.venv", "/p"].map((path) =>
    factOf(bench, absolute(path)),
  );
}

test("facts are compared again before the link moves, and what burrow itself changed does not count", async () => {
  const files = { ...PROJECT, "/p/pyproject.toml": "old" };
  const quiet = fakeMachine(files);
  await apply(planOf(generationSteps(1, ["a==1"]), { facts: factsOf(quiet) }), applyContext(quiet));

  const bench = fakeMachine(files);
  const plan = planOf(generationSteps(1, ["a==1"]), { facts: factsOf(bench) });
  const before = bench.tree();
  const edit = (act: string) => {
    if (act === "install") bench.edit("/p/pyproject.toml", "new");
  };
  await expect(apply(plan, applyContext(bench, { faults: { before: edit } }))).rejects.toMatchObject({
    code: "plan/stale",
  });
  expect(bench.tree()).toEqual({ ...before, "/p/pyproject.toml": "file 644 new" });
});

test("a folder that burrow did not make is never replaced by a link", async () => {
  const bench = fakeMachine({ ...PROJECT, "/p/.venv/pyvenv.cfg": "theirs" });
  const before = bench.tree();
  await expect(apply(planOf(generationSteps(1, [])), applyContext(bench))).rejects.toMatchObject({
    code: "apply/rolled-back",
    because: "`/p/.venv` is there and burrow did not make it",
  });
  expect(bench.tree()).toEqual(before);
});

test("another process that changes the same project is named", async () => {
  const bench = fakeMachine(PROJECT);
  const context = applyContext(bench);
  const second = applyContext(bench, { processes: context.processes });
  const other = async (act: string) => {
    if (act !== "install") return;
    await expect(apply(planOf(generationSteps(2, [])), second)).rejects.toMatchObject({
      code: "apply/locked",
      because: `process ${context.processes.self().pid} holds its lock`,
    });
  };
  const waits: Promise<void>[] = [];
  await apply(planOf(generationSteps(1, ["a==1"])), {
    ...context,
    runner: applyContext(bench, { faults: { before: (act) => void waits.push(other(act)) } }).runner,
  });
  await Promise.all(waits);
  expect(waits.length).toBe(2);
  expect(bench.list(FOLDER).map(({ name }) => name)).toEqual(["generations"]);
});
