import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { purge, type PurgeOptions } from "../../src/operations/purge.ts";
import { writeUse } from "../../src/operations/write-use.ts";
import { registryOf } from "../../src/operations/memory.ts";
import { withActive, withDefault } from "../../src/registry/changes.ts";
import { inspectEnvironment } from "../../src/survey/inspect/environment.ts";
import { environmentFiles } from "../apply/kit.ts";
import { fakeMachine, type FakeFile } from "../kit/fake-machine.ts";
import { contextOf, FOLDERS, madeFiles } from "./kit.ts";

const HOME = "/home/me";
const OWN = `${FOLDERS.data}/environments`;
const at = (prefix: string) => absolute(prefix);

/** Three projects, one that was cleared away but for its environment, one that burrow did not make, and one that belongs to no project. */
const FILES: Readonly<Record<string, FakeFile>> = {
  "/usr/bin/python3": { file: "ELF", mode: 0o755 },
  [`${HOME}/shop/requirements.txt`]: "aa\n",
  ...madeFiles(`${HOME}/shop`, { generations: [1, 2] }),
  ...madeFiles(`${HOME}/shop`, { name: "docs" }),
  [`${HOME}/web/requirements.txt`]: "aa\n",
  ...madeFiles(`${HOME}/web`),
  ...madeFiles(`${HOME}/old`, { linked: false, generations: [3] }),
  [`${HOME}/lab/requirements.txt`]: "aa\n",
  ...environmentFiles(`${HOME}/lab/.venv`, []),
  ...madeFiles(OWN, { name: "shared" }),
};
const SHOP = `${HOME}/shop/.venv`;
const DOCS = `${HOME}/shop/.burrow/envs/docs`;
const WEB = `${HOME}/web/.venv`;
const OLD = `${HOME}/old/.burrow/generations/default/3`;
const SHARED = `${OWN}/.burrow/envs/shared`;

function desk(
  files: Readonly<Record<string, FakeFile>> = {},
  { cwd = `${HOME}/shop`, now = Date.UTC(2024, 5, 1) } = {},
) {
  const bench = fakeMachine({ ...FILES, ...files });
  const context = contextOf(bench, { cwd: absolute(cwd), now: () => now });
  const ask = async (asked: PurgeOptions = {}) => {
    const { removed, kept } = await purge(context, { dryRun: true, ...asked });
    return {
      goes: removed.map(({ prefix }) => prefix),
      stays: kept.map((one) => [one.prefix, one.because.code]),
    };
  };
  /** A project uses an environment at some time. */
  const use = async (prefix: string, root: string, time: number) => {
    const environment = inspectEnvironment(bench, at(prefix));
    if (environment === undefined) throw new Error(`no environment at ${prefix}`);
    await writeUse({ ...context, now: () => time }, { environment, root: absolute(root) });
  };
  return { bench, context, ask, use };
}

test("P14 unnamed, the one of the project at hand goes, and no other", async () => {
  expect(await desk().ask()).toEqual({ goes: [SHOP], stays: [] });
  expect(await desk({}, { cwd: `${HOME}/web` }).ask()).toEqual({ goes: [WEB], stays: [] });
  expect(await desk({}, { cwd: `${HOME}/lab` }).ask()).toEqual({
    goes: [],
    stays: [[`${HOME}/lab/.venv`, "not-made-here"]],
  });
  expect(await desk({ [`${HOME}/new/requirements.txt`]: "" }, { cwd: `${HOME}/new` }).ask()).toEqual({
    goes: [],
    stays: [],
  });
});

test("P14 by name, by path, by a path into it, and each once however often it is named", async () => {
  const { ask } = desk();
  expect(await ask({ envs: ["docs"] })).toEqual({ goes: [DOCS], stays: [] });
  expect(await ask({ envs: [WEB, `${WEB}/bin/python`, "../web/.venv"] })).toEqual({ goes: [WEB], stays: [] });
  expect((await ask({ envs: [`${HOME}/lab/.venv`, WEB] })).stays).toEqual([
    [`${HOME}/lab/.venv`, "not-made-here"],
  ]);
  await expect(ask({ envs: ["nowhere"] })).rejects.toMatchObject({ code: "env/not-found", exitStatus: 2 });
});

test("P14 --all: what burrow made on this machine, and nothing else", async () => {
  expect(await desk().ask({ all: true })).toEqual({
    goes: [OLD, DOCS, SHOP, WEB, SHARED].toSorted(),
    stays: [],
  });
});

