import { expect, test } from "vitest";
import { orchard } from "../kit/conda/orchard.ts";

test("C73 a program runs in a conda environment without a shell that was switched to it, its activation scripts with it", async () => {
  const { here } = await orchard(["python=3.11", "where"], "variables:\n  COLOUR: green\n");
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const said = [
    "import os, shutil, sys",
    "print(sys.prefix == os.path.realpath(os.environ['CONDA_PREFIX']), shutil.which('where') == os.environ['CONDA_PREFIX'] + '/bin/where')",
    "print(os.environ['CONDA_DEFAULT_ENV'], os.environ['CONDA_SHLVL'], os.environ['COLOUR'], os.environ['WHERE_ACTIVE'])",
  ].join("\n");
  const ran = await here.run("run", "python", "-c", said);
  expect(ran.stdout, ran.stderr).toBe("True True\norchard 1 green 2.0\n");
  expect((await here.run("run", "python", "-c", "raise SystemExit(7)")).status).toBe(7);
});

test("C73 an environment of conda's without a Python is run in like any other, checked or not", async () => {
  const { here } = await orchard(["libstone", "where"]);
  expect((await here.run("up", "--json")).json.status).toBe("done");
  for (const more of [[], ["--no-check"]]) {
    const ran = await here.run("run", ...more, "sh", "-c", "where; echo $CONDA_PREFIX $WHERE_ACTIVE");
    const prefix = here.at(".burrow/generations/orchard/1");
    expect(ran.stdout, ran.stderr).toBe(`${prefix}\n${prefix} 2.0\n`);
  }
});
