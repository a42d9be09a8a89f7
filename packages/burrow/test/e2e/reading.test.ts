import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** A build of any kind leaves a mark: `setup.py`, and a backend that the project brings along. */
const SETUP = `open("BUILT-BY-SETUP", "w").close()\nfrom setuptools import setup\nsetup(name="planted")\n`;
const BACKEND = `
import base64, hashlib, pathlib, zipfile
pathlib.Path(__file__).with_name("BUILT").touch()

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name, info = "shed-1.0-py3-none-any.whl", "shed-1.0.dist-info"
    files = {
        "shed.pth": str(pathlib.Path(__file__).parent) + "\\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: shed\\nVersion: 1.0\\nRequires-Dist: pear\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: shed\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    record = "".join(f"{path},sha256={digest(text)},{len(text)}\\n" for path, text in files.items())
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\\n"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name
`;
const PYPROJECT = `
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "shed"
version = "1.0"
dependencies = ["pear"]
`;

async function shed(files: Readonly<Record<string, string>>, engine?: EngineName): Promise<Project> {
  const index = await loopback(ORCHARD);
  const here = project(files, { env: index.env, ...(engine && { engine }) });
  await makeVenv(join(here.home, "work"), {
    python: somePython(),
    requirements: ["pear"],
    env: index.env,
  });
  return here;
}

async function readsOnly(command: string, engine?: EngineName): Promise<void> {
  const files = {
    "setup.py": SETUP,
    "pyproject.toml": PYPROJECT,
    "backend.py": BACKEND,
    "requirements.txt": "-e .\n./other\npear\n",
    "other/setup.py": SETUP,
  };
  const here = await shed(files, engine);
  const was = tree(here.root);
  const words = command.split(" ").filter((word) => word !== "");
  await here.run(...words, { env: { VIRTUAL_ENV: join(here.home, "work") } });
  expect(tree(here.root)).toEqual(was);
}

test.each(["goal", "why pear", "list", "show", ""])(
  "reading runs nobody's code and changes nothing: burrow %s",
  (command) => readsOnly(command),
);

test.each(ENGINES.flatMap((engine) => [["plan", engine] as const, ["up --dry-run", engine] as const]))(
  "so does planning: burrow %s with %s",
  readsOnly,
);

test.each(ENGINES)("with %s, up builds only the project itself, and the plan says so", async (engine) => {
  const here = await shed({ "pyproject.toml": PYPROJECT, "backend.py": BACKEND }, engine);

  const plan = await here.run("plan", "--json");
  expect(plan.json.steps.map((step: { kind: string }) => step.kind)).toContain("build-project");
  expect((await here.run("plan")).stdout).toContain("runs this project's build");
  expect(existsSync(here.at("BUILT"))).toBe(false);

  expect((await here.run("up", "--yes")).status).toBe(0);
  expect(existsSync(here.at("BUILT"))).toBe(true);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "shed==1.0"]);
  expect((await here.run("up", "--json")).json.status).toBe("unchanged");
});

test("P23 an unknown option or command names the nearest", async () => {
  const here = await shed({});
  const option = await here.run("up", "--isolat");
  expect(option.status).toBe(2);
  expect(option.stderr).toContain("--isolate");
  const command = await here.run("plann");
  expect(command.status).toBe(2);
  expect(command.stderr).toMatch(/`?plan`?/u);
  const document = await here.run("up", "--isolat", "--json");
  expect(document.json).toMatchObject({ schema: 1, error: { code: "usage/unknown-option" } });
});

test.each(ENGINES)(
  "A38 with %s, an interpreter that cannot be judged is passed over with a warning, and the project gets its environment",
  async (engine) => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    const broken = join(here.home, "broken");
    await makeVenv(broken, { python: somePython(), requirements: ["pear"], env: index.env });
    writeFileSync(join(broken, "pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.11.1\n");

    const { status, json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: broken } });

    expect([status, json.plan.action]).toEqual([0, "create"]);
    expect(json.plan.candidates[0]).toMatchObject({ prefix: broken, action: "reject" });
  },
);