test("P14 --orphans: no link of the project leads to it, or all of its projects are gone", async () => {
  const { bench, ask, use } = desk({ "/tmp/gone/requirements.txt": "aa\n" });
  expect(await ask({ orphans: true })).toEqual({ goes: [OLD], stays: [] });
  await use(SHARED, "/tmp/gone", Date.UTC(2024, 4, 1));
  expect(await ask({ orphans: true })).toEqual({ goes: [OLD], stays: [] });
  bench.remove("/tmp/gone");
  expect(await ask({ orphans: true })).toEqual({ goes: [OLD, SHARED].toSorted(), stays: [] });
  await use(SHARED, `${HOME}/web`, Date.UTC(2024, 4, 1));
  expect(await ask({ orphans: true })).toEqual({ goes: [OLD], stays: [] });
});

test("P14 --unused-since: what was last used before the day; what shows no time of use may be in use", async () => {
  const { ask, use } = desk();
  expect(await ask({ unusedSince: "2024-05-01" })).toEqual({ goes: [], stays: [] });
  await use(SHOP, `${HOME}/shop`, Date.UTC(2024, 3, 30, 23));
  await use(WEB, `${HOME}/web`, Date.UTC(2024, 4, 1));
  expect(await ask({ unusedSince: "2024-05-01" })).toEqual({ goes: [SHOP], stays: [] });
  expect(await ask({ unusedSince: "2024-05-02" })).toEqual({ goes: [SHOP, WEB], stays: [] });
});

test("P14 filters hold together, and of what is named", async () => {
  const { ask, use } = desk();
  await use(SHOP, `${HOME}/shop`, Date.UTC(2024, 3, 30));
  await use(OLD, `${HOME}/old`, Date.UTC(2024, 3, 30));
  expect(await ask({ orphans: true, unusedSince: "2024-05-01" })).toEqual({ goes: [OLD], stays: [] });
  expect(await ask({ unusedSince: "2024-05-01" })).toEqual({ goes: [OLD, SHOP], stays: [] });
  expect(await ask({ unusedSince: "2024-05-01", envs: [SHOP, WEB] })).toEqual({ goes: [SHOP], stays: [] });
});

test("P14 E5 what is frozen, external, or used by another project that is there stays", async () => {
  const docs = `${HOME}/shop/.burrow/generations/docs/1`;
  const frozen = desk({
    [`${docs}/conda-meta/history`]: "",
    [`${docs}/conda-meta/frozen`]: '{"message": "ask the lab"}',
  });
  frozen.bench.remove(`${docs}/pyvenv.cfg`); // conda's
  expect((await frozen.ask({ envs: [DOCS] })).stays).toEqual([[DOCS, "frozen"]]);
  const settings = '[environments.x]\npath = ".venv"\nexternal = true\n';
  expect((await desk({ [`${HOME}/shop/burrow.toml`]: settings }).ask()).stays).toEqual([[SHOP, "external"]]);
  const served = madeFiles(`${HOME}/web`, { tenants: [`${HOME}/web`, `${HOME}/shop`] });
  expect((await desk(served, { cwd: `${HOME}/web` }).ask()).stays).toEqual([[WEB, "used-by"]]);
  const gone = madeFiles(`${HOME}/web`, { tenants: [`${HOME}/gone`] });
  expect(await desk(gone, { cwd: `${HOME}/web` }).ask()).toEqual({ goes: [WEB], stays: [] });
  const { ask, use } = desk();
  await use(SHOP, `${HOME}/web`, Date.UTC(2024, 4, 1));
  expect((await ask()).stays).toEqual([[SHOP, "used-by"]]);
});

test("P14 settings that cannot be read leave what they may speak of as it is", async () => {
  const { ask } = desk({ [`${HOME}/web/burrow.toml`]: "nonsense = 1\n" });
  expect(await ask({ envs: [WEB, DOCS] })).toEqual({ goes: [DOCS], stays: [[WEB, "analysis-failed"]] });
});

test("P14 the active one and the default Python go as any other, and are chosen no more", async () => {
  const { context, ask, use } = desk();
  await use(SHOP, `${HOME}/shop`, Date.UTC(2024, 4, 1));
  await use(WEB, `${HOME}/web`, Date.UTC(2024, 4, 1));
  const store = registryOf(context);
  const idOf = async (prefix: string) =>
    (await store.read()).registry.environments.find((one) => one.prefix === prefix)?.id;
  const active = await idOf(SHOP);
  await store.update((known) => withDefault(withActive(known, active), `${SHOP}/bin/python`));
  expect(await ask({ envs: [WEB], dryRun: false })).toEqual({ goes: [WEB], stays: [] });
  expect((await store.read()).registry).toMatchObject({ active, default: `${SHOP}/bin/python` });
  expect(await ask({ envs: [SHOP], dryRun: false })).toEqual({ goes: [SHOP], stays: [] });
  const { registry } = await store.read();
  expect([registry.active, registry.default, await idOf(SHOP), await idOf(WEB)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
