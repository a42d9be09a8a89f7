import { readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { needs, pipWheel, python, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** PATH with a Python and no uv. */
const withoutUv = (executable: string) => [dirname(executable), "/usr/bin", "/bin"].join(delimiter);

test("uv cannot be had: pip does its work, fetched for the Python in question, and that is said", async () => {
  const index = await loopback(ORCHARD, [pipWheel("26.3"), pipWheel("25.0.1")]);
  const here = project({ "requirements.txt": "plum\n" }, { python: somePython(), env: index.env });
  const env = { PATH: withoutUv(somePython()) };

  const plan = await here.run("plan", { env });
  expect(plan.stdout.replaceAll(/\s+/gu, " ")).toContain("uv cannot be had, so pip does its work");
  const { status, json } = await here.run("up", "--json", { env });

  expect([status, json.status, json.plan.engine], JSON.stringify(json)).toEqual([0, "done", "pip"]);
  expect(json.plan.warnings).toContainEqual(expect.objectContaining({ code: "pip-instead" }));
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "plum==0.9"]);
  expect(readdirSync(join(here.home, "burrow", "data", "engines"))).toEqual(["pip-26.3"]);
});

test("neither can be had: refused with the reason, and nothing is touched", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "plum\n" }, { env: index.env });
  const was = tree(here.root);

  const { status, json } = await here.run("up", "--json", { env: { PATH: withoutUv(somePython()) } });

  expect([status, json.status]).toEqual([3, "refused"]);
  expect(json.plan.because.text).toContain("pip 26.3 could not be fetched");
  expect(tree(here.root)).toEqual(was);
});

test("a Python for which only an older pip runs gets that one", async (context) => {
  needs(context, "python3.9");
  const index = await loopback(ORCHARD, [pipWheel("25.0.1")]);
  const here = project({ "requirements.txt": "plum\n" }, { python: python("3.9"), env: index.env });

  const { status, json } = await here.run("up", "--json", "--engine", "pip");

  expect([status, json.status], JSON.stringify(json)).toEqual([0, "done"]);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "plum==0.9"]);
  expect(readdirSync(join(here.home, "burrow", "data", "engines"))).toEqual(["pip-25.0.1"]);
});

test("Debian without python3-venv: an environment is made, and one without pip is extended", async () => {
  const bare = pythonCopy(somePython(), { without: ["ensurepip", "site-packages"] });
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\n" }, { engine: "pip", python: bare, env: index.env });
  const made = await here.run("up", "--json");
  expect([made.status, made.json.plan.python.executable], made.stderr).toEqual([0, bare]);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);

  const other = project({ "requirements.txt": "pear\n" }, { engine: "pip", env: index.env });
  await makeVenv(other.at(".venv"), { python: bare });
  expect((await other.run("up", "--json")).json.plan.action).toBe("extend");
  expect(freeze(other.at(".venv"))).toEqual(["pear==1.1"]);
});

test("an environment's own pip is never run, however old", async () => {
  const old = {
    name: "pip",
    version: "9.0.1",
    files: { "pip/__main__.py": 'raise SystemExit("too old")\n' },
  };
  const index = await loopback([...ORCHARD, old]);
  const here = project({ "requirements.txt": "pear>=1.1\n" }, { engine: "pip", env: index.env });
  await makeVenv(here.at(".venv"), {
    python: somePython(),
    requirements: ["pip==9.0.1", "pear==1.0"],
    env: index.env,
  });

  const { status, json } = await here.run("up", "--json");

  expect([status, json.plan.action], JSON.stringify(json)).toEqual([0, "upgrade"]);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "pip==9.0.1"]);
});
