import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { type EngineName, ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

async function orchard(
  files: Readonly<Record<string, string>>,
  engine?: EngineName,
): Promise<{ here: Project; index: Loopback }> {
  const index = await loopback(ORCHARD);
  const options = { env: index.env, ...(engine && { engine }) };
  return { here: project({ "requirements.txt": "pear\n", ...files }, options), index };
}

/** An environment outside of the project. */
async function elsewhere(
  { home }: Project,
  requirements: readonly string[],
  { env }: Loopback,
): Promise<string> {
  const prefix = join(home, "ml_env");
  await makeVenv(prefix, { python: somePython(), requirements, env });
  return prefix;
}

describe.each(ENGINES)("with %s, isolation by settings", (engine) => {
  test.each<[string, string, string]>([
    ["A49 force-isolation", "burrow.toml", "force-isolation = true\n"],
    ["reuse", "pyproject.toml", '[tool.burrow]\nreuse = "never"\n'],
    [
      "A57 CORTEX's file, comments and all",
      "cortex.config.json",
      '{\n  "setup": { "python_environment": {\n    "force_isolation": true, // default: false\n  } }\n}\n',
    ],
  ])("%s: the active environment fits and is left alone", async (_, name, text) => {
    const { here, index } = await orchard({ [name]: text }, engine);
    const active = await elsewhere(here, ["pear"], index);
    const was = tree(active);
    const { status, json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });
    expect([status, json.status, json.plan.action]).toEqual([0, "done", "create"]);
    expect(json.environment.prefix).toBe(here.at(".venv"));
    expect(json.plan.because.code).toBe("isolation-asked");
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
    expect(tree(active)).toEqual(was);
    expect((await here.run("up", "--json", { env: { VIRTUAL_ENV: active } })).json.status).toBe("unchanged");
  });

  test("a flag comes before the settings", async () => {
    const { here, index } = await orchard({ "burrow.toml": "force-isolation = true\n" }, engine);
    const active = await elsewhere(here, ["pear"], index);
    const { json } = await here.run("up", "--reuse", "enclosing", "--json", { env: { VIRTUAL_ENV: active } });
    expect([json.status, json.environment.prefix]).toEqual(["unchanged", active]);
  });
});

describe("what is wrong in a settings file", () => {
  test.each([[["up"]], [["plan"]], [["goal"]], [["why", "pear"]], [["run", "true"]], [[]]])(
    "burrow %j: exit 2, with file, line and the nearest key, and nothing changes",
    async (args) => {
      const { here } = await orchard({ "burrow.toml": "# mine\nforce-isolated = true\n" });
      const was = tree(here.root);
      const { status, stdout, stderr } = await here.run(...args);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toBe(
        [
          "✗ the settings in `burrow.toml:2` are not valid",
          "  because: `force-isolated` is not a setting",
          "  hint: the nearest is `force-isolation`",
          "",
        ].join("\n"),
      );
      expect(tree(here.root)).toEqual(was);
    },
  );

  test("A52 a bad value, for programs", async () => {
    const { here } = await orchard({ "burrow.toml": 'reuse = "sometimes"\nkeep-generations = 0\n' });
    const { status, json } = await here.run("plan", "--json");
    expect(status).toBe(2);
    expect(json.error).toEqual({
      code: "settings/invalid",
      message: "the settings in `burrow.toml:1` are not valid",
      because: "`reuse` is not one of `never`, `own`, `enclosing`, `shared`, `machine`, and 1 more problem",
      details: {
        problems: [
          {
            file: here.at("burrow.toml"),
            line: 1,
            column: 10,
            message: "`reuse` is not one of `never`, `own`, `enclosing`, `shared`, `machine`",
          },
          {
            file: here.at("burrow.toml"),
            line: 2,
            column: 20,
            message: "`keep-generations` is not a whole number from 1 to 1000",
          },
        ],
      },
    });
  });

  test("the user's own file", async () => {
    const { here } = await orchard({});
    here.write("../home/burrow/config/burrow.toml", "lnk = false\n");
    const { status, stderr } = await here.run("plan");
    expect(status).toBe(2);
    expect(stderr).toContain(`\`${join(here.home, "burrow/config/burrow.toml")}:1\``);
  });
});

