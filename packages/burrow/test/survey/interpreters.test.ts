import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/model/event.ts";
import type { Interpreter } from "../../src/model/interpreter.ts";
import { absolute } from "../../src/model/path.ts";
import type { Platform } from "../../src/model/platform.ts";
import { interpretersOf } from "../../src/survey/interpreters.ts";
import type { Sighting } from "../../src/survey/locators/locator.ts";
import { merge } from "../../src/survey/merge.ts";
import type { ProbeCache } from "../../src/survey/probe-interpreters.ts";
import { condaEnv, python, venv, type Tree } from "../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../kit/fake-machine.ts";

interface Asked {
  readonly named?: string;
  readonly cache?: ProbeCache;
  readonly report?: (event: Event) => void;
}

function find(
  files: Tree,
  options: FakeOptions = {},
  { named, ...context }: Asked = {},
): Promise<readonly Interpreter[]> {
  return interpretersOf(
    fakeMachine(files, options),
    {
      pythons: absolute("/home/me/.local/share/burrow/pythons"),
      ...(named !== undefined && { named: absolute(named) }),
    },
    { report: () => {}, signal: new AbortController().signal, ...context },
  );
}

function line({ executable, version, source, unfit, evidence }: Interpreter): string {
  return [
    executable,
    version,
    source,
    ...(evidence === "probed" ? ["probed"] : []),
    ...(unfit ? [unfit.code] : []),
  ].join(" ");
}

async function lines(files: Tree, options: FakeOptions = {}, asked: Asked = {}): Promise<readonly string[]> {
  return (await find(files, options, asked)).map(line);
}

const ANSWER = {
  version: "3.12.4",
  implementation: "cpython",
  prefix: "/opt/odd",
  base_prefix: "/opt/odd",
  real_prefix: null,
  gil_disabled: false,
  externally_managed: false,
  paths: { stdlib: "/opt/odd/stdlib" },
};
const PROGRAM = { file: "", mode: 0o755 };

