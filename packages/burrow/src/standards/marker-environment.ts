import type { Platform } from "../model/platform.ts";

/** The values that markers are compared with (PEP 508), under the names they have in markers. */
export interface MarkerEnvironment {
  readonly implementation_name: string;
  readonly implementation_version: string;
  readonly os_name: string;
  readonly platform_machine: string;
  readonly platform_python_implementation: string;
  readonly platform_release: string;
  readonly platform_system: string;
  readonly platform_version: string;
  readonly python_full_version: string;
  readonly python_version: string;
  readonly sys_platform: string;
  /** The extra that a dependency is asked for with; absent means none. */
  readonly extra?: string;
  /** The extras of a lock file (PEP 751); a marker that names them cannot be judged when they are absent. */
  readonly extras?: readonly string[];
  /** The dependency groups of a lock file (PEP 751); a marker that names them cannot be judged when they are absent. */
  readonly dependency_groups?: readonly string[];
}

/** What is known of an interpreter that was read from disk. */
export interface InterpreterFacts {
  /** Its Python version, such as `3.12.4` or `3.14.0b1`. */
  readonly version: string;
  /** As `sys.implementation.name`: `cpython`, `pypy`, `graalpy` … */
  readonly implementation: string;
  /** The implementation's own version where it is not Python's, such as `7.3.17` for PyPy; by default Python's. */
  readonly implementationVersion?: string;
  readonly platform: Platform;
  /** As `platform.release()` says it, the kernel's release on Linux; empty when unknown. */
  readonly platformRelease?: string;
  /** As `platform.version()` says it; empty when unknown. */
  readonly platformVersion?: string;
}

/** The names that `platform.python_implementation()` has for implementations. */
const IMPLEMENTATIONS: ReadonlyMap<string, string> = new Map([
  ["cpython", "CPython"],
  ["pypy", "PyPy"],
  ["graalpy", "GraalVM"],
  ["jython", "Jython"],
  ["ironpython", "IronPython"],
]);

const SYSTEMS = {
  linux: { sys_platform: "linux", platform_system: "Linux", os_name: "posix" },
  macos: { sys_platform: "darwin", platform_system: "Darwin", os_name: "posix" },
  windows: { sys_platform: "win32", platform_system: "Windows", os_name: "nt" },
} as const;

/** The marker environment of an interpreter, as it would report it itself. What is unknown is the empty text, as in Python. */
export function markerEnvironment({
  version,
  implementation,
  implementationVersion,
  platform,
  platformRelease = "",
  platformVersion = "",
}: InterpreterFacts): MarkerEnvironment {
  const full = withMicro(version);
  return {
    ...SYSTEMS[platform.os],
    implementation_name: implementation,
    implementation_version: implementationVersion ?? asImplementationVersion(full),
    platform_machine: platform.os === "windows" ? platform.arch.toUpperCase() : platform.arch,
    platform_python_implementation: IMPLEMENTATIONS.get(implementation) ?? implementation,
    platform_release: platformRelease,
    platform_version: platformVersion,
    python_full_version: full,
    python_version: /^\d+\.\d+/u.exec(full)?.[0] ?? full,
  };
}

/** `3.12` is `3.12.0`: Python always tells the third number. */
function withMicro(version: string): string {
  return /^\d+\.\d+(?!\.?\d)/u.test(version) ? version.replace(/^\d+\.\d+/u, "$&.0") : version;
}

/** PEP 508 writes the level of `sys.implementation.version` by its first letter: a candidate is `c`, without local additions. */
function asImplementationVersion(full: string): string {
  return full.replace(/\+.*$/u, "").replace(/rc(?=\d+$)/u, "c");
}
