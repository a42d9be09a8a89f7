import { describe, expect, test } from "vitest";
import { python, venv, type Tree } from "../../kit/builders.ts";
import { BASE, inspect } from "./inspect.ts";

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
      "/home/me/.local/share/virtualenvs/app-apaByIw7",
      { "/home/me/.local/share/virtualenvs/app-apaByIw7/.project": "/w/app\n" },
      { kind: "pipenv", project: "/w/app" },
    ],
    [
      "virtualenvwrapper, whatever its name looks like",
      "/home/me/.virtualenvs/app-analysis",
      { "/home/me/.virtualenvs/app-analysis/.project": "/w/app" },
      { kind: "virtualenvwrapper", project: "/w/app" },
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

  test("a venv whose pyvenv.cfg is gone", () => {
    const { "/v/pyvenv.cfg": _, ...files } = venv("/v");
    expect(inspect({ ...BASE, ...files, "/v/bin/activate": "" }, "/v")).toMatchObject({
      kind: "venv",
      broken: { code: "cfg-gone", params: { path: "/v/pyvenv.cfg" } },
    });
  });

  test("a generation of burrow, behind its link", () => {
    const place = "/w/.burrow/generations/default/3";
    const record = {
      schema: 1,
      number: 3,
      prefix: place,
      createdAt: "2026-01-31T12:00:00Z",
      command: "burrow up",
      plan: "plan-1",
      action: "create",
      pins: [{ name: "six", version: "1.16.0", hashes: ["sha256:00"] }],
      changes: [],
      other: 1,
    };
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
    for (const unread of ["{", JSON.stringify({ ...record, schema: 2 })])
      expect(inspect({ ...files, [`${place}.json`]: unread }, "/w/.venv")?.generation).toEqual({
        name: "default",
        number: 3,
        folder: place,
      });
  });
});
