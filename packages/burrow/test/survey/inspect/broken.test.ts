import { describe, expect, test } from "vitest";
import { python, venv, type Tree } from "../../kit/builders.ts";
import type { FakeOptions } from "../../kit/fake-machine.ts";
import { BASE, inspect } from "./inspect.ts";

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

  test("a change of it was interrupted; one that came to its end is none", () => {
    const journal = (type: string) => ({
      ...BASE,
      ...venv("/w/.venv"),
      "/w/.venv/.burrow/journal/t.jsonl": `{"sum":"0","entry":{"seq":0,"type":"${type}"}}\n`,
    });
    expect(broken(journal("intent"))).toEqual({
      code: "unfinished-journal",
      params: { path: "/w/.venv" },
    });
    expect(broken(journal("committed"))).toBeUndefined();
    expect(broken(journal("rolled-back"))).toBeUndefined();
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
