import { expect, test } from "vitest";
import type { Platform } from "../../../src/model/platform.ts";
import { distribution, python, venv, type Tree } from "../../kit/builders.ts";
import { BASE, inspect } from "./inspect.ts";

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
    versionFrom: { source: "header", at: "/opt/python312/include/python3.12/patchlevel.h" },
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
