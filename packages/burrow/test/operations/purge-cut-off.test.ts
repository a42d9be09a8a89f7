import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { purge } from "../../src/operations/purge.ts";
import { recoverAround, recoverProject } from "../../src/operations/recover.ts";
import { writeUse } from "../../src/operations/write-use.ts";
import { inspectEnvironment } from "../../src/survey/inspect/environment.ts";
import { fakeMachine, type FakeMachine, type FakeTree } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { contextOf, FOLDERS, madeFiles } from "./kit.ts";

const REGISTRY = absolute(`${FOLDERS.data}/registry.json`);

/** A project whose environment burrow remembers, and another project. */
async function desk() {
  const bench = fakeMachine({
    "/usr/bin/python3": { file: "ELF", mode: 0o755 },
    "/p/requirements.txt": "aa\n",
    "/q/requirements.txt": "aa\n",
    ...madeFiles("/p"),
  });
  const processes = fakeProcesses();
  const context = contextOf(bench, { processes });
  const environment = inspectEnvironment(bench, absolute("/p/.venv"));
  if (environment === undefined) throw new Error("the kit made no environment");
  await writeUse(context, { environment, root: absolute("/p") });
  return { bench, processes, context };
}

/** The places that the registry holds, read as a foreign program would. */
const known = (bench: FakeMachine): readonly string[] =>
  JSON.parse(bench.readText(REGISTRY, Infinity) ?? "").environments.map(
    ({ place }: { place: string }) => place,
  );

/** Who only comes by leaves the lock of a process that is gone, and empty folders: they change nothing. */
const withoutLock = (tree: FakeTree) =>
  Object.entries(tree).filter(
    ([path]) => !/^\/p\/\.burrow(?:\/lock.*|\/generations(?:\/\.purged-default)?)?$/u.test(path),
  );

const PLACE = "/p/.burrow/generations/default";

/** Cuts a purge off at each of its acts, and hands what is left to whoever comes next. */
async function cutOff(next: (context: ReturnType<typeof contextOf>) => Promise<unknown>) {
  const whole = await desk();
  const start = whole.bench.count();
  await purge(whole.context, {});
  const most = whole.bench.count() - start;
  const seen = new Set<string>();
  for (let after = 1; after <= most; after += 1) {
    const { bench, processes, context } = await desk();
    const before = bench.tree("/p");
    bench.dieAfter(after);
    await purge(context, {}).catch(() => {}); // killed
    bench.revive();
    processes.restart();
    await next(context);
    const isGone = bench.status(absolute(PLACE)) === undefined;
    expect([after, known(bench)]).toEqual([after, isGone ? [] : [PLACE]]);
    const left = isGone ? fakeMachine({ "/p/requirements.txt": "aa\n" }).tree("/p") : before;
    expect([after, withoutLock(bench.tree("/p"))]).toEqual([after, withoutLock(left)]);
    seen.add(isGone ? "gone" : "whole");
  }
  return seen;
}

test("P14 cut off at any act, what is gone is forgotten by the recovery, and what is not is remembered", async () => {
  const seen = await cutOff((context) => recoverProject(context, {}));
  expect([...seen].toSorted()).toEqual(["gone", "whole"]);
});

test("so it is by a recovery in another project, and by the next purge there", async () => {
  const there = absolute("/q");
  await cutOff((context) => recoverProject({ ...context, cwd: there }, {}));
  await cutOff((context) => purge({ ...context, cwd: there }, {}));
});

test("so it is before anything is planned in the project", async () => {
  await cutOff((context) => recoverAround(context, {}));
});

/** A project whose environment is half removed, and who stands elsewhere. */
async function half() {
  const { bench, processes, context } = await desk();
  const place = "/p/.burrow/generations/.purged-default";
  for (const [path, text] of Object.entries(bench.tree(PLACE)))
    if (text.startsWith("file")) bench.place(path.replace(PLACE, place), "");
  bench.remove(PLACE);
  return { bench, processes, context: { ...context, cwd: absolute("/q") } };
}

test("what another burrow is removing at this moment is left to it", async () => {
  const { bench, context } = await half();
  bench.place("/p/.burrow/lock", JSON.stringify({ nonce: "0000000100000002", ...context.processes.self() }));
  const before = bench.tree("/p");
  expect(await recoverProject(context, {})).toEqual({ status: "nothing", transactions: [] });
  expect(await purge(context, {})).toMatchObject({ status: "nothing", failed: [] });
  expect([bench.tree("/p"), known(bench)]).toEqual([before, [PLACE]]);
});

test("a removal that cannot be finished stops no other", async () => {
  const { bench, context } = await half();
  for (const [path, file] of Object.entries(madeFiles("/q"))) bench.place(path, file);
  bench.place("/p/.burrow/lock", "?");
  const { removed, failed, status } = await purge(context, {});
  expect([status, removed.map(({ prefix }) => prefix)]).toEqual(["partly", ["/q/.venv"]]);
  expect(failed).toMatchObject([{ prefix: "/p", code: "apply/locked" }]);
});
