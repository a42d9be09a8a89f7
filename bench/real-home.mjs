// A home of environments made by the tools themselves, and by hand where no registry has the tool.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { condaPrefix, condaRecord, libraryOf, write } from "./conda-layout.mjs";

/** The tools, pinned: one environment holds them all. */
const TOOLS = [
  "virtualenv==21.15.11",
  "virtualenvwrapper==6.1.1",
  "poetry==2.5.1",
  "pipenv==2026.10.3",
  "hatch==1.18.2",
  "pdm==2.29.4",
  "tox==4.67.15",
  "nox==2026.10.20",
  "pipx==1.18.4",
  "uv==0.13.8",
];

/** Installs the tools once into a folder and gives its `bin`. */
export function installTools(folder, { uv, python, env }) {
  const done = join(folder, "installed.json");
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    const run = (...args) => execFileSync(uv, args, { env, stdio: "pipe" });
    run("venv", "--quiet", "--no-project", "--no-config", "--python", python, folder);
    run("pip", "install", "--quiet", "--python", join(folder, "bin/python"), ...TOOLS);
    writeFileSync(done, JSON.stringify(TOOLS));
  }
  return join(folder, "bin");
}

/**
 * Makes the home and gives what a survey has to find there: `{prefix, kind, version, project, aliases}`. `pythons` are `{executable, version}`, the first of
 * them makes what the tools make.
 */
