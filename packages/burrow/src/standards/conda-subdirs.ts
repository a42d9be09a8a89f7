import type { Platform } from "../model/platform.ts";

/** The folders of a channel, each for one platform. */
const SUBDIRS: ReadonlySet<string> = new Set([
  "noarch",
  "linux-32",
  "linux-64",
  "linux-aarch64",
  "linux-armv6l",
  "linux-armv7l",
  "linux-ppc64",
  "linux-ppc64le",
  "linux-riscv32",
  "linux-riscv64",
  "linux-s390x",
  "osx-64",
  "osx-arm64",
  "win-32",
  "win-64",
  "win-arm64",
  "emscripten-wasm32",
  "wasi-wasm32",
  "zos-z",
]);

/** Whether the text names a platform as conda does (`linux-64`, `noarch`). */
export function isSubdir(text: string): boolean {
  return SUBDIRS.has(text);
}

/** The channel's folder for a platform, such as `linux-64`; undefined where conda has none. */
export function subdirOf({ os, arch }: Platform): string | undefined {
  return BY_PLATFORM[`${os} ${archOf({ arch })}`];
}

const BY_PLATFORM: Readonly<Record<string, string>> = {
  "linux x86_64": "linux-64",
  "linux x86": "linux-32",
  "linux aarch64": "linux-aarch64",
  "linux ppc64le": "linux-ppc64le",
  "linux s390x": "linux-s390x",
  "macos x86_64": "osx-64",
  "macos aarch64": "osx-arm64",
  "windows x86_64": "win-64",
  "windows x86": "win-32",
  "windows aarch64": "win-arm64",
};

/** The one name for an architecture that goes by several. */
export function archOf({ arch }: Pick<Platform, "arch">): string {
  const plain = arch.toLowerCase();
  if (plain === "x64" || plain === "amd64" || plain === "x86_64") return "x86_64";
  if (plain === "arm64" || plain === "aarch64") return "aarch64";
  return /^(?:i[3-6]86|ia32|x86|win32)$/u.test(plain) ? "x86" : plain;
}
