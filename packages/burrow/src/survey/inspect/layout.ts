import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";

/** How a prefix is laid out on disk: what is there decides, not the machine that looks. */
export interface Layout {
  /** `bin/` and `lib/pythonX.Y/`, or `Scripts\` and `Lib\` (CPython's `sysconfig` schemes `posix_prefix`, `venv` and `nt`). */
  readonly form: "posix" | "windows";
  /** `bin` or `Scripts`. */
  readonly scripts: AbsolutePath;
  /** Where its Python should be; for a conda prefix on Windows that is the prefix itself. */
  readonly executable: AbsolutePath;
  /** Folders of the standard library or of site-packages: `lib/python3.12`, `lib/pypy3.10`, `Lib`. Newest first. */
  readonly libraries: readonly Library[];
}

/** A folder below which `site-packages` lies. */
export interface Library {
  readonly folder: AbsolutePath;
  readonly implementation: "cpython" | "pypy" | "graalpy";
  /** `3.12`, from the folder's name; absent on Windows, where it has none. */
  readonly minor?: string;
  /** `python3.13t` (PEP 703). */
  readonly freeThreaded: boolean;
}

const LIBRARY = /^(python|pypy|graalpy)(\d+)\.(\d+)(t?)$/u;

/** The layout of a prefix; undefined when it has neither form. */
export function layoutOf(
  machine: Machine,
  prefix: AbsolutePath,
  names: ReadonlySet<string> = new Set(machine.list(prefix).map(({ name }) => name)),
): Layout | undefined {
  const windows = names.has("Scripts") || names.has("python.exe");
  if (names.has("bin") && !(windows && machine.platform.os === "windows"))
    return posixLayout(machine, prefix);
  return windows ? windowsLayout(machine, prefix, names) : undefined;
}

/** The operating systems whose Pythons use this form. */
export function runsOn(layout: Layout, os: OperatingSystem): boolean {
  return (layout.form === "windows") === (os === "windows");
}

function posixLayout(machine: Machine, prefix: AbsolutePath): Layout {
  const scripts = join(prefix, "bin");
  const libraries = ["lib", "lib64"]
    // On some systems `lib64` is a link to `lib`: the same folder, seen once.
    .filter((name) => name === "lib" || machine.status(join(prefix, name))?.kind === "folder")
    .flatMap((name) => librariesIn(machine, join(prefix, name)));
  return {
    form: "posix",
    scripts,
    executable: posixExecutable(machine, scripts),
    libraries: libraries.toSorted(newestFirst),
  };
}

function posixExecutable(machine: Machine, scripts: AbsolutePath): AbsolutePath {
  const names = new Set(machine.list(scripts).map(({ name }) => name));
  const found =
    ["python", "python3"].find((name) => names.has(name)) ??
    [...names].filter((name) => /^(?:python3\.\d+t?|pypy3)$/u.test(name)).at(-1);
  return join(scripts, found ?? "python");
}

/** The libraries below a `lib` folder, in no order. */
export function librariesIn(machine: Machine, lib: AbsolutePath): readonly Library[] {
  return machine.list(lib).flatMap(({ name, kind }) => {
    const [, implementation = "", major = "", minor = "", threaded = ""] = LIBRARY.exec(name) ?? [];
    if (major === "" || kind === "file") return [];
    return {
      folder: join(lib, name),
      implementation: implementation === "python" ? "cpython" : (implementation as "pypy" | "graalpy"),
      minor: `${major}.${minor}`,
      freeThreaded: threaded === "t",
    };
  });
}

function newestFirst(one: Library, other: Library): number {
  return minorNumber(other) - minorNumber(one);
}

function minorNumber({ minor = "0.0" }: Library): number {
  const [major = 0, rest = 0] = minor.split(".").map(Number);
  return major * 1000 + rest;
}

function windowsLayout(machine: Machine, prefix: AbsolutePath, names: ReadonlySet<string>): Layout {
  const scripts = join(prefix, "Scripts");
  const lib = names.has("Lib") ? join(prefix, "Lib") : undefined;
  return {
    form: "windows",
    scripts,
    executable: names.has("python.exe") ? join(prefix, "python.exe") : join(scripts, "python.exe"),
    libraries: lib === undefined ? [] : [{ folder: lib, implementation: "cpython", freeThreaded: false }],
  };
}
