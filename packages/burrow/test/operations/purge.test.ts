import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { purge, type PurgeOptions } from "../../src/operations/purge.ts";
import { fakeMachine, type FakeFile, type FakeOptions } from "../kit/fake-machine.ts";
import { contextOf, generationFiles, madeFiles } from "./kit.ts";
import type { Context } from "../../src/operations/context.ts";

const PYTHON = { "/usr/bin/python3": { file: "ELF", mode: 0o755 }, "/p/requirements.txt": "aa\n" } as const;

/** A machine with these files, and a purge on it in the project `/p`. */
function desk(
  files: Readonly<Record<string, FakeFile>>,
  { given = {}, ...options }: FakeOptions & { readonly given?: Partial<Context> } = {},
) {
  const bench = fakeMachine({ ...PYTHON, ...files }, options);
  const context = contextOf(bench, given);
  const ask = async (asked: PurgeOptions = {}) => {
    const { removed, kept, ...rest } = await purge(context, asked);
    return {
      ...rest,
      removed: removed.map(({ prefix }) => prefix),
      kept: kept.map(({ prefix, because: { code, params } }) => [prefix, code, params]),
    };
  };
  return { bench, context, ask };
}

/** The lock of another process. */
const lockOf = (pid: number) => JSON.stringify({ nonce: "0000000100000002", pid });
const { processes: usual } = contextOf(fakeMachine());

