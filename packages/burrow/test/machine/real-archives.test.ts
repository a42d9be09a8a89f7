import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { realArchives } from "../../src/machine/real-archives.ts";
import { BurrowError } from "../../src/model/error.ts";
import { absolute } from "../../src/model/path.ts";
import type { OperatingSystem } from "../../src/model/platform.ts";
import { tar, tarGz, type TarEntry } from "../kit/tar.ts";

const LIMITS = { entries: 50, bytes: 100_000 };

/** Unpacks into `to`, beside a file that no archive may reach; gives what came of it and what then stands around. */
async function unpack(
  archive: Uint8Array,
  os: OperatingSystem = "linux",
  signal = new AbortController().signal,
) {
  const outer = mkdtempSync(join(tmpdir(), "burrow-archive-"));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  const to = join(outer, "to");
  mkdirSync(to);
  writeFileSync(join(outer, "archive.tar.gz"), archive);
  const archives = realArchives(os);
  const options = { limits: LIMITS, signal };
  const outcome = await archives
    .unpack(absolute(join(outer, "archive.tar.gz")), absolute(to), options)
    .catch((error: unknown) => error);
  const measured = await archives
    .measure(absolute(join(outer, "archive.tar.gz")), options)
    .catch((error: unknown) => error);
  return { to, outcome, measured, around: readdirSync(outer).toSorted(), inside: readdirSync(to).toSorted() };
}

/** The code and the reason of what was thrown. */
function said(error: unknown): string {
  return error instanceof BurrowError ? `${error.code}: ${error.because}` : String(error);
}

const folder: TarEntry = { path: "python/", type: "5" };

test("an archive of a Python is written as it is, its top folder being the target", async () => {
  const { to, outcome, measured } = await unpack(
    tarGz([
      { path: "python/bin/python3.12", content: "#!/bin/sh\n", mode: 0o6777 },
      { path: "python/bin/python3", type: "2", link: "python3.12" },
      { path: "python/bin/python", type: "1", link: "python/bin/python3.12" },
      { path: "python/lib/x.py", content: "x = 1\n", mode: 0o666 },
      { path: "python/empty/", type: "5" },
      { path: "python/link", type: "2", link: "gone/away" },
    ]),
  );
  expect(outcome).toEqual({ entries: 6, bytes: 16 });
  expect(measured).toEqual(outcome);
  expect(readFileSync(join(to, "lib/x.py"), "utf8")).toBe("x = 1\n");
  expect(statSync(join(to, "bin/python3.12")).mode & 0o7777 & ~0o755).toBe(0);
  expect(statSync(join(to, "bin/python3.12")).mode & 0o100).toBe(0o100);
  expect(statSync(join(to, "lib/x.py")).mode & 0o133).toBe(0);
  expect(statSync(join(to, "lib/x.py")).mtimeMs).toBe(1_700_000_000_000);
  expect(readlinkSync(join(to, "bin/python3"))).toBe("python3.12");
  expect(statSync(join(to, "bin/python")).ino).toBe(statSync(join(to, "bin/python3.12")).ino);
  expect(readlinkSync(join(to, "link"))).toBe("gone/away");
  expect(lstatSync(join(to, "empty")).isDirectory()).toBe(true);
});

