import { describe, expect, test } from "vitest";
import type { Distribution } from "../../../src/model/distribution.ts";
import { absolute } from "../../../src/model/path.ts";
import { readDistributions } from "../../../src/survey/inspect/distributions.ts";
import { inspectEnvironment } from "../../../src/survey/inspect/environment.ts";
import { distribution, python, venv, type Tree } from "../../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../../kit/fake-machine.ts";

const SITE = "/e/lib/python3.12/site-packages";

function read(files: Tree): readonly Distribution[] {
  return readDistributions(fakeMachine(files), [{ sitePackages: absolute(SITE), inherited: false }]);
}

function line({ name, version, inherited, problems }: Distribution): string {
  return [name, version, ...(inherited ? ["inherited"] : []), ...problems.map(({ code }) => code)].join(" ");
}

describe("a dist-info", () => {
  test("with all that it may hold", () => {
    const metadata =
      "Metadata-Version: 2.3\nName: Foo.Bar\nVersion: 1.0rc1\nRequires-Python: >=3.9\nProvides-Extra: Fast_IO\nRequires-Dist: six>=1\nRequires-Dist: uvloop; extra == 'fast-io'\n\nRequires-Dist: not-a-header\n";
    const url = {
      url: "https://example.org/foo.git",
      vcs_info: { vcs: "git", commit_id: "abc", requested_revision: "main" },
    };
    const [found] = read({
      ...distribution("Foo.Bar", "1.0rc1", {
        files: { METADATA: metadata, REQUESTED: "", INSTALLER: "uv", "direct_url.json": JSON.stringify(url) },
      })(SITE),
    });
    expect(found).toMatchObject({
      name: "foo-bar",
      displayName: "Foo.Bar",
      version: "1.0rc1",
      requires: ["six>=1", "uvloop; extra == 'fast-io'"],
      extras: ["fast-io"],
      requiresPython: ">=3.9",
      requested: true,
      directUrl: {
        url: "https://example.org/foo.git",
        vcs: { kind: "git", commit: "abc", requested: "main" },
      },
      problems: [],
    });
    expect(found?.editable).toBeUndefined();
  });

  test.each<[string, string | undefined, string]>([
    ["no METADATA", undefined, "foo-bar 1.0 unreadable-metadata"],
    ["METADATA without a name", "Version: 1.0\n", "foo-bar 1.0 unreadable-metadata"],
    ["METADATA without a version", "Name: foo-bar\n", "foo-bar 1.0 unreadable-metadata"],
    ["METADATA of zeros", "\0\0\0\0", "foo-bar 1.0 unreadable-metadata"],
  ])("with %s has a problem and the name of its folder", (_name, metadata, expected) => {
    const info = `${SITE}/foo_bar-1.0.dist-info`;
    const files: Tree = {
      [`${info}/RECORD`]: "",
      ...(metadata !== undefined && { [`${info}/METADATA`]: metadata }),
    };
    expect(read(files).map(line)).toEqual([expected]);
  });

  test("that pip left behind is none", () => {
    expect(read({ [`${SITE}/~oo-1.0.dist-info/METADATA`]: "Name: foo\nVersion: 1.0\n" })).toEqual([]);
  });

  test("of which there are two", () => {
    const files = {
      ...distribution("foo", "1.0")(SITE),
      ...distribution("foo", "2.0")(SITE),
      ...distribution("bar", "1")(SITE),
    };
    expect(read(files).map(line)).toEqual([
      "bar 1",
      "foo 1.0 duplicate-metadata",
      "foo 2.0 duplicate-metadata",
    ]);
    expect(read(files)[1]?.problems[0]?.params).toEqual({ name: "foo", versions: "1.0, 2.0" });
  });
});

describe("an editable install", () => {
  const editable = (url: object | undefined, more: Tree = {}) =>
    read({
      ...distribution("app", "1.0", {
        files: url === undefined ? {} : { "direct_url.json": JSON.stringify(url) },
      })(SITE),
      ...more,
    })[0]?.editable;
  const folder = { url: "file:///w/my%20app", dir_info: { editable: true } };

  test("by its direct_url.json, resolved where it is there", () => {
    expect(editable(folder)).toBe("/w/my app");
    expect(editable(folder, { "/w": { link: "/real" }, "/real/my app/setup.py": "" })).toBe("/real/my app");
  });

  test("not when it is a plain install of a folder", () => {
    expect(editable({ url: "file:///w/app", dir_info: {} })).toBeUndefined();
  });

  test("by the .pth file of setuptools, unless that imports a finder", () => {
    expect(editable(undefined, { [`${SITE}/__editable__.app-1.0.pth`]: "/w/app/src\n" })).toBe("/w/app/src");
    expect(
      editable(undefined, { [`${SITE}/__editable__.app-1.0.pth`]: "import __editable___app_finder\n" }),
    ).toBeUndefined();
    expect(editable(undefined, { [`${SITE}/other.pth`]: "/w/app/src\n" })).toBeUndefined();
  });

  test("by an .egg-link", () => {
    const found = read({
      [`${SITE}/my-app.egg-link`]: "/w/app\n.",
      "/w/app/my_app.egg-info/PKG-INFO": "Name: my-app\nVersion: 0.1\n",
      "/w/app/my_app.egg-info/requires.txt": "six\n\n[test]\npytest\n",
    });
    expect(found).toMatchObject([
      {
        name: "my-app",
        version: "0.1",
        format: "egg-info",
        editable: "/w/app",
        requires: ["six", 'pytest; extra == "test"'],
        extras: ["test"],
      },
    ]);
  });
});

