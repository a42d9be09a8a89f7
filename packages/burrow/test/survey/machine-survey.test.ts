import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { condaEnv, python, venv, type Tree } from "../kit/builders.ts";
import { BASE } from "./inspect/inspect.ts";
import { hash8, surveyOf, told } from "./machine-kit.ts";

const HOME = "/home/me";
const file = (path: string, text = ""): Tree => ({ [`${HOME}/${path}`]: text });
const env = (path: string, cfg: Readonly<Record<string, string>> = {}): Tree =>
  venv(`${HOME}/${path}`, { cfg });

test("what is known beforehand is found wherever it is, unless it is gone or to be left alone", async () => {
  const prefixes = ["/mnt/disk/shop/.venv", "/mnt/disk/gone/.venv", "/mnt/left/.venv"].map(absolute);
  const files = {
    ...BASE,
    ...env("code/a/.venv"),
    ...venv("/mnt/disk/shop/.venv", {}),
    "/mnt/disk/shop/pyproject.toml": "",
    ...venv("/mnt/left/.venv", {}),
  };
  const known = () => [absolute(`${HOME}/code/a/.venv`), ...prefixes];
  const ignore = [absolute("/mnt/left")];
  expect(told(await surveyOf(files, {}, { known, ignore }))).toEqual([
    "/home/me/code/a/.venv venv 3.12.4",
    "/mnt/disk/shop/.venv venv 3.12.4 of /mnt/disk/shop",
  ]);
  expect(told(await surveyOf(files, {}, { known, discover: false }))).toEqual([]);
});

