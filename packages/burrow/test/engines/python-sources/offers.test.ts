import { expect, test } from "vitest";
import { knownArchives } from "../../../src/engines/python-sources/known-archives.ts";
import { offersFor } from "../../../src/engines/python-sources/offers.ts";
import { absolute } from "../../../src/model/path.ts";
import type { Platform } from "../../../src/model/platform.ts";

const PYTHONS = absolute("/home/me/.local/share/burrow/pythons");
const SOURCE = { origin: "test", archives: knownArchives() };
const GLIBC: Platform = { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } };
const MUSL: Platform = { os: "linux", arch: "aarch64", libc: { kind: "musl", version: "1.2" } };

/** The offers of a version for a platform. */
function offers(platform: Platform, version: string, freeThreaded = false) {
  return offersFor(platform, PYTHONS, SOURCE).filter(
    (offer) => offer.version === version && offer.freeThreaded === freeThreaded,
  );
}

test("an offer names its archive, its checksum and the folder that it would be", () => {
  expect(offers(GLIBC, "3.12.14")).toEqual([
    {
      version: "3.12.14",
      implementation: "cpython",
      freeThreaded: false,
      folder: `${PYTHONS}/cpython-3.12.14-linux-x86_64-gnu`,
      archive: {
        url: "https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.12.14%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz",
        sha256: "5acfa3e9ba26b51ae161c83aff278da915b590d22373a424b2ba55b8afe91fcc",
        executable: "bin/python3.12",
      },
    },
  ]);
});

test.each<readonly [string, Platform, string, string, string]>([
  ["musl", MUSL, "3.13.15", "cpython-3.13.15-linux-aarch64-musl", "bin/python3.13"],
  [
    "macOS",
    { os: "macos", arch: "arm64", release: "14.2" },
    "3.11.9",
    "cpython-3.11.9-macos-aarch64-none",
    "bin/python3.11",
  ],
  ["Windows", { os: "windows", arch: "amd64" }, "3.14.7", "cpython-3.14.7-windows-x86_64-none", "python.exe"],
])("%s has its own archives and its own layout", (_, platform, version, folder, executable) => {
  const found = offers(platform, version).map((offer) => [offer.folder, offer.archive.executable]);
  expect(found).toEqual([[`${PYTHONS}/${folder}`, executable]]);
});

test("a free-threaded build has a name and an executable of its own", () => {
  const [offer] = offers(GLIBC, "3.14.7", true);
  expect(offer?.folder).toBe(`${PYTHONS}/cpython-3.14.7+freethreaded-linux-x86_64-gnu`);
  expect(offer?.archive.executable).toBe("bin/python3.14t");
  expect(offer?.archive.url).toContain("-freethreaded-install_only");
});

test("a machine that nothing is made for is offered nothing", () => {
  expect(
    offersFor({ os: "linux", arch: "sparc64", libc: { kind: "glibc", version: "2.36" } }, PYTHONS, SOURCE),
  ).toEqual([]);
  expect(offersFor({ os: "linux", arch: "x86_64" }, PYTHONS, SOURCE)).toEqual([]);
});

test("every minor from 3.9 to 3.14 is there for the usual machines, and no archive twice", () => {
  for (const platform of [GLIBC, { os: "macos", arch: "arm64" }, { os: "windows", arch: "amd64" }] as const) {
    const found = offersFor(platform, PYTHONS, SOURCE);
    const minors = new Set(found.map(({ version }) => version.split(".").slice(0, 2).join(".")));
    expect([...minors]).toEqual(["3.14", "3.13", "3.12", "3.11", "3.10", "3.9"]);
    expect(new Set(found.map(({ folder }) => folder)).size).toBe(found.length);
  }
  for (const { sha256, url } of SOURCE.archives) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    expect(url).toMatch(/^https:\/\/[^+ ]+\.tar\.gz$/u);
  }
});

test("a mirror has the same folders and names below its address", () => {
  const archives = knownArchives("https://mirror.example/pythons/");
  const [offer] = offersFor(GLIBC, PYTHONS, { origin: "mirror", archives }).filter(
    ({ version }) => version === "3.12.14",
  );
  expect(offer?.archive.url).toBe(
    "https://mirror.example/pythons/20260814/cpython-3.12.14%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz",
  );
});
