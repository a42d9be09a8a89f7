import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { Context } from "../../src/operations/context.ts";
import { listProject } from "../../src/operations/list-project.ts";
import { python, type Tree, venv } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";

/** The list of the project in `/w/app` on a machine that holds these files. */
function listOf(files: Tree, env: Readonly<Record<string, string>> = {}) {
  const bench = fakeMachine(
    { ...python("/opt/python312", "3.12.4"), ...files },
    { home: "/home/me", env: { PATH: "/none", ...env } },
  );
  const context = {
    bench,
    machine: bench,
    processes: fakeProcesses(),
    folders: {
      config: absolute("/home/me/config"),
      data: absolute("/home/me/data"),
      cache: absolute("/home/me/cache"),
    },
    cwd: absolute("/w/app"),
    now: () => 0,
    report: () => {},
    signal: new AbortController().signal,
  };
  return listProject(context as unknown as Context, {});
}

const PEAR = {
  "/w/app/.venv/lib/python3.12/site-packages/pear-1.0.dist-info/METADATA": "Name: pear\nVersion: 1.0\n",
};
const DECLARED = `
[environments.gpu]
lazy = true
[environments.docs]
backend = "venv"
[environments.forge]
path = "/srv/forge"
external = true
packages = ["pear"]
`;

test("P13 what holds what the project asks for is ready, what is there without it is realized", async () => {
  const files = { ...venv("/w/app/.venv"), "/w/app/requirements.txt": "pear\n" };
  const state = async (tree: Tree) => (await listOf(tree)).states["/w/app/.venv"];
  expect(await state({ ...files, ...PEAR })).toBe("ready");
  expect(await state(files)).toBe("realized");
  // What is broken has no such state: its health says so.
  const dangling = { "/w/app/.venv/bin/python": { link: "/gone/python" } };
  expect(await state({ ...files, ...PEAR, ...dangling })).toBeUndefined();
});

test("P13 what the settings name and nobody made is lazy or not provisioned; once there, it is listed and realized", async () => {
  const files = {
    "/w/app/requirements.txt": "pear\n",
    "/w/app/burrow.toml": DECLARED,
    ...venv("/srv/forge"),
  };
  const { absent, states, survey } = await listOf(files);
  expect(absent).toEqual([
    { name: "gpu", prefix: "/w/app/.burrow/envs/gpu", state: "lazy" },
    { name: "docs", prefix: "/w/app/.burrow/envs/docs", backend: "venv", state: "not-provisioned" },
  ]);
  expect(states).toMatchObject({ "/srv/forge": "realized" });
  expect(survey.environments.find(({ prefix }) => prefix === "/srv/forge")?.external).toBe(true);
  const made = await listOf({ ...files, ...venv("/w/app/.burrow/envs/gpu") });
  expect(made.absent.map(({ name }) => name)).toEqual(["docs"]);
  expect(made.states).toMatchObject({ "/w/app/.burrow/envs/gpu": "realized" });
});

test("P10 each command has its winner on PATH, or the reason why there is none", async () => {
  const files = {
    ...venv("/w/app/.venv"),
    "/w/app/.python-version": "3.11\n",
    "/opt/bin/pip": { link: "/gone/pip" },
  };
  const { resolution } = await listOf(files, {
    PATH: "/w/app/.venv/bin:/opt/bin",
    VIRTUAL_ENV: "/w/app/.venv",
  });
  expect(resolution.map(({ command, path, problem }) => [command, path, problem?.code])).toEqual([
    ["python", "/w/app/.venv/bin/python", "pin-drift"],
    ["python3", "/w/app/.venv/bin/python3", "pin-drift"],
    ["pip", "/opt/bin/pip", "broken-winner"],
  ]);
  const nowhere = await listOf(files);
  expect(nowhere.resolution.map(({ path, problem }) => [path, problem?.code])).toEqual([
    [undefined, "not-found"],
    [undefined, "not-found"],
    [undefined, "not-found"],
  ]);
});