describe("B2 B7 B13 B14 a home of every tool, with no folder named", () => {
  // Each with the environment that it must lead to, and nothing else.
  const shop = `${HOME}/code/shop`;
  const poetry = `.cache/pypoetry/virtualenvs/shop-${hash8(shop)}-py3.12`;
  const hatch = `.local/share/hatch/env/virtual/shop/${hash8(shop)}/shop`;
  const pdm = `.local/share/pdm/venvs/shop-${hash8(shop, "md5")}-3.12`;
  const pipenv = `.local/share/virtualenvs/shop-${hash8(`${shop}/Pipfile`)}`;
  const of = "of /home/me/code/shop";
  const mark = file("code/shop/pyproject.toml");

  test.each<[string, Tree, string]>([
    ["venv in a project", env("code/shop/.venv"), `code/shop/.venv venv 3.12.4 ${of}`],
    ["venv of any name, deep", env("a/b/c/d/my env"), "a/b/c/d/my env venv 3.12.4"],
    [
      "venv in a hidden worktree",
      env("a/.claude/worktrees/x/.venv"),
      "a/.claude/worktrees/x/.venv venv 3.12.4",
    ],
    ["a folder of environments at home", env(".venvs/ml"), ".venvs/ml venv 3.12.4"],
    ["~/venv", env("venv"), "venv venv 3.12.4"],
    ["~/virtualenvs", env("virtualenvs/a"), "virtualenvs/a venv 3.12.4"],
    ["virtualenv", env("code/shop/env", { virtualenv: "20.26.0" }), `code/shop/env virtualenv 3.12.4 ${of}`],
    ["uv", env("code/shop/.venv", { uv: "0.5.1" }), `code/shop/.venv uv 3.12.4 ${of}`],
    ["Poetry", env(poetry), `${poetry} poetry 3.12.4 ${of}`],
    ["Poetry itself", env(".local/share/pypoetry/venv"), ".local/share/pypoetry/venv venv 3.12.4"],
    ["hatch", env(hatch), `${hatch} hatch 3.12.4 ${of}`],
    ["PDM", env(pdm), `${pdm} pdm 3.12.4 ${of}`],
    ["pipenv", { ...env(pipenv), ...file(`${pipenv}/.project`, shop) }, `${pipenv} pipenv 3.12.4 ${of}`],
    [
      "pipenv in the project",
      { ...env("code/shop/.venv"), ...file("code/shop/.venv/.project", shop), ...file("code/shop/Pipfile") },
      `code/shop/.venv pipenv 3.12.4 ${of}`,
    ],
    [
      "virtualenvwrapper",
      { ...env(".virtualenvs/shop"), ...file(".virtualenvs/shop/.project", shop) },
      `.virtualenvs/shop virtualenvwrapper 3.12.4 ${of}`,
    ],
    ["tox", env("code/shop/.tox/py312"), `code/shop/.tox/py312 tox 3.12.4 ${of}`],
    ["nox", env("code/shop/.nox/tests-3-12"), `code/shop/.nox/tests-3-12 nox 3.12.4 ${of}`],
    ["pipx", env(".local/share/pipx/venvs/black"), ".local/share/pipx/venvs/black pipx 3.12.4"],
    ["uv tool", env(".local/share/uv/tools/ruff"), ".local/share/uv/tools/ruff uv-tool 3.12.4"],
    [
      "Rye",
      { ...env("code/shop/.venv"), ...file("code/shop/.venv/rye-venv.json", "{}") },
      `code/shop/.venv rye 3.12.4 ${of}`,
    ],
    ["Rye's tools", env(".rye/tools/mypy"), ".rye/tools/mypy rye 3.12.4"],
    [
      "pyenv-virtualenv, and the link to it",
      {
        ...env(".pyenv/versions/3.12.4/envs/ml"),
        [`${HOME}/.pyenv/versions/ml`]: { link: "3.12.4/envs/ml" },
      },
      ".pyenv/versions/3.12.4/envs/ml pyenv-virtualenv 3.12.4",
    ],
    ["direnv", env("code/shop/.direnv/python-3.12"), `code/shop/.direnv/python-3.12 venv 3.12.4 ${of}`],
    [
      "pixi",
      condaEnv(`${shop}/.pixi/envs/default`, "3.12.4"),
      `code/shop/.pixi/envs/default pixi 3.12.4 ${of}`,
    ],
    ["pixi for everywhere", condaEnv(`${HOME}/.pixi/envs/ruff`, "3.12.4"), ".pixi/envs/ruff pixi 3.12.4"],
    ["conda in a project", condaEnv(`${shop}/.conda`, "3.12.4"), `code/shop/.conda conda 3.12.4 ${of}`],
    ["conda by name", condaEnv(`${HOME}/.conda/envs/geo`, "3.11.2"), ".conda/envs/geo conda 3.11.2"],
  ])("%s", async (_name, files, expected) => {
    const found = await surveyOf({ ...BASE, ...mark, ...files });
    const aliases = /^(.*\.pyenv\/versions)\/3.12.4\/envs\/ml /u.test(expected)
      ? [` = ${HOME}/.pyenv/versions/ml`]
      : [];
    expect(told(found)).toEqual([`${HOME}/${expected}${aliases.join("")}`]);
  });

  test("conda's base with its environments, one that it wrote down, one of a condarc's folder", async () => {
    const base = `${HOME}/miniforge3`;
    const files: Tree = {
      ...condaEnv(base, "3.12.4"),
      [`${base}/condabin/conda`]: "",
      ...condaEnv(`${base}/envs/geo`, "3.11.2"),
      ...condaEnv("/data/far", "3.10.1"),
      ...file(".conda/environments.txt", `${base}\n/data/far\n/data/gone\n`),
      ...file(".condarc", "channels:\n  - conda-forge\nenvs_dirs:\n  - /big/envs\n"),
      ...condaEnv("/big/envs/ml", "3.9.7"),
      // An environment without Python, as conda makes one for R.
      "/big/envs/r/conda-meta/history": "==> 2024 <==\n",
    };
    expect(told(await surveyOf(files))).toEqual([
      "/big/envs/ml conda 3.9.7",
      "/big/envs/r conda -",
      "/data/far conda 3.10.1",
      `${base} conda-base 3.12.4`,
      `${base}/envs/geo conda 3.11.2`,
    ]);
  });

  test("the Python of a kernelspec, wherever it lies", async () => {
    const files: Tree = {
      ...BASE,
      ...venv("/far/away"),
      ...file(
        ".local/share/jupyter/kernels/far/kernel.json",
        '{"argv": ["/far/away/bin/python", "-m", "ipykernel"]}',
      ),
      ...file(".local/share/jupyter/kernels/gone/kernel.json", '{"argv": ["/gone/bin/python"]}'),
    };
    expect(told(await surveyOf(files))).toEqual(["/far/away venv 3.12.4"]);
  });

  test("usual folders of containers and servers, and the environment that is switched on", async () => {
    const places = ["/opt/venv", "/venv", "/app/.venv", "/workspaces/shop/.venv", "/srv/site/env"];
    const files = Object.assign({}, BASE, ...[...places, "/on/it"].map((path) => venv(path)));
    const found = await surveyOf(files, { env: { VIRTUAL_ENV: "/on/it" } });
    expect(found.environments.map(({ prefix }) => prefix)).toEqual([...places, "/on/it"].toSorted());
  });

  test("what Windows has, seen from its Linux subsystem", async () => {
    const prefix = "/mnt/c/Users/Me/.virtualenvs/app";
    const files: Tree = {
      [`${prefix}/pyvenv.cfg`]: "home = C:\\Python312\r\nversion = 3.12.4\r\n",
      [`${prefix}/Scripts/python.exe`]: "MZ",
      [`${prefix}/Lib/site-packages`]: { folder: true },
    };
    expect(told(await surveyOf(files, { env: { WSL_DISTRO_NAME: "Debian" } }))).toEqual([
      `${prefix} venv 3.12.4 broken: other-platform`,
    ]);
    expect(told(await surveyOf(files))).toEqual([]);
  });
});

