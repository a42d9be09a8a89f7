import type { Platform } from "../model/platform.ts";

/** The platforms of wheels that run on a machine, the most specific first (PEP 425, 513, 571, 599, 600, 656). `any` is not among them. */
export function platformTags(platform: Platform): readonly string[] {
  switch (platform.os) {
    case "linux":
      return linuxTags(platform);
    case "macos":
      return macTags(platform.arch, majorMinor(platform.release));
    case "windows":
      return [WINDOWS.get(platform.arch) ?? `win_${platform.arch.toLowerCase()}`];
  }
}

/** A version as far as platforms tell it. */
type MajorMinor = readonly [major: number, minor: number];

const WINDOWS: ReadonlyMap<string, string> = new Map([
  ["x86_64", "win_amd64"],
  ["amd64", "win_amd64"],
  ["x86", "win32"],
  ["i386", "win32"],
  ["i686", "win32"],
  ["arm64", "win_arm64"],
  ["aarch64", "win_arm64"],
]);

/** The architectures that manylinux is defined for. */
const MANYLINUX: ReadonlySet<string> = new Set([
  "x86_64",
  "i686",
  "aarch64",
  "armv7l",
  "ppc64",
  "ppc64le",
  "s390x",
  "loongarch64",
  "riscv64",
]);

/** The older names of manylinux, by the minor version of glibc 2 (PEP 513, 571, 599). */
const LEGACY: ReadonlyMap<number, string> = new Map([
  [17, "manylinux2014"],
  [12, "manylinux2010"],
  [5, "manylinux1"],
]);

/** The highest minor version that an older major version of glibc is taken to have reached. */
const LAST_GLIBC_MINOR = 50;

function linuxTags({ arch, libc }: Platform): readonly string[] {
  const archs = arch === "armv8l" ? ["armv8l", "armv7l"] : [arch];
  const tags = archs.map((one) => `linux_${one}`);
  const version = majorMinor(libc?.version);
  if (libc === undefined || version === undefined) return tags;
  if (libc.kind === "musl") return [...tags, ...archs.flatMap((one) => musllinux(one, version))];
  return archs.some((one) => MANYLINUX.has(one))
    ? [...tags, ...archs.flatMap((one) => manylinux(one, version, oldestGlibc(archs)))]
    : tags;
}

/** The minor version of glibc 2 that manylinux begins with. */
function oldestGlibc(archs: readonly string[]): number {
  return archs.includes("x86_64") || archs.includes("i686") ? 5 : 17;
}

function manylinux(arch: string, [major, minor]: MajorMinor, oldest: number): readonly string[] {
  const tags: string[] = [];
  for (let m = Math.min(major, 9); m >= 2; m--) {
    const newest = m === major ? minor : LAST_GLIBC_MINOR;
    for (let n = newest; n >= (m === 2 ? oldest : 0); n--) {
      tags.push(`manylinux_${m}_${n}_${arch}`);
      const legacy = m === 2 ? LEGACY.get(n) : undefined;
      if (legacy !== undefined) tags.push(`${legacy}_${arch}`);
    }
  }
  return tags;
}

function musllinux(arch: string, [major, minor]: MajorMinor): readonly string[] {
  return Array.from({ length: minor + 1 }, (_, index) => `musllinux_${major}_${minor - index}_${arch}`);
}

/** Of an unknown release the oldest that Python still supports is taken. */
function macTags(cpu: string, release: MajorMinor | undefined): readonly string[] {
  const arch = cpu === "aarch64" ? "arm64" : cpu;
  const [major, minor] = release ?? (arch === "arm64" ? [11, 0] : [10, 13]);
  const tags: string[] = [];
  if (major === 10) for (let n = minor; n >= 0; n--) tags.push(...macFormats([10, n], arch));
  for (let m = major; m >= 11; m--) tags.push(...macFormats([m, 0], arch));
  // A universal wheel for an older macOS holds Intel code for it; the Arm half began with macOS 11.
  if (major >= 11)
    for (let n = 16; n >= 4; n--)
      tags.push(...(arch === "x86_64" ? macFormats([10, n], arch) : [`macosx_10_${n}_universal2`]));
  return tags;
}

/** The binary formats that hold code for the architecture, narrow ones first. */
const MAC_FORMATS: ReadonlyMap<string, readonly string[]> = new Map([
  ["x86_64", ["x86_64", "intel", "fat64", "fat3", "universal2", "universal"]],
  ["arm64", ["arm64", "universal2"]],
  ["i386", ["i386", "intel", "fat3", "fat", "universal"]],
]);

function macFormats([major, minor]: MajorMinor, arch: string): readonly string[] {
  if (major === 10 && minor < 4 && arch !== "arm64") return [];
  return (MAC_FORMATS.get(arch) ?? [arch]).map((format) => `macosx_${major}_${minor}_${format}`);
}

/** The first two numbers; more than two digits in either are no version of any system, and would make endless lists. */
function majorMinor(version: string | undefined): MajorMinor | undefined {
  const [, major, minor = "0"] = /^(\d{1,2})(?!\d)(?:\.(\d{1,2})(?!\d))?/u.exec(version ?? "") ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}
