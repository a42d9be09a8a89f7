import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { orchard, PREFIX, yml } from "../kit/conda/orchard.ts";
import { condaProject } from "../kit/conda/project.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";

const SOURCES = ["environment.yml", "conda-lock.yml", "requirements.txt", "pyproject.toml"];

test("C40 C41 with neither file: refused with what to write, and what it says to paste is enough", async () => {
  const here = condaProject({ "requirements.txt": "pear\n" });
  const was = tree(here.root);
  const goal = await here.run("goal", "--backend", "conda", "--json");
  const [problem] = goal.json.problems;
  expect([goal.status, problem.message]).toEqual([
    1,
    "a conda environment needs `environment.yml` or `conda-lock.yml`",
  ]);
  expect((await here.run("up", "--backend", "conda", "--json")).status).toBe(3);
  expect(tree(here.root)).toEqual(was);
  execFileSync("sh", ["-c", problem.hint], { cwd: here.root });
  expect(here.read("environment.yml")).toBe(
    "name: myproject\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n",
  );
  const read = await here.run("goal", "--json");
  expect([read.status, read.json.backend, read.json.problems]).toEqual([0, "conda", []]);
});

test("C42 C84 what a project's files say is never written by up, run, rollback, repair or purge, and up makes no lock", async () => {
  const { here, channels } = await orchard(["python=3.11", "pear <1.1"]);
  here.write("requirements.txt", "apple\n");
  here.write("pyproject.toml", '[project]\nname = "shop"\nversion = "1"\n');
  const said = () => SOURCES.map((name) => (existsSync(here.at(name)) ? here.read(name) : "absent"));
  const was = said();
  for (const args of [["up"], ["up", "--isolate"], ["run", "python", "-c", ""], ["repair", "--yes"]])
    expect([args, (await here.run(...args)).status, said()]).toEqual([args, 0, was]);
  await here.run("lock");
  here.write("environment.yml", yml(channels, ["python=3.11", "pear >=1.1"]));
  const locked = said();
  expect(locked[1]).toContain("pear");
  for (const args of [["up"], ["up", "--newest"], ["rollback"], ["purge", "--yes"]])
    expect([args, (await here.run(...args)).status, said()]).toEqual([args, 0, locked]);
  expect(existsSync(here.at(".burrow/envs/orchard"))).toBe(false);
});

describe("one backend at a time", () => {
  test("C64 that a conda engine is here makes no project one of conda's", async () => {
    const here = condaProject({ "requirements.txt": "" });
    const bin = join(here.home, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "micromamba"), "#!/bin/sh\necho 2.0.0\n", { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env["PATH"]}` };
    for (const files of [{}, { "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n' }]) {
      for (const [path, text] of Object.entries(files)) here.write(path, text);
      const { json } = await here.run("plan", "--json", { env });
      expect([json.backend, json.environment.prefix]).toEqual(["venv", here.at(".venv")]);
    }
  });

  test("C67 a project of conda's runs in conda's environment, and in its venv only where that is said", async () => {
    const index = await loopback(ORCHARD);
    const { here } = await orchard(["python=3.11", "pear <1.1"], "", { env: index.env });
    here.write("requirements.txt", "apple\n");
    const prefix = ["python", "-c", "import sys; print(sys.prefix)"];
    expect((await here.run("up", "--backend", "venv", "--json")).json.plan.environment.prefix).toBe(
      here.at(".venv"),
    );
    const none = await here.run("run", ...prefix);
    expect([none.status, none.stdout]).toEqual([3, ""]);
    const venv = await here.run("run", "--backend", "venv", ...prefix);
    expect(venv.stdout, venv.stderr).toBe(`${here.at(".burrow/generations/default/1")}\n`);
    expect((await here.run("up", "--json")).json.plan.environment.prefix).toBe(here.at(PREFIX));
    const conda = await here.run("run", ...prefix);
    expect(conda.stdout, conda.stderr).toBe(`${here.at(".burrow/generations/orchard/1")}\n`);
    expect((await here.run("run", "--backend", "venv", ...prefix)).stdout).toBe(venv.stdout);
    const wrong = await here.run("run", "--backend", "mamba", ...prefix);
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
  });
});
