import { expect, test } from "vitest";
import type { ArchiveSource } from "../../../src/engines/python-sources/listed-archive.ts";
import { archiveSource } from "../../../src/engines/python-sources/source.ts";
import { BurrowError } from "../../../src/model/error.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const LIST = "/mirror/python-downloads.json";
const ENTRY = {
  name: "cpython",
  arch: { family: "x86_64", variant: null },
  os: "linux",
  libc: "gnu",
  major: 3,
  minor: 12,
  patch: 11,
  prerelease: "",
  url: "cpython-3.12.11%2B1.tar.gz",
  sha256: "AB".repeat(32),
  variant: null,
  build: "20250902",
};

/** The source that a machine with these files and this variable has; its error as text. */
async function source(mirror: string | undefined, list?: unknown) {
  const text = typeof list === "string" ? list : JSON.stringify(list);
  const machine = fakeMachine(list === undefined ? {} : { [LIST]: text }, {
    env: mirror === undefined ? {} : { BURROW_PYTHON_MIRROR: mirror },
  });
  return archiveSource(machine).catch((error: unknown) =>
    error instanceof BurrowError ? `${error.code}: ${error.message}: ${error.because}` : error,
  );
}

test("without a mirror they come from the releases, with one from below its address", async () => {
  const first = "20260814/cpython-3.14.7%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz";
  const releases = "https://github.com/astral-sh/python-build-standalone/releases/download";
  for (const [mirror, origin, base] of [
    [undefined, "python-build-standalone", releases],
    ["", "python-build-standalone", releases],
    ["https://mirror.example/p/", "https://mirror.example/p/", "https://mirror.example/p"],
    ["/mirror", "/mirror", "file:///mirror"],
    ["file:///mirror/", "/mirror", "file:///mirror"],
  ] as const) {
    const found = (await source(mirror)) as ArchiveSource;
    expect([found.origin, found.archives[0]?.url]).toEqual([origin, `${base}/${first}`]);
  }
});

test("a folder's own list is the whole list, its addresses relative to it", async () => {
  const found = await source("/mirror", {
    one: ENTRY,
    two: {
      ...ENTRY,
      prerelease: "rc1",
      variant: "freethreaded",
      url: "https://h.example/x.tgz",
      bytes: 5,
      executable: "bin/py",
    },
  });
  expect(found).toEqual({
    origin: LIST,
    archives: [
      {
        implementation: "cpython",
        version: "3.12.11",
        freeThreaded: false,
        os: "linux",
        arch: "x86_64",
        libc: "gnu",
        url: "file:///mirror/cpython-3.12.11%2B1.tar.gz",
        sha256: "ab".repeat(32),
      },
      {
        implementation: "cpython",
        version: "3.12.11rc1",
        freeThreaded: true,
        os: "linux",
        arch: "x86_64",
        libc: "gnu",
        url: "https://h.example/x.tgz",
        sha256: "ab".repeat(32),
        bytes: 5,
        executable: "bin/py",
      },
    ],
  });
});

test("what burrow cannot use is left out: debug builds, other compressions, other C libraries", async () => {
  const found = await source("/mirror", {
    debug: { ...ENTRY, variant: "debug" },
    zstd: { ...ENTRY, url: "https://h.example/x.tar.zst" },
    arm: { ...ENTRY, libc: "gnueabihf" },
  });
  expect(found).toEqual({ origin: LIST, archives: [] });
});

test.each<readonly [string, unknown, string]>([
  ["no JSON", "{", "it is no JSON"],
  ["a list", [], "it is no object of entries by name"],
  ["no checksum", { mine: { ...ENTRY, sha256: undefined } }, "`mine`: `sha256`: it is missing"],
  [
    "half a checksum",
    { mine: { ...ENTRY, sha256: "ab" } },
    "`mine`: `sha256`: it has to be 64 hexadecimal digits",
  ],
  [
    "a name that climbs",
    { mine: { ...ENTRY, name: "../../x" } },
    "`mine`: `name`: it has to be a word in lower case",
  ],
  [
    "an executable elsewhere",
    { mine: { ...ENTRY, executable: "../bin/sh" } },
    "`mine`: `executable`: it has to lie below the unpacked folder",
  ],
  ["no address", { mine: { ...ENTRY, url: "http://[" } }, "`mine`: `url`: it is no address"],
])("%s is said with the file and the entry", async (_, list, because) => {
  expect(await source("/mirror", list)).toBe(
    `python/list: \`file://${LIST}\` is no list of Python archives: ${because}`,
  );
});

test("a mirror that is neither an address nor a folder is said as such", async () => {
  expect(await source("mirror/pythons")).toBe(
    "usage/bad-value: `BURROW_PYTHON_MIRROR=mirror/pythons` names no mirror: it is neither an https: address nor a folder",
  );
});
