import { expect, test } from "vitest";
import { apply } from "../../src/apply/transaction.ts";
import { recover } from "../../src/apply/recover.ts";
import { factOf } from "../../src/machine/fact.ts";
import { absolute } from "../../src/model/path.ts";
import { laterEncryption } from "../../src/operations/later-ports.ts";
import type { Context } from "../../src/operations/context.ts";
import { doctor } from "../../src/operations/doctor.ts";
import { recoverAround } from "../../src/operations/recover.ts";
import { run } from "../../src/operations/run.ts";
import { applyPlan } from "../../src/operations/up.ts";
import { ownTransactions } from "../../src/registry/own-transactions.ts";
import { fakeMachine, type FakeMachine, type FakeOptions } from "../kit/fake-machine.ts";
import { applyContext, environmentFiles, inPlaceSteps, planOf, ROOT } from "../apply/kit.ts";

const DATA = absolute("/home/me/data");

function contextOf(bench: FakeMachine): Context {
  const { runner, processes, downloads, archives, command, now, report, signal } = applyContext(bench);
  const folders = { config: absolute("/home/me/config"), data: DATA, cache: absolute("/home/me/cache") };
  const gone = { ...processes, mayRun: () => false };
  return {
    machine: bench,
    bench,
    runner,
    processes: gone,
    downloads,
    archives,
    encryption: laterEncryption(() => {}),
    folders,
    cwd: ROOT,
    command,
    now,
    report,
    signal,
  };
}

/** A project whose `.venv` was being changed in place when the power went. */
async function interrupted(
  options: FakeOptions = {},
): Promise<{ readonly bench: FakeMachine; readonly before: unknown }> {
  const bench = fakeMachine(
    {
      "/p/requirements.txt": "click\n",
      "/usr/bin/python3": { file: "ELF", mode: 0o755 },
      ...environmentFiles("/p/.venv", ["click==7.0"]),
    },
    options,
  );
  const before = bench.tree("/p");
  const die = (act: string) => {
    if (act === "install") bench.dieAfter(3);
  };
  const context = applyContext(bench, { ours: ownTransactions(bench, DATA), faults: { before: die } });
  await expect(apply(planOf(inPlaceSteps(["click==8.1"])), context)).rejects.toBeDefined();
  bench.revive();
  expect(bench.tree("/p")).not.toEqual(before);
  return { bench, before };
}

test("what was interrupted in an environment is taken back before anything is planned with it", async () => {
  const { bench, before } = await interrupted();
  await recoverAround(contextOf(bench), { path: "/p" });
  expect(bench.tree("/p")).toEqual(before);
});

test("what somebody put into it meanwhile is set aside and named, not deleted", async () => {
  const { bench } = await interrupted();
  const site = "/p/.venv/lib/site-packages";
  bench.place(`${site}/flask/__init__.py`, "theirs");
  bench.place(`${site}/flask/__pycache__/__init__.pyc`, "byte code");
  bench.place(`${site}/click/half.py`, "of the change");
  bench.place("/p/.venv/notes.txt", "mine");
  const context = applyContext(bench);
  await recoverAround({ ...contextOf(bench), report: context.report }, { path: "/p" });
  const [aside = ""] = bench
    .list(absolute("/p/.venv"))
    .flatMap(({ name }) => name.match(/^\.burrow-set-aside-.+/u) ?? []);
  const files = Object.entries(bench.tree(`/p/.venv/${aside}`)).filter(([, what]) => what.startsWith("file"));
  expect(files).toEqual([
    [`/p/.venv/${aside}/lib/site-packages/flask/__init__.py`, "file 644 theirs"],
    [`/p/.venv/${aside}/notes.txt`, "file 644 mine"],
  ]);
  expect(bench.status(absolute(`${site}/flask`))).toBeUndefined();
  expect(bench.status(absolute(`${site}/click/half.py`))).toBeUndefined();
  expect(context.events.flatMap((event) => (event.type === "warning" ? event.warning : []))).toEqual([
    {
      code: "files-set-aside",
      params: { what: "lib/site-packages/flask/__init__.py and 1 more", path: `/p/.venv/${aside}` },
    },
  ]);
});

test("doctor names it, and what finishes it; it changes nothing itself", async () => {
  const { bench } = await interrupted();
  const half = bench.tree("/p");
  const { health, findings } = await doctor(contextOf(bench), {});
  expect([health, ...findings.map(({ code, action }) => [code, action])]).toContainEqual([
    "unfinished-change",
    "burrow recover",
  ]);
  expect(health).toBe("unhealthy");
  expect(bench.tree("/p")).toEqual(half);
});

test("so it is in an environment that is merely switched on", async () => {
  const { bench } = await interrupted({ env: { VIRTUAL_ENV: "/p/.venv" } });
  bench.place("/q/requirements.txt", "click\n");
  await recoverAround(contextOf(bench), { path: "/q" });
  expect(bench.status(absolute("/p/.venv/.burrow"))).toBeUndefined();
});

test.each([true, false])("nothing runs in what is half changed (noCheck: %s)", async (noCheck) => {
  const { bench } = await interrupted();
  const foreground = { exec: () => Promise.reject(new Error("it ran")) };
  const running = run(contextOf(bench), foreground, { command: "python", args: [], path: "/p", noCheck });
  await expect(running).rejects.toMatchObject({ code: "run/not-satisfied", hint: "burrow recover" });
});

test("where nothing was left, recovering touches nothing, the lock included", async () => {
  const files = environmentFiles("/p/.burrow/generations/default/1", []);
  const bench = fakeMachine(files, { readOnly: ["/p"] });
  const acts = bench.count();
  expect(await recover(absolute("/p/.burrow"), applyContext(bench))).toEqual([]);
  expect(bench.count()).toBe(acts);
});

test("nor is a lock taken before planning where only a foreign journal that was set aside, or a lock, was left", async () => {
  const files = { "/p/requirements.txt": "", "/p/.burrow/lock": "{}", "/p/.burrow/journal/t.foreign": "" };
  const bench = fakeMachine(files, { readOnly: ["/p"] });
  const acts = bench.count();
  await recoverAround(contextOf(bench), { path: "/p" });
  expect(bench.count()).toBe(acts);
});

test("what the system refuses is an error that names the place", async () => {
  const bench = fakeMachine({ "/p/.burrow/journal/t.jsonl": "" }, { readOnly: ["/p"] });
  await expect(recover(absolute("/p/.burrow"), applyContext(bench))).rejects.toMatchObject({
    code: "machine/refused",
    exitStatus: 4,
    message: expect.stringMatching(/^`\/p\/\.burrow.*` cannot be used$/u) as string,
  });
});

test("a saved plan that changes nothing is stale too when what it relied on changed", async () => {
  const bench = fakeMachine({ "/p/requirements.txt": "click\n" });
  const facts = [factOf(bench, absolute("/p/requirements.txt"))];
  const plan = planOf([], { action: "reuse", facts });
  await expect(applyPlan(contextOf(bench), plan)).resolves.toMatchObject({ status: "unchanged" });
  bench.edit("/p/requirements.txt", "flask\n");
  await expect(applyPlan(contextOf(bench), plan)).rejects.toMatchObject({
    code: "plan/stale",
    details: { paths: ["/p/requirements.txt"] },
  });
});
