import {
  cpSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project, type ProjectOptions, type Ran } from "../kit/e2e.ts";
import { type Files, judged, orchardOf } from "../kit/orchard.ts";
import { ownProject } from "../kit/own-project.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { type EngineName, ENGINES, needs, python, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv, pipCheck } from "../kit/venv.ts";

/** A project that asks for a pear, and an active environment of nobody's that holds something. */
async function worldOf(
  engine: EngineName,
  requirements: readonly string[],
  options: { readonly python?: string } = {},
): Promise<{
  readonly here: Project;
  readonly active: string;
  readonly up: (active: string, ...said: readonly string[]) => Promise<Ran>;
}> {
  const { here, index } = await orchardOf(engine, { "requirements.txt": "pear\n" });
  const active = join(here.home, "active");
  await makeVenv(active, { python: options.python ?? somePython(), requirements, env: index.env });
  const up = (at: string, ...said: readonly string[]) =>
    here.run("up", "--json", ...said, { env: { VIRTUAL_ENV: at } });
  return { here, active, up };
}

/** The texts of a plan's warnings of one code. */
function warned(
  plan: { readonly warnings: readonly { readonly code: string; readonly text: string }[] },
  which: string,
): readonly string[] {
  return plan.warnings.filter(({ code }) => code === which).map(({ text }) => text);
}

function sitePackages(prefix: string): string {
  const [version = ""] = readdirSync(join(prefix, "lib")).filter((name) => name.startsWith("python3"));
  return join(prefix, "lib", version, "site-packages");
}

