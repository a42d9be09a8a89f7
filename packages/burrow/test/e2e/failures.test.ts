import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { project, type Project, type ProjectOptions } from "../kit/e2e.ts";
import { faultyEngine } from "../kit/faulty-pip.ts";
import { loopback, NO_INDEX, ORCHARD } from "../kit/loopback.ts";
import { mount } from "../kit/mount.ts";
import { ENGINES, needs, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

const PYTHON = somePython();

/** What the system says of a full disk, in burrow's words or in uv's. */
const NO_SPACE = expect.stringMatching(/no space left on device/iu);

/** A project that asks for these lines, with an orchard to fetch from and an engine. */
async function orchard(requirements: string, options: ProjectOptions): Promise<Project> {
  const index = await loopback(ORCHARD);
  const files = {
    "requirements.txt": requirements,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "*.log",
  };
  return project(files, { ...options, env: index.env });
}

describe.each(ENGINES)("with %s", (engine) => {
  describe("what cannot be had", () => {
    test("A39 a name on no index: refused with its line, nothing touched", async () => {
      const here = await orchard("pear\nnonexistent-zzz==9\n", { engine });
      const was = tree(here.root);

      const told = await here.run("up");
      expect(told.status).toBe(3);
      expect(told.stdout + told.stderr).toMatch(/`nonexistent-zzz==9`.*requirements\.txt:2/u);

      const { status, json } = await here.run("up", "--json");
      expect([status, json.status, json.plan.action]).toEqual([3, "refused", "refuse"]);
      expect(json.plan.environment).toBeUndefined();
      expect(tree(here.root)).toEqual(was);
    });

    test("P6 --yes agrees beforehand; it does not force what is refused", async () => {
      const here = await orchard("nonexistent-zzz==9\n", { engine });
      expect((await here.run("up", "--yes", "--json")).status).toBe(3);
      expect(existsSync(here.at(".venv"))).toBe(false);
    });

    test("no network: refused, and what is there is kept", async () => {
      const here = await orchard("apple\npear\n", { engine });
      await makeVenv(here.at(".venv"), { python: PYTHON });
      const was = tree(here.root);
      const { status } = await here.run("up", "--json", { env: NO_INDEX });
      expect(status).toBe(3);
      expect(tree(here.root)).toEqual(was);
    });
  });

  describe("A36 D83 what fails leaves everything as it was", () => {
    test.each([
      ["create", "fail"],
      ["create", "fail-after"],
      ["install", "fail"],
      ["install", "fail-after"],
    ] as const)("%s: %s", async (act, fault) => {
      const here = await orchard("apple\npear\n", faultyEngine(engine, act, fault).options);
      const was = tree(here.root);

      const { status, json, stderr } = await here.run("up", "--json");

      expect([status, json.status], stderr).toEqual([4, "rolled-back"]);
      expect(tree(here.root)).toEqual(was);
      expect(existsSync(here.at(".burrow", "generations", "default", "1"))).toBe(false);
    });

    test.each([
      ["fetch", "fail"],
      ["fetch", "fail-after"],
      ["install", "fail"],
      ["install", "fail-after"],
    ] as const)("A37 an environment that was there before is never deleted: %s: %s", async (act, fault) => {
      const here = await orchard("apple\npear\n", faultyEngine(engine, act, fault).options);
      await makeVenv(here.at(".venv"), { python: PYTHON });
      here.write(".venv/marker", "mine\n");
      const was = tree(here.root);

      const { status, json } = await here.run("up", "--json");

      expect([status, json.plan.action, json.status]).toEqual([4, "extend", "rolled-back"]);
      expect(tree(here.root)).toEqual(was);
    });

    test("D42 the error says what failed, and what the engine said", async () => {
      const here = await orchard("pear\n", faultyEngine(engine, "create", "fail").options);
      const { status, stderr } = await here.run("up");
      expect(status).toBe(4);
      expect(stderr).toContain("No space on this shelf");
      expect(stderr).toMatch(/^ {2}because: /mu);
    });

    test("D43 a folder that is no environment stays, and the project gets one elsewhere", async () => {
      const here = await orchard("pear\n", { engine });
      here.write(".venv/diary.txt", "kept\n");

      const { status, json } = await here.run("up", "--json");

      expect([status, json.status]).toEqual([0, "done"]);
      expect(here.read(".venv/diary.txt")).toBe("kept\n");
      expect(json.environment.prefix).toBe(here.at(".burrow", "envs", "default"));
      expect(freeze(json.environment.prefix)).toEqual(["pear==1.1"]);
    });
  });

  describe("where burrow may not write", () => {
    test("A40 a read-only file system: refused, nothing touched", async (context) => {
      needs(context, "root");
      const here = await orchard("pear\n", { engine });
      const was = tree(here.root);
      mount("--bind", here.root, here.root);
      mount("-o", "remount,ro,bind", here.root);

      const { status, json } = await here.run("up", "--json");

      expect([status, json.status]).toEqual([3, "refused"]);
      expect(tree(here.root)).toEqual(was);
    });

    test.each(["16k", "256k", "3m"])("a disk of %s that fills up: as it was before", async (size) => {
      const index = await loopback([
        ...ORCHARD,
        {
          name: "melon",
          version: "1.0",
          files: { "melon.py": `SEEDS = """${"seed ".repeat(800_000)}"""\n` },
        },
      ]);
      const here = project({}, { engine, env: index.env });
      mount("-t", "tmpfs", "-o", `size=${size}`, "none", here.root);
      here.write("requirements.txt", "pear\nmelon\n");
      const was = tree(here.root);

      const { status, json } = await here.run("up", "--json", { cwd: here.root });

      expect([status, json.status, json.failure?.detail]).toEqual([4, "rolled-back", NO_SPACE]);
      expect(tree(here.root)).toEqual(was);
    });

    test("the disk fills up under an environment that is there: it stays, byte for byte", async (context) => {
      needs(context, "root");
      const index = await loopback([
        ...ORCHARD,
        {
          name: "melon",
          version: "1.0",
          files: { "melon.py": `SEEDS = """${"seed ".repeat(800_000)}"""\n` },
        },
      ]);
      const here = project({}, { engine, env: index.env });
      mount("-t", "tmpfs", "-o", "size=4m", "none", here.root);
      here.write("requirements.txt", "pear\nmelon\n");
      await makeVenv(here.at(".venv"), {
        python: PYTHON,
        requirements: ["pear"],
        env: { ...index.env, UV_LINK_MODE: "copy" },
      });
      const was = tree(here.root);

      const { status, json } = await here.run("up", "--json");

      expect([status, json.status, json.failure?.detail]).toEqual([4, "rolled-back", NO_SPACE]);
      expect(tree(here.root)).toEqual(was);
    });
  });
});
