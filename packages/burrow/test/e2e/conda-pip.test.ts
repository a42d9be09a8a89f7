import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foreign, orchard, piped, PREFIX, putByPip } from "../kit/conda/orchard.ts";
import { prefixSaid } from "../kit/conda/project.ts";
import type { Project } from "../kit/e2e.ts";
import { ownPyproject, ownProject } from "../kit/own-project.ts";

const kinds = (plan: { readonly steps: readonly { readonly kind: string }[] }) =>
  plan.steps.map(({ kind }) => kind);
const python = (here: Project, code: string) =>
  execFileSync(here.at(PREFIX, "bin/python"), ["-c", code], { encoding: "utf8" }).trim();

describe("P25 what the `pip:` section lists is installed once conda's packages stand", () => {
  test("with what its -r and -c files say; conda's records know nothing of it", async () => {
    const { here } = await piped(["python=3.11", "pear <1.1"], ["-r requirements/base.txt"]);
    here.write("requirements/base.txt", "-c limits.txt\n-r more.txt\nplum\n");
    here.write("requirements/limits.txt", "apple<3\n");
    here.write("requirements/more.txt", "apple\n");
    const { json, stderr } = await here.run("up", "--json");
    expect([json.status, kinds(json.plan)], stderr).toEqual([
      "done",
      ["change-packages", "install-requirements", "verify", "link"],
    ]);
    const code = "import importlib.metadata as m; print(*map(m.version, ['plum', 'apple', 'pear']))";
    expect(python(here, code)).toBe("0.9 2.0 1.0");
    const said = prefixSaid(here.at(PREFIX));
    expect([said.packages, said.history, said.wrong]).toEqual([
      ["pear-1.0-py_0", expect.stringMatching(/^python-3\.11/u), "tz-2024a-0"],
      said.packages,
      [],
    ]);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
    here.write("requirements/limits.txt", "apple<2\n");
    expect((await here.run("up", "--json")).json.status).toBe("done");
    expect(python(here, code)).toBe("0.9 1.0 1.0");
  });

  test("a folder of the project's is installed editable, with what it needs, and again when that changes", async () => {
    const { here } = await piped(["python=3.11", "pear <1.1"], ["-e ./tools"]);
    for (const [path, text] of Object.entries(ownProject("tools", ["plum"])))
      here.write(`tools/${path}`, text);
    here.write("tools/tools.py", "WHERE = __file__\n");
    const made = await here.run("up", "--json");
    expect([made.json.status, kinds(made.json.plan)], made.stdout).toEqual([
      "done",
      ["change-packages", "install-requirements", "build-project", "verify", "link"],
    ]);
    const code =
      "import importlib.metadata as m, tools; print(tools.WHERE, *map(m.version, ['tools', 'plum', 'pear']))";
    expect(python(here, code)).toBe(`${here.at("tools/tools.py")} 1.0 0.9 1.0`);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
    expect(here.read("tools/builds")).toBe("b");

    here.write("tools/pyproject.toml", ownPyproject("tools", ["plum", "apple<2"]));
    const again = await here.run("up", "--json");
    expect([again.json.status, here.read("tools/builds")], again.stdout).toEqual(["done", "bb"]);
    expect(python(here, "import importlib.metadata as m; print(m.version('apple'))")).toBe("1.0");
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("a folder alone, with nothing that an index would have to give", async () => {
    const { here } = await piped(["python=3.11"], ["-e ./tools"]);
    for (const [path, text] of Object.entries(ownProject("tools", []))) here.write(`tools/${path}`, text);
    const { json, stdout } = await here.run("up", "--json");
    expect([json.status, kinds(json.plan)], stdout).toEqual([
      "done",
      ["change-packages", "build-project", "verify", "link"],
    ]);
    expect(python(here, "import importlib.metadata as m; print(m.version('tools'))")).toBe("1.0");
  });

  test("into a prefix that others made, in place", async () => {
    const { here, channels } = await piped(["python=3.11"], ["-e ./tools"]);
    for (const [path, text] of Object.entries(ownProject("tools", ["plum"])))
      here.write(`tools/${path}`, text);
    const prefix = await foreign(here, channels, ["python=3.11", "pear <1.1"]);
    const { json, stdout } = await here.run("up", "--json", { env: { CONDA_PREFIX: prefix } });
    expect([json.status, json.plan.action, kinds(json.plan)], stdout).toEqual([
      "done",
      "extend",
      ["preserve", "install-requirements", "build-project", "verify"],
    ]);
    const said = execFileSync(
      join(prefix, "bin/python"),
      ["-c", "import importlib.metadata as m; print(m.version('tools'), m.version('plum'))"],
      { encoding: "utf8" },
    );
    expect(said).toBe("1.0 0.9\n");
  });

  test("a folder beside the project is built only with leave", async () => {
    const { here } = await piped(["python=3.11"], ["-e ../aside"]);
    for (const [path, text] of Object.entries(ownProject("aside", []))) here.write(`../aside/${path}`, text);
    const { status, json } = await here.run("up", "--json");
    expect([status, json.plan.because.code, existsSync(here.at("../aside/builds"))]).toEqual([
      3,
      "needs-build",
      false,
    ]);
    expect((await here.run("up", "--json", "--allow-build", "aside")).json.status).toBe("done");
    expect(python(here, "import importlib.metadata as m; print(m.version('aside'))")).toBe("1.0");
  });
});

test("P17 torch of pip's beside numpy of conda's, and no OpenMP for both: told, and no more once it is there", async () => {
  const { here, channels, ask } = await orchard(["python=3.11", "numpy"]);
  const prefix = await foreign(here, channels, ["python=3.11", "numpy"]);
  const codes = async () => {
    const { json } = await here.run("doctor", prefix, "--json");
    return json.findings.map(({ code }: { code: string }) => code);
  };
  expect(await codes()).not.toContain("openmp-missing");
  putByPip(prefix, "3.11", "torch", "2.2.0");
  const { json } = await here.run("doctor", prefix, "--json");
  const found = json.findings.find(({ code }: { code: string }) => code === "openmp-missing");
  expect([found?.severity, found?.because.text, found?.action]).toEqual([
    "warning",
    "pip installed torch, conda installed numpy, and conda's OpenMP is not there",
    "conda install llvm-openmp",
  ]);
  ask(["python=3.11", "numpy", "llvm-openmp"]);
  expect((await here.run("up", "--json", "--env", prefix)).json.status).toBe("done");
  expect(await codes()).not.toContain("openmp-missing");
});

test("a snapshot of such an environment comes back, its folder built anew; with the conda engine named, pip's part is its own engine's", async () => {
  const { here } = await piped(["python=3.11", "pear <1.1"], ["-e ./tools", "plum"]);
  for (const [path, text] of Object.entries(ownProject("tools", []))) here.write(`tools/${path}`, text);
  const made = await here.run("up", "--engine", "py-rattler", "--json");
  expect(made.json.status, made.stdout).toBe("done");
  expect((await here.run("snapshot", "create", "good", "--json")).status).toBe(0);
  expect((await here.run("purge", "--yes")).status).toBe(0);
  const back = await here.run("snapshot", "restore", "good", "--yes", "--json");
  expect(back.status, back.stdout + back.stderr).toBe(0);
  expect(
    python(here, "import importlib.metadata as m; print(*map(m.version, ['tools', 'plum', 'pear']))"),
  ).toBe("1.0 0.9 1.0");
  expect((await here.run("up", "--json")).json.status).toBe("unchanged");
});