/** The rows of the table in the design that no other end-to-end test shows, on both engines. */
describe.each(ENGINES)("A47 with %s, a candidate that is", (engine) => {
  const orchard = (files: Files, options?: ProjectOptions) => orchardOf(engine, files, options);
  const world = (...asked: [readonly string[], { readonly python?: string }?]) => worldOf(engine, ...asked);

  test("broken, its base gone: a stranger's is rejected by its cause", async () => {
    const base = pythonCopy(somePython(), {});
    const { here, active, up } = await world(["pear"], { python: base });
    rmSync(dirname(dirname(base)), { recursive: true });

    const { json } = await up(active);

    expect([json.status, json.plan.action, json.environment.prefix]).toEqual([
      "done",
      "create",
      here.at(".venv"),
    ]);
    expect(judged(json.plan, active)).toMatchObject({ action: "reject", because: { code: "base-gone" } });
  });

  test("broken, its base gone: burrow's own is built anew", async () => {
    const base = pythonCopy(somePython(), {});
    const { here } = await orchard({ "requirements.txt": "pear\n" });
    expect((await here.run("up", "--python", base, "--json")).json.status).toBe("done");
    rmSync(dirname(dirname(base)), { recursive: true });

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action, readlinkSync(here.at(".venv"))], JSON.stringify(json)).toEqual([
      "done",
      "repair",
      ".burrow/generations/default/2",
    ]);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
  });

  test("of another platform's layout, as a .venv of Windows seen from here: named, and left as it is", async () => {
    const { here } = await orchard({
      "requirements.txt": "pear\n",
      ".venv/pyvenv.cfg": "home = C:\\Python312\nversion = 3.12.4\n",
      ".venv/Scripts/python.exe": "MZ",
      ".venv/Lib/site-packages/pear-1.1.dist-info/METADATA":
        "Metadata-Version: 2.1\nName: pear\nVersion: 1.1\n",
    });
    const was = tree(here.at(".venv"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(json.environment.prefix).toBe(here.at(".burrow/envs/default"));
    expect(judged(json.plan, here.at(".venv"))).toMatchObject({
      action: "reject",
      because: { code: "other-platform", params: { platform: "Windows" } },
    });
    expect(tree(here.at(".venv"))).toEqual(was);
  });

  test("moved from where it was made: named, and not trusted", async () => {
    const { here, active, up } = await world(["pear"]);
    writeFileSync(join(active, "bin/pear"), `#!${active}/bin/python\n`);
    const moved = join(here.home, "moved");
    renameSync(active, moved);

    const { json } = await up(moved);

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(judged(json.plan, moved)).toMatchObject({ action: "reject", because: { code: "moved" } });
  });

  test("of a Python that the project does not allow: rejected, though it holds everything", async () => {
    const { here, active, up } = await world(["pear"], { python: python("3.11") });
    here.write(
      "pyproject.toml",
      '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["pear"]\n',
    );
    rmSync(here.at("requirements.txt"));

    const { json } = await up(active);

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(judged(json.plan, active)).toMatchObject({
      action: "reject",
      because: { code: "python-outside", params: { specifier: ">=3.12" } },
    });
    expect(json.environment.version).toMatch(/^3\.1[2-9]/u);
  });

  test("A29 of a Python before 3.8: rejected with both versions, and no environment is made with one", async (context) => {
    needs(context, "python3.7");
    const { active, up } = await world(["pear"], { python: python("3.7") });

    const { json } = await up(active);

    expect(json.status).toBe("done");
    expect(judged(json.plan, active).because.text).toMatch(
      /^Python 3\.7\.\d+ is older than 3\.8, the oldest that burrow works with$/u,
    );
    const asked = await up(active, "--python", python("3.7"));
    expect([asked.status, asked.json.status]).toEqual([3, "refused"]);
    expect(asked.json.plan.verdicts).toContainEqual(
      expect.objectContaining({ because: expect.objectContaining({ code: "too-old" }) }),
    );
  });

  test("of another checkout of this project: rejected, for tests would run the wrong source", async () => {
    const { here, index } = await orchard(ownProject("shed", ["pear"]), { name: "worktree" });
    const main = project(ownProject("shed", ["pear"]), { name: "main" });
    await makeVenv(main.at(".venv"), {
      python: somePython(),
      requirements: ["-e", main.root],
      env: index.env,
    });
    const was = tree(main.at(".venv"));

    const { json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: main.at(".venv") } });

    expect([json.status, json.plan.action], JSON.stringify(json.plan.because)).toEqual(["done", "create"]);
    expect(judged(json.plan, main.at(".venv"))).toMatchObject({
      action: "reject",
      because: { code: "other-root", params: { name: "shed", path: main.root } },
    });
    expect(tree(main.at(".venv"))).toEqual(was);
  });

  test("a conda prefix, for a project of pip's: as it stands while it fits; a change needs leave", async () => {
    const { here, index } = await orchard({ "requirements.txt": "apple==2.0\n" });
    const conda = pythonCopy(somePython(), { without: ["site-packages"] });
    const prefix = dirname(dirname(conda));
    symlinkSync(conda, join(prefix, "bin/python"));
    mkdirSync(join(prefix, "conda-meta"));
    writeFileSync(join(prefix, "conda-meta/history"), "");
    const holder = join(here.home, "holder");
    await makeVenv(holder, { python: conda, requirements: ["apple==2.0"], env: index.env });
    cpSync(sitePackages(holder), sitePackages(prefix), { recursive: true });
    const env = { CONDA_PREFIX: prefix };

    const fits = await here.run("up", "--json", { env });
    expect([fits.json.status, fits.json.environment?.prefix], fits.stdout).toEqual(["unchanged", prefix]);

    here.write("requirements.txt", "apple==2.0\npear==1.0\n");
    const was = tree(prefix);
    const lacks = await here.run("plan", "--json", { env });
    expect(lacks.json.action).toBe("create");
    expect(judged(lacks.json, prefix)).toMatchObject({ action: "reject", because: { code: "pip-in-conda" } });
    expect(tree(prefix)).toEqual(was);

    const { json } = await here.run("up", "--allow-pip-in-conda", "--json", { env });
    expect([json.status, json.plan.action, json.environment.prefix], JSON.stringify(json)).toEqual([
      "done",
      "extend",
      prefix,
    ]);
    expect(freeze(prefix)).toContain("pear==1.0");
  });

  test.each([
    ["pipx", ".local/share/pipx/venvs/pear"],
    ["uv tool", ".local/share/uv/tools/pear"],
    ["poetry", ".cache/pypoetry/virtualenvs/pear-Zg3kXy1A-py3.12"],
    ["hatch", ".local/share/hatch/env/virtual/pear/AbCdEfGh/pear"],
  ])("governed by %s: used as it stands, never changed", async (governor, place) => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" });
    const prefix = join(here.home, place);
    mkdirSync(dirname(prefix), { recursive: true });
    await makeVenv(prefix, { python: somePython(), requirements: ["pear"], env: index.env });
    const env = { VIRTUAL_ENV: prefix };
    const was = tree(prefix);

    expect((await here.run("up", "--json", { env })).json).toMatchObject({
      status: "unchanged",
      environment: { prefix },
    });
    here.write("requirements.txt", "pear\napple\n");
    const { json } = await here.run("plan", "--json", { env });
    expect([json.action, judged(json, prefix)]).toMatchObject([
      "create",
      { action: "reject", because: { code: "governed", params: { governor } } },
    ]);
    expect(tree(prefix)).toEqual(was);
  });
});