describe("one environment, once", () => {
  const prefix = `${HOME}/code/shop/.venv`;

  test("B5 by its own path, with every link that leads to it", async () => {
    const files: Tree = {
      ...BASE,
      ...venv(prefix),
      [`${HOME}/code/other/.venv`]: { link: "../shop/.venv" },
      [`${HOME}/again`]: { link: "code" },
      [`${HOME}/code/loop`]: { link: "." },
      [`${HOME}/code/self`]: { link: "self" },
    };
    expect(told(await surveyOf(files))).toEqual([`${prefix} venv 3.12.4 = ${HOME}/code/other/.venv`]);
  });

  test("a generation of burrow by its link; older ones are no environments of the list", async () => {
    const shop = `${HOME}/code/shop`;
    const files: Tree = {
      ...BASE,
      [`${shop}/pyproject.toml`]: "",
      ...venv(`${shop}/.burrow/generations/default/1`),
      ...venv(`${shop}/.burrow/generations/default/2`),
      [`${shop}/.venv`]: { link: ".burrow/generations/default/2" },
      ...venv(`${shop}/.burrow/generations/docs/1`),
      [`${shop}/.burrow/envs/docs`]: { link: "../generations/docs/1" },
      ...venv(`${shop}/.burrow/generations/left/3`),
    };
    const found = await surveyOf(files);
    expect(found.environments.map(({ prefix: path, orphaned }) => [path, orphaned])).toEqual([
      [`${shop}/.burrow/envs/docs`, undefined],
      [`${shop}/.burrow/generations/left/3`, true],
      [`${shop}/.venv`, undefined],
    ]);
  });

  test("a home that is a link goes by its name", async () => {
    const files: Tree = { ...BASE, ...venv("/data/me/x/.venv"), "/home/me": { link: "/data/me" } };
    expect(told(await surveyOf(files))).toEqual([`${HOME}/x/.venv venv 3.12.4 = /data/me/x/.venv`]);
  });

  test("a link of projects beside home is followed", async () => {
    const files: Tree = { ...BASE, ...venv("/data/work/x/.venv"), [`${HOME}/work`]: { link: "/data/work" } };
    expect(told(await surveyOf(files))).toEqual(["/data/work/x/.venv venv 3.12.4"]);
  });
});

describe("what is wrong is listed with its cause", () => {
  test.each<[string, Tree, string]>([
    ["its base is gone", venv("/home/me/p/.venv"), "p/.venv venv 3.12.4 broken: base-gone"],
    [
      "it was moved",
      {
        ...BASE,
        ...env("p/.venv"),
        ...file("p/.venv/bin/activate", 'VIRTUAL_ENV="/old/.venv"\n'),
        ...file("p/.venv/bin/pip", "#!/old/.venv/bin/python\n"),
      },
      "p/.venv venv 3.12.4 broken: moved",
    ],
    [
      "its pyvenv.cfg is gone",
      {
        ...BASE,
        ...Object.fromEntries(Object.entries(env("p/.venv")).filter(([path]) => !path.endsWith(".cfg"))),
        ...file("p/.venv/bin/activate"),
      },
      "p/.venv venv - broken: cfg-gone",
    ],
    [
      "its pyvenv.cfg may not be read",
      { ...BASE, ...env("p/.venv"), [`${HOME}/p/.venv/pyvenv.cfg`]: { file: "home = /x", mode: 0, uid: 0 } },
      "p/.venv venv - unknown: unreadable",
    ],
    [
      "a link leads nowhere",
      { [`${HOME}/p/.venv`]: { link: "../gone/.venv" } },
      "p/.venv venv - missing: leads-nowhere",
    ],
  ])("%s", async (_name, files, expected) => {
    expect(told(await surveyOf(files))).toEqual([`${HOME}/${expected}`]);
  });

  test("P13 a project that is gone leaves its environment orphaned", async () => {
    const files = { ...BASE, ...env(".virtualenvs/old"), ...file(".virtualenvs/old/.project", "/w/gone") };
    expect((await surveyOf(files)).environments).toMatchObject([{ orphaned: true, project: "/w/gone" }]);
  });
});

