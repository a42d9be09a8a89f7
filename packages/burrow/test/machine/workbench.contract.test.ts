import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, onTestFinished, test } from "vitest";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join, type AbsolutePath } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

/** A workbench and an empty folder to work in. */
interface Place {
  readonly bench: Workbench;
  readonly at: (path: string) => AbsolutePath;
}

function real(): Place {
  const folder = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-workbench-`)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { bench: realWorkbench(realMachine()), at: (path) => join(folder, path) };
}

function fake(): Place {
  const bench = fakeMachine({ "/w": { folder: true } });
  return { bench, at: (path) => join(absolute("/w"), path) };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function code(expected: string) {
  return expect.objectContaining({ code: expected });
}

describe.each([
  { name: "real", place: real },
  { name: "fake", place: fake },
])("the $name workbench", ({ place }) => {
  test("makes folders and tells the topmost one that it made", () => {
    const { bench, at } = place();
    expect(bench.makeFolder(at("a/b/c"), 0o700)).toBe(at("a"));
    expect(bench.makeFolder(at("a/b/c"))).toBeUndefined();
    expect(bench.status(at("a/b/c"))).toMatchObject({ kind: "folder", mode: 0o700 });
    bench.createFile(at("file"), "");
    expect(() => bench.makeFolder(at("file"))).toThrow(code("EEXIST"));
  });

  test("writes a file over another in one go, with its mode and another inode", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "old", 0o640);
    const { inode } = bench.status(at("file")) ?? {};
    bench.writeFile(at("file"), "new");
    expect(bench.readText(at("file"))).toBe("new");
    expect(bench.status(at("file"))?.mode).toBe(0o640);
    expect(bench.status(at("file"))?.inode).not.toBe(inode);
    bench.writeFile(at("file"), new Uint8Array([0, 255]), 0o600);
    expect([...(bench.readBytes(at("file")) ?? [])]).toEqual([0, 255]);
    expect(bench.status(at("file"))?.mode).toBe(0o600);
    expect(bench.list(at(""))).toEqual([{ name: "file", kind: "file" }]);
  });

  test("makes a file only where there is none", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "one");
    expect(() => bench.createFile(at("file"), "two")).toThrow(code("EEXIST"));
    expect(() => bench.createFile(at("no/file"), "two")).toThrow(code("ENOENT"));
    expect(bench.readText(at("file"))).toBe("one");
  });

  test("adds to a file that is there", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "one\n");
    bench.append(at("file"), "two\n");
    expect(bench.readText(at("file"))).toBe("one\ntwo\n");
    expect(() => bench.append(at("none"), "x")).toThrow(code("ENOENT"));
  });

  test("copies and links files", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "one", 0o750);
    bench.copyFile(at("file"), at("copy"));
    bench.hardLink(at("file"), at("second"));
    bench.append(at("second"), "+");
    expect(["file", "second", "copy"].map((name) => bench.readText(at(name)))).toEqual([
      "one+",
      "one+",
      "one",
    ]);
    expect(bench.status(at("copy"))?.mode).toBe(0o750);
    expect(bench.status(at("file"))?.links).toBe(2);
    expect(() => bench.hardLink(at("file"), at("copy"))).toThrow(code("EEXIST"));
  });

  test("makes symbolic links, and renames over one without following it", () => {
    const { bench, at } = place();
    bench.makeFolder(at("one"));
    bench.makeFolder(at("two"));
    bench.makeLink(at("link"), "one");
    bench.makeLink(at("next"), "two");
    expect(() => bench.makeLink(at("link"), "two")).toThrow(code("EEXIST"));
    bench.rename(at("next"), at("link"));
    expect(bench.readLink(at("link"))).toBe("two");
    expect(bench.status(at("next"))).toBeUndefined();
    expect(() => bench.rename(at("link"), at("one"))).toThrow(code("EISDIR"));
    expect(() => bench.rename(at("none"), at("one"))).toThrow(code("ENOENT"));
  });

  test("renaming a name over another of the same file does nothing", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "one");
    bench.hardLink(at("file"), at("second"));
    bench.rename(at("file"), at("second"));
    expect(bench.list(at("")).map(({ name }) => name)).toEqual(["file", "second"]);
  });

  test("removes files, empty folders and trees, and follows no link", async () => {
    const { bench, at } = place();
    bench.makeFolder(at("tree/deep"));
    bench.createFile(at("outside"), "stays");
    bench.makeLink(at("tree/link"), "../outside");
    bench.makeLink(at("tree/deep/up"), "..");
    bench.createFile(at("tree/deep/file"), "goes", 0o400);
    expect(() => bench.removeFolder(at("tree"))).toThrow(code("ENOTEMPTY"));
    await bench.removeTree(at("tree"));
    await bench.removeTree(at("tree"));
    bench.removeFile(at("none"));
    expect(bench.list(at(""))).toEqual([{ name: "outside", kind: "file" }]);
    bench.makeLink(at("link"), "outside");
    await bench.removeTree(at("link"));
    expect(bench.readText(at("outside"))).toBe("stays");
    bench.removeFile(at("outside"));
    expect(bench.list(at(""))).toEqual([]);
  });

  test("sets modes and times, of a link its own", () => {
    const { bench, at } = place();
    bench.createFile(at("file"), "");
    bench.makeLink(at("link"), "file");
    bench.setMode(at("file"), 0o711);
    bench.setTime(at("file"), 1_600_000_000_123_456_000n);
    bench.setTime(at("link"), 1_500_000_000_000_001_000n);
    expect(bench.status(at("file"))?.mode).toBe(0o711);
    const microseconds = ["file", "link"].map((name) => (bench.status(at(name))?.mtime ?? 0n) / 1000n);
    expect(microseconds).toEqual([1_600_000_000_123_456n, 1_500_000_000_000_001n]);
  });

  test("syncs what is there, and says so when it is not", async () => {
    const { bench, at } = place();
    bench.makeFolder(at("tree/deep"));
    bench.createFile(at("tree/deep/file"), "", 0o600);
    bench.makeLink(at("tree/dangling"), "nowhere");
    bench.syncFile(at("tree/deep/file"));
    bench.syncFolder(at("tree"));
    await bench.syncTree(at("tree"));
    expect(() => bench.syncFolder(at("none"))).toThrow(code("ENOENT"));
  });

  test("hashes files of any size", async () => {
    const { bench, at } = place();
    const content = "burrow\n".repeat(400_000);
    bench.writeFile(at("large"), content);
    bench.writeFile(at("small"), "x");
    expect(await bench.sha256(at("large"))).toBe(hash(content));
    expect(await bench.sha256(at("small"))).toBe(hash("x"));
    expect(await bench.sha256(at(""))).toBeUndefined();
    expect(await bench.sha256(at("none"))).toBeUndefined();
    expect(bench.freeSpace(at(""))).toBeGreaterThan(0n);
  });
});
