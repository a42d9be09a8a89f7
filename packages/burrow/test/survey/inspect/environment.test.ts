import { describe, expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import type { Environment } from "../../../src/model/environment.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { inspectEnvironment } from "../../../src/survey/inspect/environment.ts";
import { condaEnv, distribution, python, venv, type Tree } from "../../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../../kit/fake-machine.ts";

const BASE = python("/opt/python312", "3.12.4");

function inspect(files: Tree, prefix: string, options: FakeOptions = {}): Environment | undefined {
  return inspectEnvironment(fakeMachine(files, options), absolute(prefix));
}

test("a venv, as a whole", () => {
  const files = {
    ...BASE,
    ...venv("/w/.venv", { cfg: { prompt: "'app'" }, packages: [distribution("Six", "1.16.0")] }),
  };
  const { facts, ...environment } = inspect(files, "/w/.venv") ?? {};
  expect(environment).toEqual({
    prefix: "/w/.venv",
    realPrefix: "/w/.venv",
    aliases: [],
    kind: "venv",
    name: "app",
    executable: "/w/.venv/bin/python",
    version: "3.12.4",
    implementation: "cpython",
    platform: { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
    base: { prefix: "/opt/python312", executable: "/opt/python312/bin/python3.12" },
    layers: [{ sitePackages: "/w/.venv/lib/python3.12/site-packages", inherited: false }],
    distributions: [
      {
        name: "six",
        displayName: "Six",
        version: "1.16.0",
        location: "/w/.venv/lib/python3.12/site-packages",
        info: "/w/.venv/lib/python3.12/site-packages/six-1.16.0.dist-info",
        format: "dist-info",
        requires: [],
        extras: [],
        requested: false,
        installer: "pip",
        inherited: false,
        problems: [],
      },
    ],
    writable: true,
    external: false,
  });
  expect(facts?.map(({ path }) => path)).toEqual([
    "/w/.venv",
    "/w/.venv/pyvenv.cfg",
    "/w/.venv/bin/python",
    "/opt/python312/bin/python3.12",
    "/w/.venv/lib/python3.12/site-packages",
  ]);
});

test("what is no environment is none", () => {
  const files: Tree = { "/empty": { folder: true }, "/some/bin/tool": "", "/some/lib/x": "" };
  expect(inspect(files, "/empty")).toBeUndefined();
  expect(inspect(files, "/some")).toBeUndefined();
  expect(inspect(files, "/absent")).toBeUndefined();
});

describe("the version", () => {
  const version = (files: Tree, prefix = "/w/.venv") => inspect(files, prefix)?.version;

  test("is the base's own, not what the venv remembers of it", () => {
    expect(
      version({ ...python("/opt/python312", "3.12.7"), ...venv("/w/.venv", { version: "3.12.4" }) }),
    ).toBe("3.12.7");
  });

  test("is that of build-details.json (PEP 739) where there is one", () => {
    const details = {
      language: {
        version: "3.14",
        version_info: { major: 3, minor: 14, micro: 0, releaselevel: "candidate", serial: 2 },
      },
    };
    const base = {
      ...python("/opt/python314", "3.14.0"),
      "/opt/python314/lib/python3.14/build-details.json": JSON.stringify(details),
    };
    expect(version({ ...base, ...venv("/w/.venv", { base: "/opt/python314", version: "3.14.0" }) })).toBe(
      "3.14.0rc2",
    );
  });

  test("is what pyvenv.cfg says where nothing else tells, whatever its spelling", () => {
    const base = python("/opt/python312", "3.12.4", { headers: false });
    expect(version({ ...base, ...venv("/w/.venv", { cfg: { version: "3.12.2.final.0" } }) })).toBe("3.12.2");
  });

  test.each([
    [
      "Debian",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: install ok installed\nVersion: 3.12.3-1ubuntu0.5\n\nPackage: x\n",
      "3.12.3",
    ],
    [
      "Debian's release candidate",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: install ok installed\nVersion: 3.12.0~rc1-2\n",
      "3.12.0rc1",
    ],
    [
      "Debian, removed",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: deinstall ok config-files\nVersion: 3.12.3-1\n",
      "3.12.4",
    ],
    ["Alpine", "/lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n\nP:python3\nV:3.12.9-r0\n", "3.12.9"],
    ["Arch, another minor", "/var/lib/pacman/local/python-3.13.1-1/desc", "", "3.12.4"],
    ["Arch", "/var/lib/pacman/local/python-3.12.6-1/desc", "", "3.12.6"],
  ])("is the package database's without headers: %s", (_name, path, text, expected) => {
    const files = {
      ...python("/usr", "3.12.4", { headers: false }),
      ...venv("/w/.venv", { base: "/usr" }),
      [path]: text,
    };
    expect(version(files)).toBe(expected);
  });
});

describe("broken", () => {
  const broken = (files: Tree, options: FakeOptions = {}) => inspect(files, "/w/.venv", options)?.broken;

  test("its base is gone", () => {
    expect(broken(venv("/w/.venv"))).toEqual({
      code: "base-gone",
      params: { path: "/opt/python312/bin/python3.12" },
    });
  });

  test("the system's Python went on to another minor version", () => {
    const files = {
      ...python("/usr", "3.13.1"),
      ...venv("/w/.venv", { base: "/usr" }),
      "/w/.venv/bin/python": { link: "/usr/bin/python3" },
    };
    expect(broken(files)).toEqual({ code: "base-gone", params: { path: "/usr/bin/python3.12" } });
  });

  test("it has no Python", () => {
    const files = {
      ...BASE,
      ...venv("/w/.venv"),
      "/w/.venv/bin/python": { folder: true as const },
      "/w/.venv/bin/python3": { folder: true as const },
    };
    expect(broken(files)).toEqual({ code: "no-executable", params: { path: "/w/.venv/bin/python" } });
  });

  // The layout of `venv` on Windows: CPython's sysconfig scheme `nt_venv`.
  const WINDOWS: Tree = {
    "/w/.venv/pyvenv.cfg":
      "home = C:\\Python312\r\ninclude-system-site-packages = false\r\nversion = 3.12.4\r\n",
    "/w/.venv/Scripts/python.exe": "MZ",
    "/w/.venv/Lib/site-packages": { folder: true },
  };

  test("it was made by Windows and is seen from Linux", () => {
    expect(inspect(WINDOWS, "/w/.venv")).toMatchObject({
      version: "3.12.4",
      broken: { code: "other-platform", params: { platform: "Windows" } },
    });
  });

  test("it was made by Linux and is seen from Windows", () => {
    const files = Object.fromEntries(
      Object.entries(venv("C:/w/.venv")).map(([path, file]) => [path.replaceAll("/", "\\"), file]),
    );
    const seen = inspect(files, "C:\\w\\.venv", {
      platform: { os: "windows", arch: "amd64" },
      home: "C:\\Users\\me",
    });
    expect(seen?.broken).toEqual({ code: "other-platform", params: { platform: "Linux or macOS" } });
  });

  test("its scripts still start the Python of the place where it was made", () => {
    const moved = {
      ...BASE,
      ...venv("/w/.venv"),
      "/w/.venv/bin/activate": 'VIRTUAL_ENV="/old/.venv"\n',
      "/w/.venv/bin/pip": "#!/old/.venv/bin/python3.12\nimport sys\n",
    };
    expect(broken(moved)).toEqual({ code: "moved", params: { path: "/old/.venv" } });
    expect(
      broken({
        ...moved,
        "/w/.venv/bin/pip": "#!/bin/sh\n'''exec' \"/old/.venv/bin/python\" \"$0\" \"$@\"\n' '''\n",
      }),
    ).toEqual({
      code: "moved",
      params: { path: "/old/.venv" },
    });
  });

  test.each<[string, Tree]>([
    ["activate of another place, and no script", { "/w/.venv/bin/activate": "VIRTUAL_ENV=/old/.venv\n" }],
    [
      "a script of the system's Python",
      { "/usr/bin/python3": "", "/w/.venv/bin/tool": "#!/usr/bin/python3\n" },
    ],
    [
      "scripts by a link to here",
      { "/link": { link: "/w" }, "/w/.venv/bin/pip": "#!/link/.venv/bin/python\n" },
    ],
    [
      "activate of here, and a script that was copied in",
      {
        "/w/.venv/bin/activate": "export VIRTUAL_ENV='/w/.venv'\n",
        "/w/.venv/bin/x": "#!/gone/bin/python\n",
      },
    ],
    ["neither", {}],
  ])("not for being moved: %s", (_name, more) => {
    expect(broken({ ...BASE, ...venv("/w/.venv"), ...more })).toBeUndefined();
  });
});

describe("conda", () => {
  test("an environment, its version by its files", () => {
    const files = condaEnv("/opt/conda/envs/ml", "3.11.5", [distribution("numpy", "1.26.0")]);
    const environment = inspect(files, "/opt/conda/envs/ml");
    expect(environment).toMatchObject({
      kind: "conda",
      name: "ml",
      version: "3.11.5",
      executable: "/opt/conda/envs/ml/bin/python",
    });
    expect(environment?.distributions.map(({ name }) => name)).toEqual(["numpy"]);
    expect(environment?.broken).toBeUndefined();
  });

  test("one without Python is no worse for it", () => {
    const environment = inspect({ "/e/conda-meta/history": "", "/e/bin/gcc": "" }, "/e");
    expect(environment).toMatchObject({ kind: "conda", distributions: [] });
    expect(environment?.version).toBeUndefined();
    expect(environment?.broken).toBeUndefined();
  });

  test("its base, of conda and of micromamba", () => {
    expect(inspect({ ...condaEnv("/c", "3.11.5"), "/c/condabin/conda": "" }, "/c")?.kind).toBe("conda-base");
    const roots: Tree = { "/m/pkgs": { folder: true }, "/m/envs": { folder: true } };
    expect(inspect({ ...condaEnv("/m", "3.11.5"), ...roots }, "/m")?.kind).toBe("conda-base");
  });

  test("frozen by its owner (CEP 22)", () => {
    const frozen = (text: string) =>
      inspect({ ...condaEnv("/c", "3.11.5"), "/c/conda-meta/frozen": text }, "/c")?.frozen;
    expect(frozen('{"message": "ask the owner"}')).toBe("ask the owner");
    expect(frozen("")).toBe("");
  });

  test("where two Pythons are recorded, the last line of the history decides", () => {
    const files = {
      ...condaEnv("/c", "3.11.5"),
      "/c/include/python3.11/patchlevel.h": "",
      "/c/conda-meta/python-3.10.1-h0_0.json": "{}",
      "/c/conda-meta/history":
        "+defaults/linux-64::python-3.10.1-h0_0\n-defaults/linux-64::python-3.10.1-h0_0\n+defaults/linux-64::python-3.11.5-h1_0\n",
    };
    expect(inspect(files, "/c")?.version).toBe("3.11.5");
  });
});

describe("who it belongs to", () => {
  test.each<[string, string, Tree, object]>([
    ["venv beside a project", "/w/.venv", { "/w/pyproject.toml": "" }, { kind: "venv", project: "/w" }],
    ["venv in no project", "/w/ml", {}, { kind: "venv" }],
    [
      "venv in the home folder, which is no project",
      "/home/me/ml",
      { "/home/me/.git": { folder: true } },
      { kind: "venv" },
    ],
    ["pipx", "/home/me/.local/share/pipx/venvs/black", {}, { kind: "pipx", governor: "pipx" }],
    [
      "pipx elsewhere",
      "/x/black",
      { "/x/black/pipx_metadata.json": "{}" },
      { kind: "pipx", governor: "pipx" },
    ],
    [
      "uv tool",
      "/home/me/.local/share/uv/tools/ruff",
      { "/home/me/.local/share/uv/tools/ruff/uv-receipt.toml": "" },
      { kind: "uv-tool", governor: "uv tool" },
    ],
    ["tox", "/w/.tox/py312", {}, { kind: "tox", governor: "tox", project: "/w" }],
    ["nox", "/w/.nox/tests", {}, { kind: "nox", governor: "nox", project: "/w" }],
    [
      "hatch",
      "/home/me/.local/share/hatch/env/virtual/app/x1y2/app",
      {},
      { kind: "hatch", governor: "hatch" },
    ],
    [
      "poetry",
      "/home/me/.cache/pypoetry/virtualenvs/app-aB3dE6gH-py3.12",
      {},
      { kind: "poetry", governor: "poetry" },
    ],
    ["pdm", "/home/me/.local/share/pdm/venvs/app-aB3dE6gH-3.12", {}, { kind: "pdm", governor: "pdm" }],
    [
      "pipenv",
      "/home/me/.local/share/virtualenvs/app-aB3dE6gH",
      { "/home/me/.local/share/virtualenvs/app-aB3dE6gH/.project": "/w/app\n" },
      { kind: "pipenv", project: "/w/app" },
    ],
    [
      "virtualenvwrapper",
      "/home/me/.virtualenvs/app",
      { "/home/me/.virtualenvs/app/.project": "/w/app" },
      { kind: "virtualenvwrapper", project: "/w/app" },
    ],
  ])("%s", (_name, prefix, more, expected) => {
    const { kind, governor, project } = inspect({ ...BASE, ...venv(prefix), ...more }, prefix) ?? {};
    expect({ kind, governor, project }).toEqual({ governor: undefined, project: undefined, ...expected });
  });

  test.each([
    ["uv", { uv: "0.5.1" }, "uv"],
    ["virtualenv", { virtualenv: "20.26.0" }, "virtualenv"],
  ])("%s by what its maker wrote", (_name, cfg, kind) => {
    expect(inspect({ ...BASE, ...venv("/w/.venv", { cfg }) }, "/w/.venv")?.kind).toBe(kind);
  });

  test("an old virtualenv without pyvenv.cfg", () => {
    const files: Tree = {
      ...python("/opt/python38", "3.8.1"),
      "/v/bin/activate": "",
      "/v/bin/python": { file: "", mode: 0o755 },
      "/v/lib/python3.8/orig-prefix.txt": "/opt/python38",
      "/v/lib/python3.8/os.py": "",
    };
    expect(inspect(files, "/v")).toMatchObject({
      kind: "virtualenv",
      version: "3.8.1",
      base: { prefix: "/opt/python38" },
    });
  });

  test("a generation of burrow, behind its link", () => {
    const place = "/w/.burrow/generations/default/3";
    const record = { pins: [{ name: "six", version: "1.16.0", hashes: ["sha256:00"] }], other: 1 };
    const files = {
      ...BASE,
      ...venv(place),
      [`${place}.json`]: JSON.stringify(record),
      "/w/.venv": { link: ".burrow/generations/default/3" },
    };
    expect(inspect(files, "/w/.venv")).toMatchObject({
      prefix: "/w/.venv",
      realPrefix: place,
      aliases: [place],
      executable: "/w/.venv/bin/python",
      project: "/w",
      generation: { name: "default", number: 3, folder: place, recorded: record.pins },
    });
    expect(inspect({ ...files, [`${place}.json`]: "{" }, "/w/.venv")?.generation).toEqual({
      name: "default",
      number: 3,
      folder: place,
    });
  });
});

test("a base interpreter is an environment too, with its owner's message", () => {
  const managed = "[externally-managed]\nError=Use apt.\n";
  expect(inspect(python("/usr", "3.11.2", { managed }), "/usr")).toMatchObject({
    kind: "base",
    version: "3.11.2",
    frozen: "Use apt.",
  });
  expect(inspect(BASE, "/opt/python312")?.frozen).toBeUndefined();
});

test("it is not writable on a read-only mount, nor for root when it is another's", () => {
  const files = { ...BASE, ...venv("/w/.venv") };
  expect(inspect(files, "/w/.venv", { readOnly: ["/w"] })?.writable).toBe(false);
  const theirs = Object.fromEntries(Object.keys(files).map((path) => [path, files[path] ?? ""]));
  const another: Tree = { ...theirs, "/w/.venv": { folder: true, uid: 1000 } };
  expect(inspect(another, "/w/.venv", { uid: 0 })?.writable).toBe(false);
});

test("the home of a venv in /bin is that of /usr", () => {
  const files: Tree = {
    ...python("/usr", "3.12.4"),
    "/bin": { link: "usr/bin" },
    ...venv("/w/.venv", { cfg: { home: "/bin" } }),
  };
  expect(inspect(files, "/w/.venv")).toMatchObject({
    version: "3.12.4",
    base: { prefix: "/usr", executable: "/bin/python3.12" },
  });
});

test("a Windows venv on Windows", () => {
  const windows: Platform = { os: "windows", arch: "amd64" };
  // python.org's installer: `include` and `Lib` below the prefix; `venv`: CPython's sysconfig scheme `nt_venv`.
  const files: Tree = {
    "C:\\Python312\\python.exe": "MZ",
    "C:\\Python312\\Lib\\os.py": "",
    "C:\\Python312\\include\\patchlevel.h": '#define PY_VERSION "3.12.5"\r\n',
    "C:\\w\\.venv\\pyvenv.cfg":
      "home = C:\\Python312\r\ninclude-system-site-packages = false\r\nversion = 3.12.4\r\n",
    "C:\\w\\.venv\\Scripts\\python.exe": "MZ",
    ...distribution("six", "1.16.0")("C:\\w\\.venv\\Lib\\site-packages"),
  };
  const found = inspect(files, "C:\\w\\.venv", { platform: windows, home: "C:\\Users\\me" });
  expect(found).toMatchObject({
    version: "3.12.5",
    executable: "C:\\w\\.venv\\Scripts\\python.exe",
    base: { prefix: "C:\\Python312", executable: "C:\\Python312\\python.exe" },
    layers: [{ sitePackages: "C:\\w\\.venv\\Lib\\site-packages", inherited: false }],
  });
  expect(found?.broken).toBeUndefined();
  expect(found?.distributions.map(({ name, version }) => `${name} ${version}`)).toEqual(["six 1.16.0"]);
});
