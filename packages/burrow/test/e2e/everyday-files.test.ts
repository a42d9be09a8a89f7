import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cleanVariables, project, type Project, startProgram } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { ownProject } from "../kit/own-project.ts";
import { ENGINES, somePython, UV } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

const SCRIPT = `# /// script
# requires-python = ">=3.9"
# dependencies = ["pear"]
# ///
import pear, sys
print(pear.__version__, *sys.argv[1:])
`;

/** A project that is not installed itself. */
const asking = (dependencies: readonly string[]) =>
  `[project]\nname = "shed"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(dependencies)}\n`;

describe.each(ENGINES)("with %s", (engine) => {
  async function orchard(
    files: Readonly<Record<string, string>>,
  ): Promise<{ here: Project; index: Loopback }> {
    const index = await loopback(ORCHARD);
    return { here: project(files, { engine, env: index.env }), index };
  }

  test("a PEP 723 script has an environment of its own in burrow's folder, and runs in it", async () => {
    const { here, index } = await orchard({ "requirements.txt": "apple\n", "tools/script.py": SCRIPT });
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["apple"], env: index.env });
    const was = tree(here.root);
    const goal = await here.run("goal", "tools/script.py", "--json");
    expect(goal.json.requirements.map(({ text }: { text: string }) => text)).toEqual(["pear"]);
    const early = await here.run("run", "tools/script.py");
    expect([early.status, early.stdout]).toEqual([3, ""]);
    expect(early.stderr).toContain(`burrow up ${here.at("tools", "script.py")}`);

    const { status, json } = await here.run("up", "tools/script.py", "--json");

    expect([status, json.status, json.plan.action], JSON.stringify(json)).toEqual([0, "done", "create"]);
    expect(json.environment.prefix).toContain(join(here.home, "burrow/data/environments/scripts"));
    expect(freeze(json.environment.prefix)).toEqual(["pear==1.1"]);
    const ran = await here.run("run", "tools/script.py", "--ripe", "x");
    expect([ran.status, ran.stdout], ran.stderr).toEqual([0, "1.1 --ripe x\n"]);
    expect((await here.run("up", "tools/script.py", "--json")).json.status).toBe("unchanged");
    expect(tree(here.root)).toEqual(was);
  });

  test("a member of a uv workspace has its workspace's environment", async () => {
    const root = '[tool.uv.workspace]\nmembers = ["packages/*"]\n';
    const { here, index } = await orchard({ "pyproject.toml": root });
    for (const [path, text] of Object.entries(ownProject("shed", ["pear"])))
      here.write(`packages/shed/${path}`, text);
    const member = here.at("packages", "shed");
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["-e", member], env: index.env });
    const was = tree(here.at(".venv"));

    const { json } = await here.run("up", "--json", { cwd: member });

    expect([json.status, json.plan.action]).toEqual(["unchanged", "reuse"]);
    expect(json.environment).toMatchObject({ prefix: here.at(".venv"), origins: ["own", "enclosing"] });
    expect(tree(here.at(".venv"))).toEqual(was);
    expect(readdirSync(member)).not.toContain(".venv");
  });

  /** A project with a uv.lock that holds pear 1.0, though 1.1 is out. */
  async function locked(): Promise<Project> {
    const { here, index } = await orchard({ "pyproject.toml": asking(["pear==1.0"]) });
    for (const dependencies of [["pear==1.0"], ["pear"]]) {
      here.write("pyproject.toml", asking(dependencies));
      const { status, stderr } = await startProgram([UV, "lock", "--no-python-downloads"], {
        cwd: here.root,
        env: { ...cleanVariables(here), ...index.env },
      }).ended;
      expect(status, stderr).toBe(0);
    }
    return here;
  }

  test("a fresh uv.lock is what is installed, and it stays as it is", async () => {
    const here = await locked();
    const lock = here.read("uv.lock");

    const { status, json } = await here.run("up", "--json");

    expect([status, json.status], JSON.stringify(json)).toEqual([0, "done"]);
    expect(json.plan.goal.lock).toBe(here.at("uv.lock"));
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0"]);
    expect(here.read("uv.lock")).toBe(lock);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("a stale uv.lock is said to be stale; its versions are kept where they may be", async () => {
    const here = await locked();
    here.write("pyproject.toml", asking(["pear", "apple<3"]));

    const { status, json } = await here.run("up", "--json");

    expect([status, json.status], JSON.stringify(json)).toEqual([0, "done"]);
    expect(json.plan.warnings.map(({ code }: { code: string }) => code)).toContain("lock-stale");
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.0"]);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("the settings may refuse a stale uv.lock, or take no notice of it", async () => {
    const here = await locked();
    here.write("pyproject.toml", asking(["pear", "apple<3"]));
    here.write("burrow.toml", 'lock-policy = "strict"\n');
    const strict = await here.run("up", "--json");
    expect([strict.status, strict.json.status]).toEqual([3, "refused"]);
    expect(strict.json.plan.goal.problems).toMatchObject([
      { file: here.at("uv.lock"), hint: 'uv lock, or lock-policy = "warn" in the settings' },
    ]);

    here.write("burrow.toml", 'lock-policy = "ignore"\n');
    const { json } = await here.run("up", "--json");
    expect(json.plan.warnings).toEqual([]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
  });
});
