import type { Machine } from "../../machine/machine.ts";
import type { VersionEvidence } from "../../model/environment.ts";
import { absolute, join, type AbsolutePath } from "../../model/path.ts";
import type { Library } from "./layout.ts";

/** A version (PEP 440) and what told it. */
export interface ToldVersion {
  readonly version: string;
  readonly versionFrom: VersionEvidence;
}

/**
 * The version (PEP 440) of the Python whose standard library this is, as its files tell it: `build-details.json` (PEP 739), the header
 * `patchlevel.h`, or the system's package database where the headers are a package of their own. Undefined when none of them does.
 */
export function versionOnDisk(
  machine: Machine,
  prefix: AbsolutePath,
  library: Library,
): ToldVersion | undefined {
  return (
    fromBuildDetails(machine, library) ??
    fromHeader(machine, prefix, library) ??
    fromPackages(machine, prefix, library)
  );
}

function told(
  version: string | undefined,
  source: VersionEvidence["source"],
  at: AbsolutePath,
): ToldVersion | undefined {
  return version === undefined ? undefined : { version, versionFrom: { source, at } };
}

function fromBuildDetails(machine: Machine, { folder }: Library): ToldVersion | undefined {
  const at = join(folder, "build-details.json");
  return told(detailed(machine.readText(at)), "build-details", at);
}

function detailed(text: string | undefined): string | undefined {
  const { language } = (text === undefined ? {} : jsonObject(text)) as { readonly language?: unknown };
  const info = (language as { readonly version_info?: unknown } | undefined)?.version_info;
  const { major, minor, micro, releaselevel, serial } = (info ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof major !== "number" || typeof minor !== "number" || typeof micro !== "number") return undefined;
  const level = LEVELS[String(releaselevel)];
  return `${major}.${minor}.${micro}${level === undefined ? "" : `${level}${Number(serial ?? 0)}`}`;
}

/** `sys.version_info.releaselevel` in the letters of PEP 440. */
const LEVELS: Readonly<Record<string, string>> = { alpha: "a", beta: "b", candidate: "rc" };

function jsonObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function fromHeader(
  machine: Machine,
  prefix: AbsolutePath,
  { implementation, minor, freeThreaded }: Library,
): ToldVersion | undefined {
  const name = implementation === "cpython" ? "python" : implementation;
  const includes =
    minor === undefined
      ? ["include"]
      : [`include/${name}${minor}${freeThreaded ? "t" : ""}`, `include/${name}${minor}m`];
  for (const include of includes) {
    // `m` is the ABI flag of pymalloc, which CPython 3.7 and earlier wrote.
    const at = join(prefix, ...include.split("/"), "patchlevel.h");
    const header = machine.readText(at);
    const spoken = header && /^#\s*define\s+PY_VERSION\s+"([^"+]+)/mu.exec(header)?.[1];
    if (spoken) return told(spoken, "header", at);
  }
  return undefined;
}

/** Debian, Alpine and Arch: the databases are text. Others (RPM) keep theirs in a form that takes a program to read. */
function fromPackages(
  machine: Machine,
  prefix: AbsolutePath,
  { implementation, minor }: Library,
): ToldVersion | undefined {
  if (prefix !== "/usr" || minor === undefined || implementation !== "cpython") return undefined;
  const spoken =
    told(fromDpkg(machine, minor), "packages", DPKG) ??
    told(fromApk(machine), "packages", APK) ??
    told(fromPacman(machine), "packages", PACMAN);
  const plain = spoken && pep440(spoken.version);
  return spoken && plain?.startsWith(`${minor}.`) ? { ...spoken, version: plain } : undefined;
}

const DPKG = absolute("/var/lib/dpkg/status");
const APK = absolute("/lib/apk/db/installed");
const PACMAN = absolute("/var/lib/pacman/local");

function fromDpkg(machine: Machine, minor: string): string | undefined {
  const status = machine.readText(DPKG);
  if (status === undefined) return undefined;
  for (const name of [`libpython${minor}-minimal`, `python${minor}-minimal`]) {
    const start = status.indexOf(`Package: ${name}\n`);
    const end = status.indexOf("\n\n", start);
    const stanza = start === -1 ? "" : status.slice(start, end === -1 ? undefined : end);
    // `not-installed` and `config-files` packages keep a stanza.
    const version = /^Version: (.+)$/mu.exec(stanza)?.[1];
    if (/^Status: .* installed$/mu.test(stanza) && version) return version;
  }
  return undefined;
}

function fromApk(machine: Machine): string | undefined {
  const text = machine.readText(APK);
  return text === undefined ? undefined : /^P:python3\nV:(.+)$/mu.exec(text)?.[1];
}

function fromPacman(machine: Machine): string | undefined {
  const names = machine.list(PACMAN).map(({ name }) => name);
  return names
    .map((name) => /^python-(\d+\.\d+\.\d+.*)$/u.exec(name)?.[1])
    .find((version) => version !== undefined);
}

/** `1:3.12.0~rc1-2` is `3.12.0rc1`: an epoch before, a package's own revision behind. */
function pep440(version: string): string | undefined {
  const [, release, level, serial] = /^(?:\d+:)?(\d+\.\d+\.\d+)(?:[~_]?(a|b|rc)(\d+))?/u.exec(version) ?? [];
  return release === undefined ? undefined : `${release}${level ?? ""}${serial ?? ""}`;
}