const HOSTILE: readonly (readonly [string, readonly TarEntry[], string, OperatingSystem?])[] = [
  [
    "a climb",
    [folder, { path: "python/../../evil", content: "x" }],
    "`python/../../evil`: its path holds `..`",
  ],
  [
    "an absolute path",
    [{ path: "/tmp/burrow-evil", content: "x" }],
    "`/tmp/burrow-evil`: its path is absolute",
  ],
  [
    "a link out",
    [folder, { path: "python/l", type: "2", link: "../.." }],
    "`python/l`: it leads to `../..`, outside of the archive's folder",
  ],
  [
    "an absolute link",
    [folder, { path: "python/l", type: "2", link: "/tmp" }],
    "`python/l`: it leads to `/tmp`, an absolute path",
  ],
  [
    "a file through a link",
    [folder, { path: "python/l", type: "2", link: "d" }, { path: "python/l/evil", content: "x" }],
    "`python/l/evil`: it lies below `python/l`, which is no folder",
  ],
  [
    "a file over a link",
    [folder, { path: "python/l", type: "2", link: "d" }, { path: "python/l", content: "x" }],
    "`python/l`: it is there twice",
  ],
  [
    "another name of a file outside",
    [folder, { path: "python/p", type: "1", link: "../archive.tar.gz" }],
    "`python/p`: it is another name of `../archive.tar.gz`, which is no file of the archive before it",
  ],
  [
    "a character device",
    [folder, { path: "python/null", type: "3" }],
    "`python/null`: it is neither a file, a folder nor a link but a CharacterDevice",
  ],
  [
    "a block device",
    [folder, { path: "python/sda", type: "4" }],
    "`python/sda`: it is neither a file, a folder nor a link but a BlockDevice",
  ],
  [
    "a pipe",
    [folder, { path: "python/pipe", type: "6" }],
    "`python/pipe`: it is neither a file, a folder nor a link but a FIFO",
  ],
  [
    "an entry of no known kind",
    [folder, { path: "python/v", type: "V" }],
    "`python/v`: it is neither a file, a folder nor a link but a TapeVolumeHeader",
  ],
  [
    "too large a file",
    [folder, { path: "python/big", content: "x".repeat(100_001) }],
    "`python/big`: there are more than 100000 bytes",
  ],
  [
    "a claim of more than all disks",
    [folder, { path: "python/big", content: "", size: 0o77777777777 }],
    "`python/big`: there are more than 100000 bytes",
  ],
  [
    "too many files",
    Array.from({ length: 51 }, (_, index) => ({ path: `python/${index}` })),
    "`python/50`: there are more than 50 entries",
  ],
  [
    "two top folders",
    [folder, { path: "other/x" }],
    "`other/x`: it lies outside of `python`, the archive's one folder",
  ],
  [
    "names that differ in case, on macOS",
    [folder, { path: "python/a/x" }, { path: "python/A", type: "2", link: "/" }],
    "`python/A`: it leads to `/`, an absolute path",
    "macos",
  ],
  [
    "the same, files",
    [folder, { path: "python/a" }, { path: "python/A" }],
    "`python/A`: `python/a` and `python/A` are one name on this machine",
    "windows",
  ],
  [
    "control characters",
    [folder, { path: "python/a\u001b[2J" }],
    "`python/a?[2J`: its path holds a name that cannot be",
  ],
];

test.each(HOSTILE.map(([what, entries, because, os]) => [what, entries, because, os] as const))(
  "%s is refused by name, and nothing is written outside",
  async (_, entries, because, os) => {
    const { outcome, measured, around } = await unpack(tarGz(entries), os);
    expect(said(outcome)).toBe(`archive/refused: ${because}`);
    expect(said(measured)).toBe(said(outcome));
    expect(around).toEqual(["archive.tar.gz", "to"]);
    expect(existsSync("/tmp/burrow-evil")).toBe(false);
  },
);

test("a bomb of nothing but compressed zeros is stopped at the limit", async () => {
  const { outcome, inside } = await unpack(gzipSync(Buffer.concat([tar([folder]), Buffer.alloc(2_000_000)])));
  expect(said(outcome)).toBe("archive/damaged: it unpacks to more than 304800 bytes");
  expect(inside).toEqual([]);
});

test("an archive inside an archive is not opened", async () => {
  const { outcome } = await unpack(gzipSync(tarGz([folder])));
  expect(said(outcome)).toBe("archive/damaged: it is compressed twice");
});

test("what is cut off, empty or something else is damaged", async () => {
  const whole = tarGz([folder, { path: "python/x", content: "x".repeat(5000) }]);
  const cut = await unpack(whole.subarray(0, whole.length - 30));
  const half = await unpack(
    gzipSync(tar([folder, { path: "python/x", content: "x".repeat(5000) }]).subarray(0, 2048)),
  );
  const text = await unpack(Buffer.from("<html>not found</html>"));
  const junk = await unpack(gzipSync(Buffer.from("not a tar archive".repeat(100))));
  const codes = [cut, half, text, junk].map(({ outcome }) => (outcome as BurrowError).code);
  expect(codes).toEqual(["archive/damaged", "archive/damaged", "archive/damaged", "archive/damaged"]);
});

test("a cancel ends it, in the middle of a file too", async () => {
  const outer = mkdtempSync(join(tmpdir(), "burrow-archive-"));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  const archive = join(outer, "archive.tar.gz");
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * index * 31) % 251));
  writeFileSync(archive, tarGz([folder, { path: "python/noise", content: noise }]));
  const controller = new AbortController();
  const outcome = realArchives("linux").unpack(absolute(archive), absolute(join(outer)), {
    limits: { entries: 10, bytes: 10_000_000 },
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(outcome).rejects.toThrow("enough");
});