test("B1 B5 each Python once, with every path that leads to it", async () => {
  const files = {
    ...python("/usr", "3.11.2"),
    "/home/me/bin/python3.11": { link: "/usr/bin/python3.11" },
    "/bin": { link: "usr/bin" },
  };
  const [found, ...more] = await find(files, { env: { PATH: "/home/me/bin:/bin:/usr/bin:relative:" } });
  expect(more).toEqual([]);
  expect(found).toEqual({
    executable: "/usr/bin/python3.11",
    realPath: "/usr/bin/python3.11",
    aliases: ["/bin/python3", "/bin/python3.11", "/home/me/bin/python3.11", "/usr/bin/python3"],
    prefix: "/usr",
    implementation: "cpython",
    version: "3.11.2",
    freeThreaded: false,
    platform: { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
    source: "system",
    managed: false,
    evidence: "read",
  });
});

test("C78 the places where version managers and burrow keep theirs", async () => {
  const files = {
    ...python("/home/me/.pyenv/versions/3.9.18", "3.9.18"),
    ...python("/home/me/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu", "3.13.1"),
    "/home/me/.local/share/uv/python/cpython-3.13-linux-x86_64-gnu": {
      link: "cpython-3.13.1-linux-x86_64-gnu",
    },
    ...python("/home/me/.local/share/burrow/pythons/cpython-3.12.4", "3.12.4"),
    ...condaEnv("/home/me/miniforge3", "3.10.2"),
  };
  const found = await find(files);
  expect(found.map(line)).toEqual([
    "/home/me/.local/share/burrow/pythons/cpython-3.12.4/bin/python3.12 3.12.4 managed",
    "/home/me/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13 3.13.1 uv",
    "/home/me/.pyenv/versions/3.9.18/bin/python3.9 3.9.18 pyenv",
    "/home/me/miniforge3/bin/python3.10 3.10.2 conda",
  ]);
  expect(found.map(({ managed }) => managed)).toEqual([true, false, false, false]);
});

test("shims are no interpreters, and neither is what leads nowhere", async () => {
  const files = {
    "/home/me/.pyenv/shims/python3": PROGRAM,
    "/home/me/bin/python3": { link: "../.pyenv/shims/python3" },
    "/home/me/bin/python3.12": { link: "/gone" },
    "/home/me/bin/python3.11": { link: "python3.11" },
  };
  expect(await lines(files, { env: { PATH: "/home/me/.pyenv/shims:/home/me/bin" } })).toEqual([]);
});

test("an environment on PATH stands for its base", async () => {
  const files = { ...python("/opt/mine", "3.12.4"), ...venv("/w/.venv", { base: "/opt/mine" }) };
  const env = { PATH: "/w/.venv/bin" };
  expect(await lines(files, { env })).toEqual(["/opt/mine/bin/python3.12 3.12.4 other"]);
  expect(await lines(venv("/w/.venv"), { env })).toEqual([]);
});

test("Debian's Python without headers has the version of its package", async () => {
  const status = "Package: libpython3.11-minimal\nStatus: install ok installed\nVersion: 3.11.2-6+deb12u6\n";
  const managed = "[externally-managed]\nError=Use apt.\n";
  const files = { ...python("/usr", "3.11.2", { headers: false, managed }), "/var/lib/dpkg/status": status };
  const [found] = await find(files);
  expect(found).toMatchObject({ version: "3.11.2", evidence: "read", externallyManaged: "Use apt." });
});

test.each<[string, Tree, string]>([
  ["too old", python("/usr", "3.7.16"), "/usr/bin/python3.7 3.7.16 system too-old"],
  ["a pre-release", python("/usr", "3.15.0a3"), "/usr/bin/python3.15 3.15.0a3 system"],
  [
    "a developer's build",
    { ...python("/usr", "3.15.0"), "/usr/include/python3.15/patchlevel.h": '#define PY_VERSION "3.15.0a3+"' },
    "/usr/bin/python3.15 3.15.0a3 system",
  ],
  [
    "without its standard library",
    { "/usr/bin/python3": PROGRAM },
    "/usr/bin/python3 0 system not-an-interpreter",
  ],
  [
    "not executable",
    { ...python("/usr", "3.12.4"), "/usr/bin/python3.12": "" },
    "/usr/bin/python3.12 3.12.4 system not-an-interpreter",
  ],
  ["a folder by that name", { "/usr/bin/python3": { folder: true } }, ""],
  [
    "of another name",
    { ...python("/usr", "3.12.4"), "/usr/bin/python3.12-config": PROGRAM, "/usr/bin/python3.21": PROGRAM },
    "/usr/bin/python3.12 3.12.4 system",
  ],
])("%s", async (_name, files, expected) => {
  expect((await lines(files)).join()).toBe(expected);
});

test("a free-threaded one and its twin are two", async () => {
  const files: Tree = {
    ...python("/usr", "3.13.1"),
    "/usr/bin/python3.13t": PROGRAM,
    "/usr/lib/python3.13t/os.py": "",
    "/usr/include/python3.13t/patchlevel.h": '#define PY_VERSION "3.13.2"',
  };
  const found = await find(files);
  expect(found.map(({ version, freeThreaded }) => [version, freeThreaded])).toEqual([
    ["3.13.1", false],
    ["3.13.2", true],
  ]);
});

test("PyPy tells its Python version in its header", async () => {
  const files: Tree = {
    "/opt/pypy/bin/pypy3": { link: "pypy3.10" },
    "/opt/pypy/bin/pypy3.10": PROGRAM,
    "/opt/pypy/lib/pypy3.10/os.py": "",
    "/opt/pypy/include/pypy3.10/patchlevel.h":
      '#define PY_VERSION "3.10.14"\n#define PYPY_VERSION "7.3.17"\n',
  };
  const [found] = await find(files, { env: { PATH: "/opt/pypy/bin" } });
  expect(found).toMatchObject({
    executable: "/opt/pypy/bin/pypy3.10",
    implementation: "pypy",
    version: "3.10.14",
    aliases: ["/opt/pypy/bin/pypy3"],
  });
});

describe("trust", () => {
  test("a Python in a folder that others may write is listed as unfit and never asked", async () => {
    const files: Tree = { "/open": { folder: true, mode: 0o777 }, "/open/python3": PROGRAM };
    const events: Event[] = [];
    const asked = { report: (event: Event) => void events.push(event) };
    const options = { env: { PATH: "/open" }, probes: { "/open/python3": ANSWER } };
    const [found] = await find(files, options, asked);
    expect(found).toMatchObject({
      executable: "/open/python3",
      unfit: { code: "untrusted", params: { path: "/open" } },
    });
    expect(events).toEqual([]);
  });

  test("a link there to a good one does not taint it, and is not what is run", async () => {
    const files: Tree = {
      ...python("/opt/mine", "3.12.4"),
      "/open": { folder: true, mode: 0o777 },
      "/open/python3": { link: "/opt/mine/bin/python3.12" },
    };
    const [found] = await find(files, { env: { PATH: "/open" } });
    expect(found).toMatchObject({ executable: "/opt/mine/bin/python3.12", aliases: ["/open/python3"] });
    expect(found?.unfit).toBeUndefined();
  });
});

describe("a probe", () => {
  const odd: Tree = { "/opt/odd/python3": PROGRAM };
  const options = (answer: unknown): FakeOptions => ({
    env: { PATH: "/opt/odd" },
    probes: { "/opt/odd/python3": answer },
  });

  test("tells what disk does not", async () => {
    const events: Event[] = [];
    const report = (event: Event) => void events.push(event);
    const [found] = await find(odd, options({ ...ANSWER, version: "3.13.0rc2", gil_disabled: true }), {
      report,
    });
    expect(found).toMatchObject({
      version: "3.13.0rc2",
      freeThreaded: true,
      prefix: "/opt/odd",
      evidence: "probed",
    });
    expect(events).toEqual([{ type: "interpreter.probed", executable: "/opt/odd/python3", seconds: 0 }]);
  });

  test.each<[string, unknown, string]>([
    ["junk", "hello", "/opt/odd/python3 0 path not-an-interpreter"],
    [
      "a version that is none",
      { ...ANSWER, version: "rm -rf" },
      "/opt/odd/python3 0 path not-an-interpreter",
    ],
    ["a relative prefix", { ...ANSWER, prefix: "x" }, "/opt/odd/python3 0 path not-an-interpreter"],
    ["an old version", { ...ANSWER, version: "2.7.18" }, "/opt/odd/python3 2.7.18 path probed too-old"],
    [
      "another's prefix",
      { ...ANSWER, prefix: "/usr", base_prefix: "/usr" },
      "/opt/odd/python3 3.12.4 path probed not-an-interpreter",
    ],
    ["another base", { ...ANSWER, base_prefix: "/usr" }, ""],
    ["a real prefix, as old virtualenvs have", { ...ANSWER, real_prefix: "/usr" }, ""],
  ])("that answers with %s", async (_name, answer, expected) => {
    expect((await lines(odd, options(answer))).join()).toBe(expected);
  });

  test("is not repeated while the program is the same", async () => {
    const kept = new Map<string, unknown>();
    const cache: ProbeCache = {
      get: (key) => kept.get(key),
      set: (key, answer) => void kept.set(key, answer),
    };
    const count = async (files: Tree) => {
      let probes = 0;
      await find(files, options(ANSWER), { cache, report: () => (probes += 1) });
      return probes;
    };
    expect(await count(odd)).toBe(1);
    expect(await count(odd)).toBe(0);
    expect(await count({ "/opt/odd/python3": { ...PROGRAM, mtime: 5n } })).toBe(1);
  });

  test("is asked of at most four at a time", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`/opt/${index}/python3`, PROGRAM]),
    );
    const env = {
      PATH: Object.keys(files)
        .map((path) => path.slice(0, -"/python3".length))
        .join(":"),
    };
    let running = 0;
    const most: number[] = [];
    const machine = {
      ...fakeMachine(files, { env }),
      probe: async () => {
        most.push((running += 1));
        await Promise.resolve();
        running -= 1;
        return { ok: true as const, answer: ANSWER, seconds: 0 };
      },
    };
    const found = await interpretersOf(
      machine,
      { pythons: absolute("/none") },
      { report: () => {}, signal: new AbortController().signal },
    );
    expect(found).toHaveLength(12);
    expect(Math.max(...most)).toBe(4);
  });
});