describe("one that cannot be removed stops no other", () => {
  const files = { ...madeFiles("/p"), ...madeFiles("/q"), ...madeFiles("/r") };

  test("what failed is told beside what went", async () => {
    const { bench, ask } = desk(files, { readOnly: ["/q"] });
    const { failed, bytes, ...told } = await ask({ envs: ["/p/.venv", "/q/.venv", "/r/.venv"] });
    expect(told).toEqual({ status: "partly", removed: ["/p/.venv", "/r/.venv"], kept: [] });
    expect(failed).toMatchObject([
      { prefix: "/q/.venv", code: "machine/refused", because: expect.stringMatching(/read-only/u) as string },
    ]);
    expect(bytes).toBeGreaterThan(0);
    expect([bench.status(absolute("/p/.burrow")), bench.status(absolute("/r/.burrow"))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(bench.status(absolute("/q/.venv"))?.kind).toBe("link");
  });

  test("where nothing went it failed", async () => {
    const { ask } = desk(files, { readOnly: ["/p"] });
    const { status, failed, removed, bytes } = await ask();
    expect([status, failed.map(({ code }) => code), removed, bytes]).toEqual([
      "failed",
      ["machine/refused"],
      [],
      0,
    ]);
  });
});

describe("where processes cannot be listed", () => {
  const processes = { ...usual, users: () => undefined };
  const now = () => Date.UTC(2024, 1, 1);

  test("what people use stays, unless it is named", async () => {
    const { ask } = desk(
      { ...madeFiles("/p"), ...madeFiles("/q", { linked: false }) },
      { given: { processes, now } },
    );
    expect(await ask({ dryRun: true })).toMatchObject({
      removed: [],
      kept: [["/p/.venv", "use-unknown", {}]],
    });
    const orphan = "/q/.burrow/generations/default/1";
    expect(await ask({ all: true, dryRun: true, envs: [] })).toMatchObject({
      kept: [["/p/.venv", "use-unknown", {}]],
    });
    expect(await ask({ envs: [orphan], dryRun: true })).toMatchObject({ removed: [orphan], kept: [] });
    const doubts: unknown[] = [];
    const confirm = ({ doubt }: { readonly doubt?: unknown }) => Promise.resolve(doubts.push(doubt) > 0);
    expect(await ask({ envs: [".venv"], confirm })).toMatchObject({ status: "done", removed: ["/p/.venv"] });
    expect(doubts).toEqual([{ code: "use-untold", params: {} }]);
  });

  test("so does what no link leads to while it is young", async () => {
    const young = { ...madeFiles("/p", { linked: false, createdAt: "2024-01-31T12:00:00Z" }) };
    const { ask } = desk(young, { given: { processes, now } });
    const prefix = "/p/.burrow/generations/default/1";
    expect(await ask({ envs: [prefix] })).toMatchObject({ removed: [prefix] });
  });
});

test("what was made while the question stood stays", async () => {
  const { bench, ask } = desk({ ...madeFiles("/p"), ...madeFiles("/q") });
  const confirm = () => {
    const files = generationFiles("/p", "default", 2, { createdAt: "2024-01-02T00:00:00Z" });
    for (const [path, file] of Object.entries(files)) bench.place(path, file);
    bench.place("/p/.venv", { link: ".burrow/generations/default/2" });
    return Promise.resolve(true);
  };
  const was = desk(madeFiles("/p")).bench.tree("/p/.burrow/generations/default/1");
  expect(await ask({ envs: ["/p/.venv", "/q/.venv"], confirm })).toMatchObject({
    status: "done",
    removed: ["/q/.venv"],
    kept: [["/p/.venv", "made-meanwhile", { number: 2 }]],
  });
  expect(bench.tree("/p/.burrow/generations/default/1")).toEqual(was);
});

test("so does what was made anew under the same number", async () => {
  const { bench, ask } = desk(madeFiles("/p"));
  const confirm = () => {
    const files = generationFiles("/p", "default", 1, { createdAt: "2024-01-02T00:00:00Z" });
    for (const [path, file] of Object.entries(files)) bench.place(path, file);
    return Promise.resolve(true);
  };
  expect(await ask({ confirm })).toMatchObject({
    status: "nothing",
    kept: [["/p/.venv", "made-meanwhile", { number: 1 }]],
  });
});

test("a dry run sees who holds the lock, and no other lock", async () => {
  const files = { ...madeFiles("/p"), "/p/.burrow/lock": lockOf(7) };
  const held = desk(files, { given: { processes: { ...usual, mayRun: ({ pid }) => pid === 7 } } });
  expect(await held.ask({ dryRun: true })).toMatchObject({ kept: [["/p/.venv", "lock-held", { pid: 7 }]] });
  expect(await held.ask()).toMatchObject({
    status: "nothing",
    kept: [["/p/.venv", "lock-held", { pid: 7 }]],
  });
  const left = desk(files, { given: { processes: { ...usual, mayRun: ({ pid }) => pid !== 7 } } });
  expect(await left.ask({ dryRun: true })).toMatchObject({ removed: ["/p/.venv"], kept: [] });
});

test("a lock that nobody can read is a failure, in a dry run too", async () => {
  const { ask } = desk({ ...madeFiles("/p"), "/p/.burrow/lock": "?" });
  for (const dryRun of [true, false])
    expect(await ask({ dryRun })).toMatchObject({
      status: "failed",
      failed: [{ code: "apply/locked", hint: "when no burrow runs here: rm /p/.burrow/lock" }],
    });
});

describe("what a shell has switched on", () => {
  test.each([
    ["VIRTUAL_ENV", "/p/.venv", "deactivate"],
    ["VIRTUAL_ENV", "/p/.burrow/generations/default/1", "deactivate"],
    ["CONDA_PREFIX", "/p/.venv", "conda deactivate"],
  ])("this one, by %s=%s", async (variable, value, command) => {
    const { ask } = desk(madeFiles("/p"), { env: { [variable]: value } });
    expect(await ask()).toMatchObject({
      status: "nothing",
      kept: [["/p/.venv", "active-here", { command }]],
    });
  });

  test("another", async () => {
    const users = (folders: readonly string[]) =>
      new Map(folders.map((one) => [one, { pid: 7, activated: true }]));
    const { ask } = desk(madeFiles("/p"), { given: { processes: { ...usual, users } } });
    expect(await ask()).toMatchObject({ kept: [["/p/.venv", "active-in", { pid: 7 }]] });
  });
});
