import { expect, test } from "vitest";
import { markerEnvironment } from "../../src/standards/index.ts";

test("CPython on Linux", () => {
  expect(
    markerEnvironment({
      version: "3.12.4",
      implementation: "cpython",
      platform: { os: "linux", arch: "x86_64" },
      platformRelease: "6.1.0",
      platformVersion: "#1 SMP",
    }),
  ).toEqual({
    implementation_name: "cpython",
    implementation_version: "3.12.4",
    os_name: "posix",
    platform_machine: "x86_64",
    platform_python_implementation: "CPython",
    platform_release: "6.1.0",
    platform_system: "Linux",
    platform_version: "#1 SMP",
    python_full_version: "3.12.4",
    python_version: "3.12",
    sys_platform: "linux",
  });
});

test("PyPy on Windows", () => {
  expect(
    markerEnvironment({
      version: "3.10.14",
      implementation: "pypy",
      implementationVersion: "7.3.17",
      platform: { os: "windows", arch: "amd64" },
    }),
  ).toEqual({
    implementation_name: "pypy",
    implementation_version: "7.3.17",
    os_name: "nt",
    platform_machine: "AMD64",
    platform_python_implementation: "PyPy",
    platform_release: "",
    platform_system: "Windows",
    platform_version: "",
    python_full_version: "3.10.14",
    python_version: "3.10",
    sys_platform: "win32",
  });
});

test.each([
  ["3.14.0b1", "3.14.0b1", "3.14.0b1", "3.14"],
  ["3.14.0rc2", "3.14.0rc2", "3.14.0c2", "3.14"],
  ["3.13.0a1+", "3.13.0a1+", "3.13.0a1", "3.13"],
  ["3.9", "3.9.0", "3.9.0", "3.9"],
  ["3.14b1", "3.14.0b1", "3.14.0b1", "3.14"],
])("version %s is full version %s, implementation version %s, version %s", (version, full, own, short) => {
  const environment = markerEnvironment({
    version,
    implementation: "cpython",
    platform: { os: "macos", arch: "arm64", release: "14.2" },
  });
  expect(environment.python_full_version).toBe(full);
  expect(environment.implementation_version).toBe(own);
  expect(environment.python_version).toBe(short);
  expect([environment.sys_platform, environment.platform_system]).toEqual(["darwin", "Darwin"]);
});