describe("other systems", () => {
  test("macOS: python.org's framework, Homebrew's links, and Apple's stub, which is never run", async () => {
    const macos: Platform = { os: "macos", arch: "arm64", release: "14.2" };
    // Layouts: python.org's installer (`Versions/X.Y`), Homebrew's `python@3.12` formula, Apple's `xcrun` stub in /usr/bin.
    const framework = "/Library/Frameworks/Python.framework/Versions/3.11";
    const cellar = "/opt/homebrew/Cellar/python@3.12/3.12.4/Frameworks/Python.framework/Versions/3.12";
    const files: Tree = {
      ...python(framework, "3.11.9"),
      ...python(cellar, "3.12.4"),
      "/opt/homebrew/bin/python3.12": {
        link: `../Cellar/python@3.12/3.12.4/Frameworks/Python.framework/Versions/3.12/bin/python3.12`,
      },
      "/usr/bin/python3": PROGRAM,
    };
    const options = { platform: macos, probes: { "/usr/bin/python3": ANSWER } };
    expect(await lines(files, options)).toEqual([
      `${framework}/bin/python3.11 3.11.9 system`,
      "/opt/homebrew/bin/python3.12 3.12.4 system",
      "/usr/bin/python3 0 system not-an-interpreter",
    ]);
  });

  test("Windows: python.org's installer, and the store's stub, which is never run", async () => {
    const windows: Platform = { os: "windows", arch: "amd64" };
    const local = "C:\\Users\\me\\AppData\\Local";
    const prefix = `${local}\\Programs\\Python\\Python312`;
    const files: Tree = {
      [`${prefix}\\python.exe`]: "MZ",
      [`${prefix}\\Lib\\os.py`]: "",
      [`${prefix}\\include\\patchlevel.h`]: '#define PY_VERSION "3.12.4"\r\n',
      [`${local}\\Microsoft\\WindowsApps\\python.exe`]: "",
    };
    const env = { LOCALAPPDATA: local, Path: `${local}\\Microsoft\\WindowsApps;${prefix}` };
    const found = await find(files, { platform: windows, home: "C:\\Users\\me", env });
    expect(found.map(line)).toEqual([
      `${local}\\Microsoft\\WindowsApps\\python.exe 0 path not-an-interpreter`,
      `${prefix}\\python.exe 3.12.4 system`,
    ]);
  });
});

