import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realRunner } from "../../src/machine/real-runner.ts";
import { absolute } from "../../src/model/path.ts";
import { condaActivated } from "../../src/operations/conda-activation.ts";

/** The variables of a prefix with these files, from those of a shell. */
async function activated(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "burrow-activation-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const prefix = absolute(join(folder, "env"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(prefix, path)), { recursive: true });
    writeFileSync(join(prefix, path), text);
  }
  const context = {
    machine: realMachine(),
    runner: realRunner({ scratch: absolute(join(folder, "scratch")) }),
    signal: new AbortController().signal,
    cwd: absolute(folder),
  };
  const given = { PATH: "/usr/bin:/bin", CONDA_PREFIX: prefix, ...env };
  return { prefix, said: await condaActivated(context, { realPrefix: prefix, name: "shop" }, given) };
}

test("a prefix without scripts: conda's variables, its packages' and its owner's, in this order", async () => {
  const { prefix, said } = await activated(
    {
      "etc/conda/env_vars.d/one.json": '{"ONE": "package", "BOTH": "package", "SHELL_SAID": "***unset***"}',
      "conda-meta/state": '{"version": 1, "env_vars": {"BOTH": "owner"}}',
    },
    { SHELL_SAID: "something" },
  );
  expect(said).toEqual({
    PATH: "/usr/bin:/bin",
    CONDA_PREFIX: prefix,
    CONDA_SHLVL: "1",
    CONDA_DEFAULT_ENV: "shop",
    CONDA_PROMPT_MODIFIER: "(shop) ",
    ONE: "package",
    BOTH: "owner",
  });
});

test("what activation scripts set, change and take away; what they print goes nowhere", async () => {
  const { prefix, said } = await activated(
    {
      "etc/conda/activate.d/a.sh":
        'export DATA="$CONDA_PREFIX/share\nof two lines"\nexport PATH="$CONDA_PREFIX/more:$PATH"\nunset OLD\necho hello\n',
      "etc/conda/activate.d/b.sh": "export SECOND=$DATA\n",
      "etc/conda/activate.d/notes.txt": "export NOT=me\n",
    },
    { OLD: "1" },
  );
  expect(said).toEqual({
    PATH: `${prefix}/more:/usr/bin:/bin`,
    CONDA_PREFIX: prefix,
    CONDA_SHLVL: "1",
    CONDA_DEFAULT_ENV: "shop",
    CONDA_PROMPT_MODIFIER: "(shop) ",
    DATA: `${prefix}/share\nof two lines`,
    SECOND: `${prefix}/share\nof two lines`,
  });
});

test("a script that ends the shell, or a state that is no JSON, leaves the rest as it was", async () => {
  const { said } = await activated({
    "etc/conda/activate.d/a.sh": "exit 3\n",
    "conda-meta/state": "not json",
  });
  expect(said["CONDA_DEFAULT_ENV"]).toBe("shop");
});
