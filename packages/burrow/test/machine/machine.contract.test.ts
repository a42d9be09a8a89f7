import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, onTestFinished, test } from "vitest";
import { factOf } from "../../src/machine/fact.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join, type AbsolutePath } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

/** A machine and an empty folder on it. */
interface Place {
  readonly machine: Workbench;
  readonly at: (path: string) => AbsolutePath;
}

function real(): Place {
  const folder = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-machine-`)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { machine: realWorkbench(realMachine()), at: (path) => join(folder, path) };
}

function fake(): Place {
  return { machine: fakeMachine({ "/w": { folder: true } }), at: (path) => join(absolute("/w"), path) };
}

describe.each([
  { name: "real", place: real },
  { name: "fake", place: fake },
])("the $name machine", ({ place }) => {
  test("reads regular files up to a limit, and nothing else", () => {
    const { machine, at } = place();
    machine.createFile(at("a"), "grüße");
    machine.makeFolder(at("folder"));
    machine.makeLink(at("link"), "a");
    expect(machine.readText(at("a"))).toBe("grüße");
    expect(machine.readText(at("link"))).toBe("grüße");
    expect([...(machine.readBytes(at("a")) ?? [])]).toEqual([103, 114, 195, 188, 195, 159, 101]);
    expect(machine.readText(at("a"), 7)).toBe("grüße");
    expect(machine.readText(at("a"), 6)).toBeUndefined();
    expect(machine.readText(at("folder"))).toBeUndefined();
    expect(machine.readText(at("absent"))).toBeUndefined();
    expect(machine.readText(at("a/below"))).toBeUndefined();
  });

  test("keeps a byte order mark and replaces bad bytes", () => {
    const { machine, at } = place();
    machine.writeFile(at("a"), Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff));
    expect(machine.readText(at("a"))).toBe("\ufeffa\ufffd");
  });

  test("lists a folder by name, and nothing where there is none", () => {
    const { machine, at } = place();
    machine.createFile(at("b"), "");
    machine.createFile(at("B"), "");
    machine.makeFolder(at("a"));
    machine.makeLink(at("é"), "nowhere");
    expect(machine.list(at("."))).toEqual([
      { name: "B", kind: "file" },
      { name: "a", kind: "folder" },
      { name: "b", kind: "file" },
      { name: "é", kind: "link" },
    ]);
    expect(machine.names(at(".")).toSorted()).toEqual(["B", "a", "b", "é"]);
    for (const path of [at("b"), at("absent")]) {
      expect(machine.list(path)).toEqual([]);
      expect(machine.names(path)).toEqual([]);
    }
  });

  test("tells a link from what it leads to", () => {
    const { machine, at } = place();
    machine.createFile(at("a"), "12345");
    machine.makeLink(at("link"), "a");
    expect(machine.status(at("link"))).toMatchObject({ kind: "link", size: 1 });
    expect(machine.target(at("link"))).toMatchObject({ kind: "file", size: 5, links: 1, mode: 0o644 });
    expect(machine.target(at("link"))?.inode).toBe(machine.status(at("a"))?.inode);
    expect(machine.readLink(at("link"))).toBe("a");
    expect(machine.readLink(at("a"))).toBeUndefined();
    expect(machine.realPath(at("link"))).toBe(at("a"));
  });

  test("a dangling link, a loop and a way through a file lead nowhere", () => {
    const { machine, at } = place();
    machine.createFile(at("file"), "");
    machine.makeLink(at("dangling"), "absent");
    machine.makeLink(at("one"), "other");
    machine.makeLink(at("other"), "one");
    for (const path of [at("dangling"), at("one"), at("file/below"), at("absent")]) {
      expect(machine.target(path)).toBeUndefined();
      expect(machine.realPath(path)).toBeUndefined();
      expect(machine.readText(path)).toBeUndefined();
      expect(machine.writable(path)).toBe(false);
    }
    expect(machine.status(at("one"))).toMatchObject({ kind: "link" });
    expect(machine.list(at("one"))).toEqual([]);
  });

  test("a path with a NUL is a path where nothing is", () => {
    const { machine, at } = place();
    const path = `${at("a")}\0b` as AbsolutePath;
    expect(machine.status(path)).toBeUndefined();
    expect(machine.readText(path)).toBeUndefined();
    expect(machine.realPath(path)).toBeUndefined();
  });

  test("a fact changes when the file, the link or the folder does", () => {
    const { machine, at } = place();
    expect(factOf(machine, at("a"))).toEqual({ path: at("a"), was: "absent" });
    machine.createFile(at("a"), "1");
    const status = machine.status(at("a"));
    const file = factOf(machine, at("a")).was;
    expect(file).toBe(`file:1:${status?.mtime}:${status?.inode}`);
    machine.writeFile(at("a"), "2");
    expect(factOf(machine, at("a")).was).not.toBe(file);

    machine.makeFolder(at("folder"));
    machine.setTime(at("folder"), 1_000_000_000n);
    const folder = factOf(machine, at("folder")).was;
    expect(folder).toBe(`folder:1000000000:${machine.status(at("folder"))?.inode}`);
    machine.createFile(at("folder/new"), "");
    expect(factOf(machine, at("folder")).was).not.toBe(folder);

    machine.makeLink(at("link"), "a");
    expect(factOf(machine, at("link")).was).toMatch(/^link:1:\d+:\d+$/u);
  });
});
