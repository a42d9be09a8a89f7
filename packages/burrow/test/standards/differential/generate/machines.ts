import fc, { type Arbitrary } from "fast-check";
import type { TaggedInterpreter } from "../../../../src/standards/index.ts";

/** A machine as `oracle.py` describes it and as burrow does. */
export type Machine = readonly [machine: Readonly<Record<string, unknown>>, interpreter: TaggedInterpreter];

const libc = fc.oneof(
  fc.record({ kind: fc.constant("glibc" as const), major: fc.constantFrom(2, 2, 2, 3), minor: fc.nat(43) }),
  fc.record({ kind: fc.constant("musl" as const), major: fc.constant(1), minor: fc.nat(4) }),
  fc.constant(undefined),
);

const linux = fc
  .record({
    arch: fc.constantFrom(
      "x86_64",
      "aarch64",
      "i686",
      "armv7l",
      "armv8l",
      "ppc64le",
      "s390x",
      "riscv64",
      "mips64",
    ),
    libc,
  })
  .map(({ arch, libc: c }) => ({
    machine: {
      system: "Linux",
      platform: `linux-${arch}`,
      arch,
      glibc: c?.kind === "glibc" ? [c.major, c.minor] : null,
      musl: c?.kind === "musl" ? [c.major, c.minor] : null,
    },
    platform: {
      os: "linux" as const,
      arch,
      ...(c === undefined ? {} : { libc: { kind: c.kind, version: `${c.major}.${c.minor}` } }),
    },
  }));

const mac = fc
  .record({
    arch: fc.constantFrom("x86_64", "arm64"),
    release: fc.constantFrom("10.3", "10.9.5", "10.15.7", "11.0", "11.7", "12.6.1", "14.2", "15.0", "26.1"),
  })
  .map(({ arch, release }) => ({
    machine: { system: "Darwin", mac: release, arch },
    platform: { os: "macos" as const, arch, release },
  }));

const windows = fc
  .constantFrom(["amd64", "win-amd64"], ["x86", "win32"], ["arm64", "win-arm64"])
  .map(([arch = "", platform]) => ({
    machine: { system: "Windows", platform, arch },
    platform: { os: "windows" as const, arch },
  }));

const cpython = fc
  .record({ minor: fc.integer({ min: 3, max: 16 }), freeThreaded: fc.boolean(), debug: fc.boolean() })
  .map(({ minor, freeThreaded, debug }) => ({
    machine: {
      implementation: "cpython",
      python: [3, minor],
      config: {
        Py_DEBUG: Number(debug),
        Py_GIL_DISABLED: Number(freeThreaded),
        WITH_PYMALLOC: 1,
        py_version_nodot: `3${minor}`,
      },
    },
    interpreter: { implementation: "cpython", version: `3.${minor}.1`, freeThreaded, debug },
  }));

const foreign = fc.constantFrom("pypy", "graalpy", "other").chain((implementation) =>
  fc.integer({ min: 8, max: 12 }).map((minor) => {
    const suffix = { pypy: `.pypy3${minor}-pp73-x.so`, graalpy: `.graalpy242-3${minor}-native-x.so` };
    const own = { pypy: "7.3.17", graalpy: "24.2.1" };
    const known = implementation === "other" ? undefined : implementation;
    return {
      machine: {
        implementation,
        python: [3, minor],
        config: { EXT_SUFFIX: known ? suffix[known] : "..so", py_version_nodot: `3${minor}` },
      },
      interpreter: {
        implementation,
        version: `3.${minor}.9`,
        ...(known && { implementationVersion: own[known] }),
      },
    };
  }),
);

/** Interpreters on machines of every kind. */
export const machines: Arbitrary<Machine> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: cpython }, foreign),
    fc.oneof({ weight: 3, arbitrary: linux }, mac, windows),
  )
  .map(([python, host]) => [
    { glibc: null, musl: null, mac: "", ...host.machine, ...python.machine },
    { ...python.interpreter, platform: host.platform },
  ]);