describe("environments by name", () => {
  const FORGE = '[environments.forge]\npath = "../home/ml_env"\nexternal = true\n';

  test("E5 E6 an external one serves as it stands, and is never changed", async () => {
    const { here, index } = await orchard({ "burrow.toml": FORGE });
    const forge = await elsewhere(here, ["pear"], index);
    const was = tree(forge);
    const fits = await here.run("up", "--env", "forge", "--json");
    expect([fits.status, fits.json.status, fits.json.environment.prefix]).toEqual([0, "unchanged", forge]);

    here.write("requirements.txt", "pear\napple\n");
    const lacks = await here.run("up", "--env", "forge", "--json");
    expect([lacks.status, lacks.json.status]).toEqual([3, "refused"]);
    expect(lacks.json.plan.candidates[0].because.code).toBe("external");
    expect(tree(forge)).toEqual(was);
  });

  test("C32 the default one serves when none is named", async () => {
    const { here, index } = await orchard({ "burrow.toml": `default-environment = "forge"\n${FORGE}` });
    const forge = await elsewhere(here, ["pear"], index);
    const { json } = await here.run("plan", "--json");
    expect([json.action, json.environment.prefix]).toEqual(["reuse", forge]);
    const ran = await here.run("run", "python", "-c", "import sys; print(sys.prefix)");
    expect(ran.stdout).toBe(`${forge}\n`);
  });

  test("a default that is not there is said, and the unnamed one serves", async () => {
    const { here } = await orchard({ "burrow.toml": 'default-environment = "dev"\n' });
    const { json } = await here.run("plan", "--json");
    expect([json.action, json.environment.prefix]).toEqual(["create", here.at(".venv")]);
    expect(json.warnings.map(({ text }: { text: string }) => text)).toContain(
      "the default environment `dev` is not there, so the unnamed one serves",
    );
  });
});

test.each(ENGINES)(
  "with %s, install-project = false: the project's requirements are there, and not itself",
  async (engine) => {
    const files = {
      "pyproject.toml":
        '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\nversion = "1"\ndependencies = ["pear"]\n[tool.burrow]\ninstall-project = false\n',
    };
    const { here } = await orchard(files, engine);
    const { json } = await here.run("up", "--json");
    expect([json.status, freeze(here.at(".venv"))]).toEqual(["done", ["pear==1.1"]]);
  },
);

describe.each(ENGINES)("with %s, A50 allow-global-python", (engine) => {
  const holding = {
    "site-packages/pear.py": "",
    "site-packages/pear-1.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: pear\nVersion: 1.1\n",
    "site-packages/pear-1.1.dist-info/RECORD":
      "pear.py,,\npear-1.1.dist-info/METADATA,,\npear-1.1.dist-info/RECORD,,\n",
  };
  const managed = { "EXTERNALLY-MANAGED": "[externally-managed]\nError=Ask the owner\n" };

  test("a base interpreter that fits serves, with a word about its owner; nothing is installed into it", async () => {
    const base = pythonCopy(somePython(), { files: { ...holding, ...managed } });
    const was = tree(dirname(dirname(base)));
    const { here } = await orchard({ "burrow.toml": "allow-global-python = true\n" }, engine);
    here.write("requirements.txt", "pear\n");

    const { json } = await here.run("up", "--python", base, "--json");

    expect([json.status, json.plan.action, json.plan.environment.kind]).toEqual([
      "unchanged",
      "reuse",
      "base",
    ]);
    expect(json.plan.warnings.map(({ text }: { text: string }) => text)).toContain(
      "externally managed (PEP 668): Ask the owner",
    );
    expect(existsSync(here.at(".venv"))).toBe(false);
    expect(tree(dirname(dirname(base)))).toEqual(was);
  });

  test("one that its owner manages and that lacks something: an environment of the project's own", async () => {
    const base = pythonCopy(somePython(), { files: { ...holding, ...managed } });
    const was = tree(dirname(dirname(base)));
    const { here } = await orchard({}, engine);
    here.write("requirements.txt", "pear\nplum\n");

    const { json } = await here.run("up", "--allow-global-python", "--python", base, "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(tree(dirname(dirname(base)))).toEqual(was);
  });

  test("without leave none serves, fits or not", async () => {
    const base = pythonCopy(somePython(), { files: holding });
    const { here } = await orchard({}, engine);
    here.write("requirements.txt", "pear\n");
    expect((await here.run("plan", "--python", base, "--json")).json.action).toBe("create");
  });
});

test("a plan is stale when settings have changed since", async () => {
  const { here } = await orchard({});
  expect((await here.run("plan", "--out", "plan.json")).status).toBe(0);
  here.write("burrow.toml", "allow-global-python = true\n");
  const { status, json } = await here.run("up", "plan.json", "--json");
  expect([status, json.error.code]).toEqual([4, "plan/stale"]);
  expect(JSON.stringify(json.error)).toContain(here.at("burrow.toml"));
});