export function makeRealHome(home, { bin, pythons, env }) {
  const [main, other = main] = pythons;
  const variables = {
    ...env,
    HOME: home,
    PATH: `${bin}:/usr/bin:/bin`,
    PIP_NO_INPUT: "1",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
  };
  const found = [];
  const expect = (prefix, kind, project, more = {}) =>
    found.push({ prefix, kind, version: main.version, ...(project && { project }), ...more });
  const run = (cwd, program, ...args) =>
    execFileSync(program.includes("/") ? program : join(bin, program), args, {
      cwd,
      env: variables,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const project = (name, files = {}) => {
    const root = join(home, "code", name);
    write(root, {
      "pyproject.toml": `[project]\nname = "${name}"\nversion = "1.0"\nrequires-python = ">=3.8"\n`,
      "src/main.py": "",
      ...files,
    });
    return root;
  };

  // venv, by two Pythons and under several names
  const shop = project("shop");
  run(shop, main.executable, "-m", "venv", ".venv");
  expect(join(shop, ".venv"), "venv", shop);
  const lab = project("deep/er/lab");
  run(lab, other.executable, "-m", "venv", "--without-pip", "my env");
  expect(join(lab, "my env"), "venv", lab, { version: other.version });
  run(home, main.executable, "-m", "venv", "--without-pip", "--prompt", "plain", "venv");
  expect(join(home, "venv"), "venv");
  run(home, main.executable, "-m", "venv", "--copies", "--without-pip", ".venvs/copied");
  expect(join(home, ".venvs/copied"), "venv");
  run(home, main.executable, "-m", "venv", "--without-pip", "--system-site-packages", "virtualenvs/wide");
  expect(join(home, "virtualenvs/wide"), "venv");

  // virtualenv and uv
  const old = project("old");
  run(old, "virtualenv", "-q", "-p", main.executable, "env");
  // virtualenv leaves a `.venv` file beside it, which leads to it (PEP 832).
  const beside = existsSync(join(old, ".venv")) ? [join(old, ".venv")] : [];
  expect(join(old, "env"), "virtualenv", old, { aliases: beside });
  const fast = project("fast");
  run(fast, "uv", "venv", "-q", "--no-project", "-p", main.executable);
  expect(join(fast, ".venv"), "uv", fast);

  // tools that keep environments of projects elsewhere
  const poem = project("poem");
  run(poem, "poetry", "env", "use", "-n", main.executable);
  expect(run(poem, "poetry", "env", "list", "--full-path").split(" ")[0], "poetry", poem);
  const pipe = project("pipe", { Pipfile: "[packages]\n" });
  run(pipe, "pipenv", "--python", main.executable);
  expect(run(pipe, "pipenv", "--venv").split("\n").at(-1), "pipenv", pipe);
  const egg = project("egg", {
    "hatch.toml": `[envs.default]\nskip-install = true\npython = "${main.executable}"\n`,
  });
  run(egg, "hatch", "env", "create");
  expect(run(egg, "hatch", "env", "find"), "hatch", egg);
  const dome = project("dome");
  run(dome, "pdm", "config", "check_update", "false");
  run(dome, "pdm", "venv", "create", "-n", "dev", main.executable);
  expect(run(dome, "pdm", "venv", "--path", "dev"), "pdm", dome);
  const wrap = project("wrap");
  const workon = join(home, ".virtualenvs");
  mkdirSync(workon);
  const script = `export VIRTUALENVWRAPPER_PYTHON=${bin}/python WORKON_HOME=${workon}; . ${bin}/virtualenvwrapper.sh; mkvirtualenv -q -p ${main.executable} -a ${wrap} wrap-analysis`;
  run(wrap, "/bin/bash", "-c", script);
  expect(join(workon, "wrap-analysis"), "virtualenvwrapper", wrap);

  // tools that keep them in the project
  const tick = project("tick", {
    "tox.ini": `[tox]\nenv_list = a, b\n[testenv]\nskip_install = true\nbase_python = ${main.executable}\n`,
  });
  run(tick, "tox", "--notest", "-q");
  for (const name of ["a", "b"]) expect(join(tick, ".tox", name), "tox", tick);
  const knock = project("knock", {
    "noxfile.py": `import nox\n@nox.session(venv_backend="venv")\ndef tests(session):\n    pass\n`,
  });
  run(knock, join(bin, "python"), "-m", "nox", "--install-only");
  expect(join(knock, ".nox/tests"), "nox", knock);

  // tools for programs
  const program = join(home, "programs/greet");
  write(program, { "pyproject.toml": GREET, "greet.py": "def main():\n    print('hi')\n" });
  run(home, "uv", "tool", "install", "-q", "-p", main.executable, program);
  expect(join(home, ".local/share/uv/tools/greet"), "uv-tool");
  run(home, "uv", "build", "-q", "--wheel", "-o", join(home, "wheels"), program);
  run(
    home,
    "pipx",
    "install",
    "-q",
    "--python",
    main.executable,
    join(
      home,
      "wheels",
      readdirSync(join(home, "wheels")).find((name) => name.endsWith(".whl")),
    ),
  );
  expect(join(home, ".local/share/pipx/venvs/greet"), "pipx");
  return found.concat(byHand(home, { main, project, run }));
}

const GREET = `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "greet"\nversion = "1.0"\n[project.scripts]\ngreet = "greet:main"\n[tool.hatch.build.targets.wheel]\ninclude = ["greet.py"]\n`;

/** What the tools that no registry of Python has leave behind; the source of each layout is named. */
function byHand(home, { main, project, run }) {
  const found = [];
  // pyenv-virtualenv (its bin/pyenv-virtualenv): a venv in `versions/<version>/envs`, and a link to it in `versions`.
  const virtual = join(home, `.pyenv/versions/${main.version}/envs/ml`);
  run(home, main.executable, "-m", "venv", "--without-pip", virtual);
  symlinkSync(virtual, join(home, ".pyenv/versions/ml"));
  found.push({
    prefix: virtual,
    kind: "pyenv-virtualenv",
    version: main.version,
    aliases: [join(home, ".pyenv/versions/ml")],
  });

  // conda (its "conda-meta" folder, `conda.core.envs_manager`): a base, a named environment, one by prefix that is written down, one without Python.
  const base = join(home, "miniforge3");
  const library = libraryOf(
    run(home, main.executable, "-c", "import os; print(os.path.dirname(os.__file__))"),
  );
  condaPrefix(base, "3.12.4", library, {
    ...condaRecord("conda", "24.5.0", "py312h7900ff3_0", ["bin/conda"]),
    "bin/conda": "",
    "condabin/conda": "",
    "envs/.conda_envs_dir_test": "",
  });
  condaPrefix(join(base, "envs/geo"), "3.11.9", library);
  condaPrefix(join(home, "far/away"), "3.10.14", library);
  write(join(base, "envs/r"), {
    "conda-meta/history": "==> 2024-01-01 00:00:00 <==\n",
    "conda-meta/r-base-4.4.1-h1_0.json": "{}",
    "bin/R": "",
  });
  write(home, {
    ".conda/environments.txt": `${base}\n${join(base, "envs/geo")}\n${join(home, "far/away")}\n`,
  });
  found.push(
    { prefix: base, kind: "conda-base", version: "3.12.4" },
    { prefix: join(base, "envs/geo"), kind: "conda", version: "3.11.9" },
    { prefix: join(home, "far/away"), kind: "conda", version: "3.10.14" },
    { prefix: join(base, "envs/r"), kind: "conda" },
  );
  // pixi (its documentation, "Environment"): `.pixi/envs/<name>` with `conda-meta/pixi`.
  const pix = project("pix", { "pixi.toml": "[workspace]\n" });
  condaPrefix(join(pix, ".pixi/envs/default"), "3.12.4", library, { "conda-meta/pixi": "{}" });
  found.push({ prefix: join(pix, ".pixi/envs/default"), kind: "pixi", version: "3.12.4", project: pix });
  // Rye (its documentation, "Virtualenvs"): a venv with `rye-venv.json`.
  const bread = project("bread");
  run(bread, main.executable, "-m", "venv", "--without-pip", ".venv");
  write(bread, {
    ".venv/rye-venv.json": `{"python":"cpython@${main.version}","venv_path":"${join(bread, ".venv")}"}`,
  });
  found.push({ prefix: join(bread, ".venv"), kind: "rye", version: main.version, project: bread });
  return found;
}