describe("what is no environment is not listed", () => {
  const own = `${HOME}/p/.venv venv 3.12.4`;
  test.each<[string, Tree, ...(readonly string[])]>([
    ["a stray pyvenv.cfg", file("p/pyvenv.cfg", "nothing")],
    ["a folder of programs and libraries", { ...file("p/bin/tool"), ...file("p/lib/x.so") }],
    ["conda-meta without a trace of conda", file("p/conda-meta/readme")],
    [
      "what lies in node_modules, caches and repositories",
      { ...BASE, ...env("p/node_modules/x/.venv"), ...env("p/.git/x"), ...env(".cache/x/env") },
    ],
    [
      "what lies in an environment",
      {
        ...BASE,
        ...env("p/.venv"),
        ...env("p/.venv/lib/python3.12/site-packages/x/venv"),
        ...env("p/.venv/src/x/venv"),
      },
      own,
    ],
    ["a Python that stands by itself", python(`${HOME}/.pyenv/versions/3.12.4`, "3.12.4")],
    [
      "what lies in a folder that may not be read",
      { ...BASE, ...env("p/.venv"), ...env("q/.venv"), [`${HOME}/q`]: { folder: true, mode: 0o700, uid: 0 } },
      own,
    ],
  ])("%s", async (_name, files, ...expected) => {
    expect(told(await surveyOf(files))).toEqual(expected);
  });

  test("B43 what the settings leave out; what they name is found", async () => {
    const files = { ...BASE, ...env("p/.venv"), ...env("q/.venv"), ...venv("/deep/x/.venv") };
    const found = await surveyOf(files, {}, { ignore: [absolute(`${HOME}/q`)], roots: [absolute("/deep")] });
    expect(found.environments.map(({ prefix }) => prefix)).toEqual(["/deep/x/.venv", `${HOME}/p/.venv`]);
    const only = await surveyOf(files, {}, { discover: false, roots: [absolute("/deep")] });
    expect(only.environments.map(({ prefix }) => prefix)).toEqual(["/deep/x/.venv"]);
  });
});

describe("interpreters beside", () => {
  test("version managers: by their headers, else by their folders' names; nobody is asked", async () => {
    const bare = { headers: false };
    const files: Tree = {
      ...python(`${HOME}/.pyenv/versions/3.11.7`, "3.11.7"),
      ...python(`${HOME}/.asdf/installs/python/3.10.13`, "3.10.13", bare),
      ...python(`${HOME}/.local/share/mise/installs/python/3.12.1`, "3.12.1", bare),
      ...python(`${HOME}/.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu`, "3.13.0", bare),
      ...python(`${HOME}/.rye/py/cpython@3.9.18`, "3.9.18", bare),
      [`${HOME}/.local/share/mise/installs/python/latest`]: { link: "3.12.1" },
    };
    const { interpreters } = await surveyOf(files);
    expect(
      interpreters.map(({ version, source, evidence }) => `${source} ${version} ${evidence}`).toSorted(),
    ).toEqual([
      "asdf 3.10.13 read",
      "mise 3.12.1 read",
      "pyenv 3.11.7 read",
      "rye 3.9.18 read",
      "uv 3.13.0 read",
    ]);
  });

  test("the base of an environment, wherever it lies; conda's own Pythons are environments", async () => {
    const files: Tree = { ...BASE, ...env("p/.venv"), ...condaEnv(`${HOME}/.conda/envs/geo`, "3.11.2") };
    const { interpreters } = await surveyOf(files, { env: { PATH: `${HOME}/.conda/envs/geo/bin` } });
    expect(interpreters.map(({ executable }) => executable)).toEqual(["/opt/python312/bin/python3.12"]);
  });
});