describe("an egg-info", () => {
  test("of setuptools is a folder, of distutils a file", () => {
    const found = read({
      [`${SITE}/foo-1.0-py3.12.egg-info/PKG-INFO`]: "Name: foo\nVersion: 1.0\n",
      [`${SITE}/foo-1.0-py3.12.egg-info/requires.txt`]: "six>=1\n",
      [`${SITE}/bar-2.0.egg-info`]: "Name: bar\nVersion: 2.0\nRequires-Dist: six\n",
      [`${SITE}/bad-3.0-py3.12.egg-info`]: { folder: true },
    });
    expect(
      found.map(({ name, version, requires, format, problems }) => [
        name,
        version,
        requires,
        format,
        problems.length,
      ]),
    ).toEqual([
      ["bad", "3.0", [], "egg-info", 1],
      ["bar", "2.0", ["six"], "egg-info", 0],
      ["foo", "1.0", ["six>=1"], "egg-info", 0],
    ]);
  });

  test("beside a dist-info of the same version is the same one, of another version a second one", () => {
    const egg = (version: string): Tree => ({
      [`${SITE}/foo.egg-info/PKG-INFO`]: `Name: foo\nVersion: ${version}\n`,
    });
    expect(read({ ...distribution("foo", "1.0")(SITE), ...egg("1.0") }).map(line)).toEqual(["foo 1.0"]);
    expect(read({ ...distribution("foo", "1.0")(SITE), ...egg("0.9") }).map(line)).toEqual([
      "foo 1.0 duplicate-metadata",
      "foo 0.9 duplicate-metadata",
    ]);
  });
});

describe("layers", () => {
  const installed = (files: Tree, options: FakeOptions = {}) =>
    inspectEnvironment(fakeMachine(files, options), absolute("/w/.venv"))?.distributions.map(line);
  const SYSTEM = { "include-system-site-packages": "true" };

  test("of a base are inherited when pyvenv.cfg says so, those above first", () => {
    const base = {
      ...python("/opt/python312", "3.12.4"),
      ...distribution("six", "1.15.0")("/opt/python312/lib/python3.12/site-packages"),
      ...distribution("attrs", "23.1.0")("/opt/python312/lib/python3.12/site-packages"),
    };
    const packages = [distribution("six", "1.16.0")];
    expect(installed({ ...base, ...venv("/w/.venv", { packages, cfg: SYSTEM }) })).toEqual([
      "attrs 23.1.0 inherited",
      "six 1.16.0",
      "six 1.15.0 inherited",
    ]);
    expect(installed({ ...base, ...venv("/w/.venv", { packages }) })).toEqual(["six 1.16.0"]);
  });

  test("of Debian's system Python are its dist-packages, and those of the user", () => {
    const files = {
      ...python("/usr", "3.12.4"),
      ...distribution("apt", "2.6")("/usr/lib/python3/dist-packages"),
      ...distribution("local", "1")("/usr/local/lib/python3.12/dist-packages"),
      ...distribution("stray", "1")("/usr/lib/python3.12/site-packages"),
      ...distribution("mine", "1")("/home/me/.local/lib/python3.12/site-packages"),
      ...venv("/w/.venv", { base: "/usr", cfg: SYSTEM }),
    };
    expect(installed(files)).toEqual(["apt 2.6 inherited", "local 1 inherited", "mine 1 inherited"]);
    expect(installed(files, { env: { PYTHONNOUSERSITE: "1" } })).toEqual([
      "apt 2.6 inherited",
      "local 1 inherited",
    ]);
  });

  test("lib and lib64 are read once when they are one folder, and both when they are two", () => {
    const own = venv("/w/.venv", { packages: [distribution("six", "1.16.0")] });
    const base = python("/opt/python312", "3.12.4");
    expect(installed({ ...base, ...own, "/w/.venv/lib64": { link: "lib" } })).toEqual(["six 1.16.0"]);
    const more = distribution("numpy", "2.0")("/w/.venv/lib64/python3.12/site-packages");
    expect(installed({ ...base, ...own, ...more })).toEqual(["numpy 2.0", "six 1.16.0"]);
  });
});