test("a named Python may be an executable or a prefix, in a place that nobody knows", async () => {
  const files = python("/secret/py", "3.12.4");
  expect(await lines(files)).toEqual([]);
  expect(await lines(files, {}, { named: "/secret/py/bin/python3" })).toEqual([
    "/secret/py/bin/python3 3.12.4 named",
  ]);
  expect(await lines(files, {}, { named: "/secret/py" })).toEqual(["/secret/py/bin/python3.12 3.12.4 named"]);
});

test("merging does not depend on the order of sightings, and what was merged stays as it is", () => {
  const files = {
    ...python("/usr", "3.11.2"),
    ...python("/opt/a", "3.12.4"),
    ...venv("/w/.venv", { base: "/opt/a" }),
    "/l": { link: "/opt/a" },
  };
  const machine = fakeMachine(files);
  const sighting = fc.record({
    executable: fc
      .constantFrom(
        "/usr/bin/python3",
        "/usr/bin/python3.11",
        "/opt/a/bin/python3",
        "/opt/a/bin/python3.12",
        "/l/bin/python3",
        "/w/.venv/bin/python",
        "/gone",
      )
      .map(absolute),
    source: fc.constantFrom("path", "system", "named", "managed", "other"),
  }) as fc.Arbitrary<Sighting>;
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 10 }), fc.nat(), (sightings, seed) => {
      const shuffled = sightings.toSorted((one, other) => hash(one, seed) - hash(other, seed));
      const merged = merge(machine, sightings);
      expect(merge(machine, [...shuffled, ...sightings.slice(0, 2)])).toEqual(merged);
      expect(merged.length).toBeLessThanOrEqual(2);
    }),
  );
});

function hash({ executable, source }: Sighting, seed: number): number {
  let sum = 7;
  const text = executable + source;
  for (let index = 0; index < text.length; index += 1)
    sum = (sum * 31 + text.charCodeAt(index) + seed) % 1009;
  return sum;
}
