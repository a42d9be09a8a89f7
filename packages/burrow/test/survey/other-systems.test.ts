import { describe, expect, test } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import { condaEnv, python, venv, type Tree } from "../kit/builders.ts";
import { hash8, surveyOf, told } from "./machine-kit.ts";

describe("B6 macOS", () => {
  const platform: Platform = { os: "macos", arch: "arm64", release: "15.1" };
  const home = "/Users/me";
  const base = python("/opt/python312", "3.12.4");
  const at = (path: string) => venv(`${home}/${path}`);
  const shop = `${home}/code/shop`;

  // Folders: platformdirs' `macos.py` (hatch, PDM, Poetry), pipx's `paths.py`, uv's "Storage" page (it goes by XDG), Jupyter's "Common directories".
  test("the tools keep theirs in ~/Library, and some as on Linux", async () => {
    const poetry = `Library/Caches/pypoetry/virtualenvs/shop-${hash8(shop)}-py3.12`;
    const hatch = `Library/Application Support/hatch/env/virtual/shop/${hash8(shop)}/shop`;
    const pdm = `Library/Application Support/pdm/venvs/shop-${hash8(shop, "md5")}-3.12`;
    const files: Tree = {
      ...base,
      [`${shop}/pyproject.toml`]: "",
      ...at("code/shop/.venv"),
      ...at(poetry),
      ...at(hatch),
      ...at(pdm),
      ...at(".local/pipx/venvs/black"),
      ...at(".local/share/uv/tools/ruff"),
      ...at(".virtualenvs/w"),
      ...condaEnv(`${home}/miniforge3/envs/geo`, "3.11.2"),
      [`${home}/miniforge3/condabin/conda`]: "",
      [`${home}/miniforge3/conda-meta/history`]: "==> 2024 <==\n",
      // Homebrew's cask of miniconda.
      ...condaEnv("/opt/homebrew/Caskroom/miniconda/base/envs/brew", "3.10.1"),
      "/opt/homebrew/Caskroom/miniconda/base/conda-meta/history": "==> 2024 <==\n",
      "/opt/homebrew/Caskroom/miniconda/base/condabin/conda": "",
      ...venv("/far/kernel"),
      [`${home}/Library/Jupyter/kernels/far/kernel.json`]: '{"argv": ["/far/kernel/bin/python"]}',
      // Other programs' own, which nobody looks for.
      ...at("Library/Containers/app/venv"),
    };
    expect(told(await surveyOf(files, { platform, home }))).toEqual(
      [
        "/far/kernel venv 3.12.4",
        "/opt/homebrew/Caskroom/miniconda/base conda-base -",
        "/opt/homebrew/Caskroom/miniconda/base/envs/brew conda 3.10.1",
        `${home}/.local/pipx/venvs/black pipx 3.12.4`,
        `${home}/.local/share/uv/tools/ruff uv-tool 3.12.4`,
        `${home}/.virtualenvs/w virtualenvwrapper 3.12.4`,
        `${home}/${poetry} poetry 3.12.4 of ${shop}`,
        `${home}/${hatch} hatch 3.12.4 of ${shop}`,
        `${home}/${pdm} pdm 3.12.4 of ${shop}`,
        `${home}/code/shop/.venv venv 3.12.4 of ${shop}`,
        `${home}/miniforge3 conda-base -`,
        `${home}/miniforge3/envs/geo conda 3.11.2`,
      ].toSorted(),
    );
  });

  test("letters of either case are the same path", async () => {
    const geo = `${home}/Miniforge3/envs/geo`;
    const files: Tree = {
      ...condaEnv(geo, "3.11.2"),
      [`${home}/.conda/environments.txt`]: `${home}/miniforge3/envs/geo\n${geo}\n`,
      // A file system that ignores case, as far as a fake one can: both names lead to one folder.
      [`${home}/miniforge3`]: { link: "Miniforge3" },
    };
    const { environments } = await surveyOf(files, { platform, home });
    expect(environments.map(({ prefix }) => prefix)).toEqual([geo]);
  });

  // Layouts: python.org's installer, Homebrew's `python@3.12` and keg-only `python@3.11`, Apple's command line tools (a framework behind `usr/bin/python3`).
  test("interpreters of python.org, Homebrew and Apple's developer tools; the stub is never run", async () => {
    const framework = "/Library/Frameworks/Python.framework/Versions/3.13";
    const cellar = "/opt/homebrew/Cellar/python@3.11/3.11.9/Frameworks/Python.framework/Versions/3.11";
    const developer = "/Library/Developer/CommandLineTools";
    const apple = `${developer}/Library/Frameworks/Python3.framework/Versions/3.9`;
    const files: Tree = {
      ...python(framework, "3.13.0"),
      ...python(cellar, "3.11.9"),
      "/opt/homebrew/opt/python@3.11/bin/python3.11": { link: `${cellar}/bin/python3.11` },
      ...python(apple, "3.9.6"),
      [`${developer}/usr/bin/python3`]: { link: `${apple}/bin/python3.9` },
      "/usr/bin/python3": { file: "stub", mode: 0o755 },
    };
    const { interpreters } = await surveyOf(files, { platform, home });
    expect(
      interpreters
        .map(({ version, source, unfit }) => `${source} ${version} ${unfit?.code ?? ""}`)
        .toSorted(),
    ).toEqual(["homebrew 3.11.9 ", "system 0 not-an-interpreter", "system 3.13.0 ", "xcode 3.9.6 "]);
  });
});

