import type { OperatingSystem, Platform } from "../model/platform.ts";
import { fs } from "./node.ts";

const { readdirSync } = fs;
const { release } = process.getBuiltinModule("node:os");

/** What Node's `process` tells of the machine, as far as a platform needs it. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** `glibcVersionRuntime` of the diagnostic report's header; absent on a C library that is not glibc. */
  readonly glibc?: string | undefined;
  /** Names in `/lib`, where musl keeps its loader. */
  readonly lib: readonly string[];
  /** The kernel's release, such as `23.2.0` (Darwin). */
  readonly kernel: string;
}

/** The platform of this machine, read from this process: nothing is run. What is dear, the C library, is found out when it is first asked for. */
export function detectPlatform(host: Host = thisHost()): Platform {
  const os = operatingSystem(host.platform);
  const macos = os === "macos" ? macosRelease(host.kernel) : undefined;
  const known = { os, arch: archOf(host), ...(macos && { release: macos }) };
  if (os !== "linux") return known;
  let libc: { readonly found: Platform["libc"] } | undefined;
  // A getter that lists itself: copied and printed, it is a property like the others.
  return Object.defineProperty(known, "libc", {
    enumerable: true,
    get: () => (libc ??= { found: libcOf(host) }).found,
  });
}

function thisHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    kernel: release(),
    get glibc() {
      return glibcVersion();
    },
    get lib() {
      return namesIn("/lib");
    },
  };
}

function glibcVersion(): string | undefined {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  const before = report.excludeNetwork ?? false;
  // Else the report looks up the names of all open sockets, which can take seconds.
  report.excludeNetwork = true;
  const { header } = report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  report.excludeNetwork = before;
  return header?.glibcVersionRuntime;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function operatingSystem(platform: NodeJS.Platform): OperatingSystem {
  if (platform === "win32") return "windows";
  return platform === "darwin" ? "macos" : "linux";
}

/** Node's names of machines in the words of Python's `platform.machine()`, lower case. */
const MACHINES: Readonly<Record<string, string>> = {
  x64: "x86_64",
  arm64: "aarch64",
  ia32: "i686",
  arm: "armv7l",
  ppc64: "ppc64le",
};

function archOf({ platform, arch: name }: Host): string {
  if (platform === "darwin") return name === "x64" ? "x86_64" : name;
  if (platform === "win32") return name === "x64" ? "amd64" : name === "ia32" ? "x86" : name;
  return MACHINES[name] ?? name;
}

function libcOf({ glibc, lib }: Host): Platform["libc"] {
  if (glibc !== undefined) return { kind: "glibc", version: glibc };
  // musl names its loader `ld-musl-<arch>.so.1` and tells its version only when it is run; wheels ask for 1.1 or 1.2, and 1.2 is of 2020.
  return lib.some((name) => name.startsWith("ld-musl-")) ? { kind: "musl", version: "1.2" } : undefined;
}

/** Darwin 20 is macOS 11, Darwin 24 is macOS 15, Darwin 25 is macOS 26; since Darwin 23 the minor numbers are the same, before they were one ahead. */
function macosRelease(kernel: string): string {
  const [major = 0, minor = 0] = kernel.split(".").map(Number);
  if (major < 20) return `10.${major - 4}`;
  return `${major >= 25 ? major + 1 : major - 9}.${major >= 23 ? minor : Math.max(0, minor - 1)}`;
}