describe.each(ENGINES)("A47 with %s, a conflict in", (engine) => {
  const orchard = (files: Files, options?: ProjectOptions) => orchardOf(engine, files, options);

  test("burrow's own environment: the next generation; what was added by hand comes along, or goes by name", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear==1.0\n" });
    expect((await here.run("up", "--json")).json.status).toBe("done");
    await makeVenv(here.at(".venv"), {
      python: "",
      requirements: ["apple==2.0"],
      env: index.env,
      there: true,
    });
    here.write("requirements.txt", "pear==1.1\n");

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action], JSON.stringify(json.plan.because)).toEqual(["done", "upgrade"]);
    expect(json.plan.changes).toEqual([{ name: "pear", from: "1.0", to: "1.1" }]);
    expect(warned(json.plan, "carried-over")).toEqual(["apple 2.0 was added by hand and is kept"]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);

    here.write("requirements.txt", "pear==1.0\n");
    const exact = await here.run("up", "--exact", "--json");
    expect(exact.json.plan.changes).toContainEqual({ name: "apple", from: "2.0" });
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0"]);
  });

  test("its own .venv of another's making, where a third would break: isolated and named; --adopt rebuilds it", async () => {
    const { here, index } = await orchard({ "requirements.txt": "apple==3.0\n" });
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pie"], env: index.env });
    const was = tree(here.at(".venv"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(json.environment.prefix).toBe(here.at(".burrow/envs/default"));
    expect(judged(json.plan, here.at(".venv"))).toMatchObject({
      action: "reject",
      breaks: [{ name: "pie", version: "1.0", needs: "apple<3" }],
    });
    expect(tree(here.at(".venv"))).toEqual(was);

    const adopted = await here.run("up", "--adopt", "--json");
    expect([adopted.json.status, adopted.json.environment.prefix], adopted.stdout).toEqual([
      "done",
      here.at(".venv"),
    ]);
    expect(readlinkSync(here.at(".venv"))).toMatch(/^\.burrow\/generations\/default\/\d+$/u);
    expect(freeze(here.at(".venv"))).toContain("apple==3.0");
  });

  test("where something outside of the goal was broken before: a warning, and no reason against it", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear==1.1\n" });
    const pins = ["--no-deps", "pear==1.0", "pie"];
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: pins, env: index.env });
    const before = pipCheck(here.at(".venv"));
    expect(before).toHaveLength(1);

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action], JSON.stringify(json.plan.because)).toEqual(["done", "upgrade"]);
    expect(warned(json.plan, "already-broken")).toEqual(["pie 1.0 was broken before: it needs apple<3"]);
    expect(pipCheck(here.at(".venv"))).toEqual(before);
  });
});
