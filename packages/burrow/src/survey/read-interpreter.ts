import type { Machine } from "../machine/machine.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { baseName, parent, type AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { parseExternallyManaged } from "../standards/externally-managed.ts";
import { child } from "./child.ts";
import { layoutOf, type Library } from "./inspect/layout.ts";
import { versionOnDisk } from "./inspect/version.ts";
import type { Found } from "./merge.ts";
import { distrust } from "./trust.ts";

/** What disk alone tells of a program that was sighted; with `ask`, it is trusted and only the program itself can tell its version. */
export interface Reading {
  readonly interpreter: Interpreter;
  readonly ask: boolean;
}

/** What stands for the version of a Python that nobody could tell. */
export const UNKNOWN_VERSION = "0";

/** Reads an interpreter without running it. */
export function readInterpreter(machine: Machine, found: Found): Reading {
  const { executable, untrusted } = trustedPath(machine, found);
  const { prefix, library } = homeOf(machine, found.realPath);
  const version =
    library && (versionOnDisk(machine, prefix, library)?.version ?? versionInName(prefix, found, library));
  const marker = library && machine.readText(child(library.folder, "EXTERNALLY-MANAGED"));
  const unfit =
    untrusted ??
    notExecutable(machine, found.realPath) ??
    (version === undefined ? undefined : tooOld(version));
  const interpreter: Interpreter = {
    executable,
    realPath: found.realPath,
    aliases: found.paths.filter((path) => path !== executable).toSorted(),
    prefix,
    implementation:
      library?.implementation ?? (baseName(found.realPath).startsWith("pypy") ? "pypy" : "cpython"),
    version: version ?? UNKNOWN_VERSION,
    freeThreaded: library?.freeThreaded ?? false,
    platform: machine.platform,
    source: found.source,
    managed: found.managed,
    ...(marker !== undefined && { externallyManaged: parseExternallyManaged(marker) ?? "" }),
    ...(unfit && { unfit }),
    evidence: "read",
  };
  if (unfit !== undefined || version !== undefined) return { interpreter, ask: false };
  const stub = stubReason(machine, found);
  return stub === undefined
    ? { interpreter, ask: true }
    : { interpreter: { ...interpreter, unfit: stub }, ask: false };
}

/** Why a version is no use; undefined when it is of 3.8 or later. */
export function tooOld(version: string): Reason | undefined {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return major < 3 || (major === 3 && minor < 8) ? reason("too-old", { version }) : undefined;
}

/** Version managers name a Python's folder by its version: `3.12.4`, `cpython-3.12.4-linux-x86_64-gnu`, `cpython@3.12.4`. PyPy's names tell its own. */
const MANAGERS: ReadonlySet<Found["source"]> = new Set([
  "pyenv",
  "uv",
  "asdf",
  "mise",
  "rye",
  "pdm",
  "managed",
]);

function versionInName(prefix: AbsolutePath, { source }: Found, { implementation, minor }: Library) {
  if (!MANAGERS.has(source) || implementation !== "cpython") return undefined;
  const version = /^(?:cpython[-@])?(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)(?:[-+]|$)/u.exec(baseName(prefix))?.[1];
  return minor === undefined || version?.startsWith(`${minor}.`) === true ? version : undefined;
}

/** The first path that is trusted: an alias in a folder that others may write does not taint the program, it is just not used. */
function trustedPath(
  machine: Machine,
  { paths, realPath }: Found,
): { readonly executable: AbsolutePath; readonly untrusted?: Reason } {
  const candidates = [...new Set([...paths, realPath])];
  const executable = candidates.find((path) => distrust(machine, path) === undefined);
  if (executable !== undefined) return { executable };
  const untrusted = distrust(machine, realPath);
  return { executable: paths[0] ?? realPath, ...(untrusted && { untrusted }) };
}

function notExecutable(machine: Machine, path: AbsolutePath): Reason | undefined {
  const status = machine.status(path);
  if (status?.kind !== "file") return reason("not-an-interpreter", { detail: "it is no regular file" });
  return machine.platform.os !== "windows" && (status.mode & 0o111) === 0
    ? reason("not-an-interpreter", { detail: "it is not executable" })
    : undefined;
}

/** The prefix above an executable and, when it is whole, the standard library that belongs to it. */
function homeOf(
  machine: Machine,
  realPath: AbsolutePath,
): { readonly prefix: AbsolutePath; readonly library?: Library } {
  const folder = parent(realPath);
  const prefix = baseName(folder) === "bin" ? parent(folder) : folder;
  const minor = /(?:python|pypy)(\d+\.\d+)(t?)(?:\.exe)?$/u.exec(baseName(realPath));
  const whole = (layoutOf(machine, prefix)?.libraries ?? []).filter(
    (library) => machine.status(child(library.folder, "os.py")) !== undefined,
  );
  const fitting = whole.filter(
    (library) =>
      library.minor === undefined ||
      (minor === null
        ? whole.length === 1
        : library.minor === minor[1] && library.freeThreaded === (minor[2] === "t")),
  );
  return { prefix, ...(fitting[0] && { library: fitting[0] }) };
}

/** Programs that only look like a Python and ask their user to install one when they are run. */
function stubReason({ platform }: Machine, { realPath, paths }: Found): Reason | undefined {
  const apple = platform.os === "macos" && realPath.startsWith("/usr/bin/");
  const store = paths.every((path) => /[\\/]Microsoft[\\/]WindowsApps[\\/][^\\/]+$/u.test(path));
  return apple || store
    ? reason("not-an-interpreter", { detail: "it stands for one that is not installed" })
    : undefined;
}
