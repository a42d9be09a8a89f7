import { expect, test } from "vitest";
import { interpreterTags, platformTags, tagText, type TaggedInterpreter } from "../../src/standards/index.ts";

const tags = (interpreter: TaggedInterpreter): readonly string[] => interpreterTags(interpreter).map(tagText);

test("CPython on Windows takes these, in this order", () => {
  expect(
    tags({ version: "3.4.1", implementation: "cpython", platform: { os: "windows", arch: "amd64" } }),
  ).toEqual([
    "cp34-cp34m-win_amd64",
    "cp34-abi3-win_amd64",
    "cp34-none-win_amd64",
    "cp33-abi3-win_amd64",
    "cp32-abi3-win_amd64",
    "py34-none-win_amd64",
    "py3-none-win_amd64",
    "py33-none-win_amd64",
    "py32-none-win_amd64",
    "py31-none-win_amd64",
    "py30-none-win_amd64",
    "cp34-none-any",
    "py34-none-any",
    "py3-none-any",
    "py33-none-any",
    "py32-none-any",
    "py31-none-any",
    "py30-none-any",
  ]);
});

test("a free-threaded build takes abi3t, not abi3; PyPy takes its own", () => {
  const platform = { os: "windows", arch: "arm64" } as const;
  const threaded = tags({ version: "3.14.0b1", implementation: "cpython", freeThreaded: true, platform });
  expect(threaded.slice(0, 4)).toEqual([
    "cp314-cp314t-win_arm64",
    "cp314-abi3t-win_arm64",
    "cp314-none-win_arm64",
    "cp313-abi3t-win_arm64",
  ]);
  expect(threaded.filter((tag) => tag.includes("-abi3-"))).toEqual([]);
  const pypy = tags({
    version: "3.10.14",
    implementation: "pypy",
    implementationVersion: "7.3.17",
    platform,
  });
  expect(pypy.slice(0, 3)).toEqual([
    "pp310-pypy310_pp73-win_arm64",
    "pp310-none-win_arm64",
    "py310-none-win_arm64",
  ]);
  expect(pypy).toContain("pp3-none-any");
});

function glibc(arch: string, version: string): readonly string[] {
  return platformTags({ os: "linux", arch, libc: { kind: "glibc", version } });
}

test("manylinux goes down from the machine's glibc, with its older names", () => {
  expect(glibc("aarch64", "2.18")).toEqual([
    "linux_aarch64",
    "manylinux_2_18_aarch64",
    "manylinux_2_17_aarch64",
    "manylinux2014_aarch64",
  ]);
  expect(glibc("x86_64", "2.6")).toEqual([
    "linux_x86_64",
    "manylinux_2_6_x86_64",
    "manylinux_2_5_x86_64",
    "manylinux1_x86_64",
  ]);
  expect(glibc("mips64", "2.36")).toEqual(["linux_mips64"]);
});

test("musllinux, and a Linux that nothing is known of", () => {
  expect(platformTags({ os: "linux", arch: "x86_64", libc: { kind: "musl", version: "1.2" } })).toEqual([
    "linux_x86_64",
    "musllinux_1_2_x86_64",
    "musllinux_1_1_x86_64",
    "musllinux_1_0_x86_64",
  ]);
  expect(platformTags({ os: "linux", arch: "x86_64" })).toEqual(["linux_x86_64"]);
  expect(platformTags({ os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "999999.1" } })).toEqual(
    ["linux_x86_64"],
  );
});

test("macOS", () => {
  expect(platformTags({ os: "macos", arch: "arm64", release: "12.6" }).slice(0, 5)).toEqual([
    "macosx_12_0_arm64",
    "macosx_12_0_universal2",
    "macosx_11_0_arm64",
    "macosx_11_0_universal2",
    "macosx_10_16_universal2",
  ]);
  expect(platformTags({ os: "macos", arch: "x86_64", release: "10.4" })).toEqual([
    "macosx_10_4_x86_64",
    "macosx_10_4_intel",
    "macosx_10_4_fat64",
    "macosx_10_4_fat3",
    "macosx_10_4_universal2",
    "macosx_10_4_universal",
  ]);
});

test("what is no version has no tags", () => {
  const platform = { os: "windows", arch: "amd64" } as const;
  for (const version of ["", "3", "x", "3.1000000000"])
    expect(tags({ version, implementation: "cpython", platform })).toEqual([]);
});
