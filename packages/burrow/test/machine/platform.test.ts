import { expect, test } from "vitest";
import { detectPlatform, type Host } from "../../src/machine/platform.ts";

const LINUX: Host = { platform: "linux", arch: "x64", lib: [], kernel: "6.1.0" };

test.each<[string, Host, unknown]>([
  [
    "glibc",
    { ...LINUX, glibc: "2.36" },
    { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
  ],
  [
    "musl",
    { ...LINUX, arch: "arm64", lib: ["ld-musl-aarch64.so.1"] },
    { os: "linux", arch: "aarch64", libc: { kind: "musl", version: "1.2" } },
  ],
  ["another C library", LINUX, { os: "linux", arch: "x86_64" }],
  [
    "macOS 14.2",
    { platform: "darwin", arch: "arm64", lib: [], kernel: "23.2.0" },
    { os: "macos", arch: "arm64", release: "14.2" },
  ],
  [
    "macOS 10.15",
    { platform: "darwin", arch: "x64", lib: [], kernel: "19.6.0" },
    { os: "macos", arch: "x86_64", release: "10.15" },
  ],
  [
    "macOS 26",
    { platform: "darwin", arch: "arm64", lib: [], kernel: "25.0.0" },
    { os: "macos", arch: "arm64", release: "26.0" },
  ],
  [
    "Windows",
    { platform: "win32", arch: "x64", lib: [], kernel: "10.0.22631" },
    { os: "windows", arch: "amd64" },
  ],
])("%s", (_name, host, expected) => {
  expect(detectPlatform(host)).toEqual(expected);
});