describe("B1 B6 Windows", () => {
  const platform: Platform = { os: "windows", arch: "amd64" };
  const home = "C:\\Users\\me";
  const local = `${home}\\AppData\\Local`;
  const roaming = `${home}\\AppData\\Roaming`;
  const env = { LOCALAPPDATA: local, APPDATA: roaming, ProgramData: "C:\\ProgramData", SystemDrive: "C:" };
  const options = { platform, home, env };

  // CPython's sysconfig schemes `nt` and `nt_venv`.
  const base = (prefix: string, version: string): Tree => ({
    [`${prefix}\\python.exe`]: "MZ",
    [`${prefix}\\Lib\\os.py`]: "",
    [`${prefix}\\include\\patchlevel.h`]: `#define PY_VERSION "${version}"\r\n`,
  });
  const venvAt = (prefix: string): Tree => ({
    [`${prefix}\\pyvenv.cfg`]: `home = ${local}\\Programs\\Python\\Python312\r\nversion = 3.12.4\r\n`,
    [`${prefix}\\Scripts\\python.exe`]: "MZ",
    [`${prefix}\\Scripts\\activate`]: "",
    [`${prefix}\\Lib\\site-packages`]: { folder: true },
  });
  const conda = (prefix: string, version: string): Tree => ({
    [`${prefix}\\python.exe`]: "MZ",
    [`${prefix}\\conda-meta\\history`]: "==> 2024 <==\r\n",
    [`${prefix}\\conda-meta\\python-${version}-h1_0.json`]: "{}",
    [`${prefix}\\Lib\\site-packages`]: { folder: true },
  });
  const PYTHON = base(`${local}\\Programs\\Python\\Python312`, "3.12.4");
  const shop = `${home}\\code\\shop`;

  // Folders: platformdirs' `windows.py` (Poetry, hatch, PDM), pipx's `paths.py`, uv's "Storage" page, pipenv's `~/.virtualenvs`; B3: conda's installers.
  test("the tools' folders, conda's of everybody, and projects", async () => {
    const poetry = `${local}\\pypoetry\\Cache\\virtualenvs\\shop-${hash8(shop.toLowerCase())}-py3.12`;
    const hatch = `${local}\\hatch\\env\\virtual\\shop\\${hash8(shop)}\\shop`;
    const pdm = `${local}\\pdm\\pdm\\venvs\\shop-${hash8("C:/Users/me/code/shop", "md5")}-3.12`;
    const pipenv = `${home}\\.virtualenvs\\shop-${hash8(`${shop}\\Pipfile`)}`;
    const files: Tree = {
      ...PYTHON,
      [`${shop}\\pyproject.toml`]: "",
      ...venvAt(`${shop}\\.venv`),
      ...venvAt(poetry),
      ...venvAt(hatch),
      ...venvAt(pdm),
      ...venvAt(pipenv),
      [`${pipenv}\\.project`]: shop,
      ...venvAt(`${home}\\pipx\\venvs\\black`),
      ...venvAt(`${roaming}\\uv\\tools\\ruff`),
      ...conda("C:\\ProgramData\\Miniconda3", "3.11.2"),
      "C:\\ProgramData\\Miniconda3\\condabin\\conda.bat": "",
      ...conda(`${home}\\anaconda3\\envs\\geo`, "3.10.1"),
      [`${home}\\anaconda3\\conda-meta\\history`]: "",
      [`${home}\\anaconda3\\condabin\\conda.bat`]: "",
    };
    expect(told(await surveyOf(files, options))).toEqual(
      [
        "C:\\ProgramData\\Miniconda3 conda-base 3.11.2",
        `${home}\\anaconda3 conda-base -`,
        `${home}\\anaconda3\\envs\\geo conda 3.10.1`,
        `${shop}\\.venv venv 3.12.4 of ${shop}`,
        `${poetry} poetry 3.12.4 of ${shop}`,
        `${hatch} hatch 3.12.4 of ${shop}`,
        `${pdm} pdm 3.12.4 of ${shop}`,
        `${pipenv} pipenv 3.12.4 of ${shop}`,
        `${home}\\pipx\\venvs\\black pipx 3.12.4`,
        `${roaming}\\uv\\tools\\ruff uv-tool 3.12.4`,
      ].toSorted(),
    );
  });

  // PEP 514; the form of `reg query`; the aliases that Windows puts there whether or not the Store's Python is installed.
  test("interpreters of the registry and of the Store; an alias alone is none, and is never run", async () => {
    const apps = `${local}\\Microsoft\\WindowsApps`;
    const family = `${apps}\\PythonSoftwareFoundation.Python.3.11_qbz5n2kfra8p0`;
    const files: Tree = {
      ...base("D:\\Pythons\\313", "3.13.0"),
      [`${apps}\\python.exe`]: "",
      [`${family}\\python.exe`]: "",
    };
    const registry = {
      "HKLM\\Software\\Python": [
        "HKEY_LOCAL_MACHINE\\Software\\Python\\PythonCore\\3.13\\InstallPath",
        "    (Default)    REG_SZ    D:\\Pythons\\313\\",
        "    ExecutablePath    REG_SZ    D:\\Pythons\\313\\python.exe",
      ].join("\r\n"),
    };
    const answer = {
      version: "3.11.9",
      implementation: "cpython",
      prefix: "C:\\Program Files\\WindowsApps\\Python311",
      base_prefix: "C:\\Program Files\\WindowsApps\\Python311",
      gil_disabled: false,
      externally_managed: false,
      paths: { stdlib: null },
    };
    const probes = { [`${family}\\python.exe`]: answer, [`${apps}\\python.exe`]: answer };
    const { interpreters } = await surveyOf(files, {
      ...options,
      env: { ...env, Path: apps },
      registry,
      probes,
    });
    expect(
      interpreters
        .map(({ version, source, unfit }) => `${source} ${version} ${unfit?.code ?? ""}`)
        .toSorted(),
    ).toEqual(["path 0 not-an-interpreter", "registry 3.13.0 ", "store 3.11.9 "]);
  });
});
