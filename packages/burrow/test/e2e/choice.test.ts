import { existsSync, lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

async function orchard(
  files: Readonly<Record<string, string>>,
  engine?: EngineName,
): Promise<{ here: Project; index: Loopback }> {
  const index = await loopback(ORCHARD);
  return { here: project(files, { env: index.env, ...(engine && { engine }) }), index };
}

const venv = (prefix: string, requirements: readonly string[], { env }: Loopback) =>
  makeVenv(prefix, { python: somePython(), requirements, env });

test.each(ENGINES)(
  "with %s, A56 a project that has an environment of another's making keeps it, as the folder it is",
  async (engine) => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" }, engine);
    await venv(here.at(".venv"), ["pear"], index);
    const was = tree(here.root);
    const { json } = await here.run("up", "--json");
    expect([json.status, json.environment.prefix]).toEqual(["unchanged", here.at(".venv")]);
    expect(tree(here.root)).toEqual(was);

    here.write("requirements.txt", "pear\napple\n");
    expect((await here.run("up", "--json")).json.plan.action).toBe("extend");
    expect(lstatSync(here.at(".venv")).isDirectory()).toBe(true);
    expect(freeze(here.at(".venv"))).toEqual(["apple==3.0", "pear==1.1"]);
  },
);

describe("A30 what makes a folder above a parent project", () => {
  const marks: readonly (readonly [string, string])[] = [
    ["package.json", "{}\n"],
    ["requirements.txt", "\n"],
    ["pyproject.toml", "[project]\nname = 'parent'\nversion = '1'\n"],
    ["setup.py", "\n"],
    [".git/HEAD", "ref: refs/heads/main\n"],
  ];
  test.each(marks)("%s", async (mark, text) => {
    const { here, index } = await orchard({ [mark]: text, "tools/child/requirements.txt": "pear\n" });
    await venv(here.at(".venv"), ["pear"], index);
    const { json } = await here.run("plan", "--json", { cwd: here.at("tools/child") });
    expect(json).toMatchObject({
      action: "reuse",
      environment: { prefix: here.at(".venv"), origins: ["enclosing"] },
      candidates: [{ project: here.root }],
    });
  });

  test("none of them: a stray environment is nobody's parent", async () => {
    const { here, index } = await orchard({ "child/requirements.txt": "pear\n" });
    await venv(here.at(".venv"), ["pear"], index);
    const { json } = await here.run("plan", "--json", { cwd: here.at("child") });
    expect([json.action, json.environment.prefix]).toEqual(["create", here.at("child/.venv")]);
  });

  test.each(["venv", "env"])("A31 its environment may be called %s", async (name) => {
    const { here, index } = await orchard({ "package.json": "{}", "child/requirements.txt": "pear\n" });
    await venv(here.at(name), ["pear"], index);
    const { json } = await here.run("plan", "--json", { cwd: here.at("child") });
    expect([json.action, json.environment.prefix]).toEqual(["reuse", here.at(name)]);
  });
});

describe.each(ENGINES)("with %s, a person decides instead", (engine) => {
  test("--isolate: an environment of its own, though the parent's fits", async () => {
    const { here, index } = await orchard(
      { "package.json": "{}", "child/requirements.txt": "pear\n" },
      engine,
    );
    await venv(here.at(".venv"), ["pear"], index);
    const was = tree(here.at(".venv"));
    const { json } = await here.run("up", "--isolate", "--json", { cwd: here.at("child") });
    expect([json.status, json.environment.prefix]).toEqual(["done", here.at("child/.venv")]);
    expect(tree(here.at(".venv"))).toEqual(was);
  });

  test("--env: the one that is named, or nothing", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" }, engine);
    const named = join(here.home, "named");
    await venv(named, ["apple"], index);
    const { json } = await here.run("up", "--env", named, "--json");
    expect(json).toMatchObject({ status: "done", environment: { prefix: named, origins: ["named"] } });
    expect(freeze(named)).toEqual(["apple==3.0", "pear==1.1"]);
    expect(existsSync(here.at(".venv"))).toBe(false);
  });

  test("--python: the Python that is named", async () => {
    const { here } = await orchard({ "requirements.txt": "pear\n" }, engine);
    const { json } = await here.run("up", "--python", "3.11", "--json");
    expect(json.environment.version).toMatch(/^3\.11\./u);
  });
});

