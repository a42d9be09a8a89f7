import { spawn } from "node:child_process";
import { existsSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, NO_INDEX, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze } from "../kit/venv.ts";

/** A project at its second generation: apple 1.0, then 2.0. */
async function twice(engine: EngineName = "uv"): Promise<Project & { readonly first: readonly string[] }> {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "apple==1.0\npear\n" }, { env: index.env, engine });
  expect((await here.run("up")).status).toBe(0);
  const first = tree(here.at(readlinkSync(here.at(".venv"))));
  here.write("requirements.txt", "apple==2.0\npear\n");
  expect((await here.run("up")).status).toBe(0);
  return { ...here, first };
}

describe.each(ENGINES)("with %s", (engine) => {
  test("a project's own environment is a relative link to a generation", async () => {
    const here = await twice(engine);
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/2");
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
  });

  test("rollback goes back byte for byte, with no network and no engine", async () => {
    const here = await twice(engine);

    const back = await here.run("rollback", "--json", { env: { ...NO_INDEX, PATH: "/usr/bin:/bin" } });

    expect(back.status, back.stderr).toBe(0);
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/1");
    expect(tree(here.at(readlinkSync(here.at(".venv"))))).toEqual(here.first);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "pear==1.1"]);
  });

  test("rollback to a generation by number goes forward again, and one that is not there is refused", async () => {
    const here = await twice(engine);
    await here.run("rollback");
    expect((await here.run("rollback", "2")).status).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);

    const none = await here.run("rollback", "9", "--json");
    expect([none.status, none.json.error.code]).toEqual([2, "rollback/no-generation"]);
  });

  test("up again changes nothing, and neither does a dry run", async () => {
    const here = await twice(engine);
    const was = tree(here.root);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
    expect((await here.run("up", "--dry-run", "--json")).status).toBe(0);
    expect(tree(here.root)).toEqual(was);
  });

  test("a dry run of a change says what it would do and does nothing", async () => {
    const here = await twice(engine);
    here.write("requirements.txt", "apple==3.0\npear\n");
    const was = tree(here.root);
    const { status, json } = await here.run("up", "--dry-run", "--json");
    expect(status).toBe(0);
    expect(json.plan.changes).toContainEqual({ name: "apple", from: "2.0", to: "3.0" });
    expect(tree(here.root)).toEqual(was);
  });

  test("an onlooker never sees the environment missing or partial while it is upgraded", async () => {
    const here = await twice(engine);
    const poller = fileURLToPath(new URL("../kit/poller.mjs", import.meta.url));
    const onlooker = spawn(process.execPath, [poller, here.at(".venv"), "apple"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let said = "";
    onlooker.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    await new Promise((resolve) => onlooker.stdout.once("data", resolve));

    here.write("requirements.txt", "apple==3.0\npear\n");
    const { status } = await here.run("up");
    await here.run("rollback");
    onlooker.stdin.end();
    await new Promise((resolve) => onlooker.once("close", resolve));

    expect(status).toBe(0);
    const { looks, faults, versions } = JSON.parse(said.split("\n")[1] ?? "") as Record<string, unknown>;
    expect(faults).toEqual([]);
    expect(versions).toEqual(['__version__ = "2.0"', '__version__ = "3.0"']);
    expect(looks).toBeGreaterThan(100);
  });
});

test("a generation that was changed by hand is not gone back to in silence", async () => {
  const here = await twice();
  writeFileSync(here.at(".burrow/generations/default/1/pyvenv.cfg"), "home = /nowhere\n");
  const { status, json } = await here.run("rollback", "--json");
  expect([status, json.error.code]).toEqual([4, "rollback/changed"]);
  expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
});

test("A43 ignore files: what is missing is added once, the rest is kept", async () => {
  const index = await loopback(ORCHARD);
  const here = project(
    {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".gitignore": "*.log",
      "requirements.txt": "pear\n",
      ".dockerignore": "x\n",
    },
    { env: index.env },
  );
  await here.run("up");
  expect(here.read(".gitignore").split("\n")).toEqual(["*.log", ".venv", ".burrow/", ""]);
  expect(here.read(".dockerignore")).toContain(".venv");
  const once = here.read(".gitignore");
  here.write("requirements.txt", "pear\napple\n");
  await here.run("up");
  expect(here.read(".gitignore")).toBe(once);
});

test("outside of a git work tree no ignore file is made", async () => {
  const here = await twice();
  expect(existsSync(join(here.root, ".gitignore"))).toBe(false);
});