describe("what programs may rely on", () => {
  test("goal: what was understood, with the line of each requirement", async () => {
    const { here } = await orchard({
      "requirements.txt": "# fruit\npear>=1.0 ; python_version >= '3.8'\n-c limits.txt\n",
      "limits.txt": "apple<3\n",
      ".python-version": "3.11\n",
    });
    const { status, json } = await here.run("goal", "--json");
    expect(status).toBe(0);
    expect(json).toMatchObject({
      schema: 1,
      root: here.root,
      backend: "venv",
      requirements: [
        {
          kind: "pypi",
          name: "pear",
          specifier: ">=1.0",
          origin: { file: here.at("requirements.txt"), line: 2 },
        },
      ],
      constraints: [{ name: "apple", specifier: "<3", origin: { file: here.at("limits.txt"), line: 1 } }],
      problems: [],
    });
  });

  test("goal: a line that cannot be understood is a problem with its place, and exit 1", async () => {
    const { here } = await orchard({ "requirements.txt": "pear\nap ple\n" });
    const { status, json } = await here.run("goal", "--json");
    expect(status).toBe(1);
    expect(json.problems).toMatchObject([{ file: here.at("requirements.txt"), line: 2 }]);
  });

  test("why: who asks for it", async () => {
    const { here, index } = await orchard({ "requirements.txt": "plum\n" });
    await venv(here.at(".venv"), ["plum"], index);
    const { status, json } = await here.run("why", "pear", "--json");
    expect(status).toBe(0);
    expect(json).toMatchObject({
      name: "pear",
      version: "1.1",
      askedBy: [{ name: "plum", version: "0.9", requirement: "pear>=1.0", holds: true }],
      chain: ["plum", "pear"],
    });
    expect((await here.run("why", "fig")).status).toBe(1);
  });

  test("B20 list names each by what it is: a Python by its version and where it was found, an environment by its kind and name", async () => {
    const { here } = await orchard({
      "../home/miniconda3/envs/lab/conda-meta/history": "",
      "../home/miniconda3/envs/lab/conda-meta/python-3.11.4-h0.json":
        '{"name": "python", "version": "3.11.4"}',
      "../home/.virtualenvs/shop/pyvenv.cfg": `home = ${dirname(somePython())}\nversion = 3.12.1\n`,
    });
    const { stdout } = await here.run("list", "--all", { env: { PYENV_ROOT: here.at("none") } });
    const lines = stdout.split("\n").map((line) => line.trim().replaceAll(/ +/gu, " "));
    const below = (heading: string) => lines[lines.indexOf(heading) + 1];
    expect(below("conda")).toMatch(/^~\/miniconda3\/envs\/lab 3\.11\.4 /u);
    expect(below("virtualenvwrapper")).toMatch(/^~\/\.virtualenvs\/shop 3\.12\.1/u);
    expect(below("interpreters")).toMatch(/\/python3\.\d+ 3\.\d+\.\d+ path$/u);
  });

  test("list and show: the environment and the interpreter behind it", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" });
    await venv(here.at(".venv"), ["pear"], index);
    const { json } = await here.run("list", "--json");
    expect(json.schema).toBe(1);
    expect(json.environments.map(({ prefix }: { prefix: string }) => prefix)).toContain(here.at(".venv"));
    expect(json.interpreters.length).toBeGreaterThan(0);
    expect((await here.run("show", "--json")).json).toMatchObject({ prefix: here.at(".venv"), kind: "uv" });
  });
});
