import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { fromFileSystem, toFileSystem } from "../../src/machine/file-names.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { absolute, join, type AbsolutePath } from "../../src/model/path.ts";
import { onPath } from "../kit/tools.ts";

function folder(): AbsolutePath {
  const made = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-real-`)));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("a pipe and a device are never opened", () => {
  const at = folder();
  execFileSync(onPath("mkfifo") ?? "", [join(at, "pipe")]);
  const machine = realMachine();
  expect(machine.readText(join(at, "pipe"))).toBeUndefined();
  expect(machine.readBytes(absolute("/dev/zero"))).toBeUndefined();
  expect(machine.status(join(at, "pipe"))?.kind).toBe("other");
});

test("a file that tells no size is read to its end", () => {
  const machine = realMachine();
  expect(machine.readText(absolute("/proc/self/status"))).toMatch(/^Name:[\s\S]+\n$/u);
});

test("a text does not change when the next one is read", () => {
  const at = folder();
  writeFileSync(join(at, "long"), "a".repeat(70_000));
  writeFileSync(join(at, "short"), "b");
  const machine = realMachine();
  const long = machine.readText(join(at, "long"));
  const bytes = machine.readBytes(join(at, "short"));
  expect(machine.readText(join(at, "short"))).toBe("b");
  expect(long).toBe("a".repeat(70_000));
  expect([...(bytes ?? [])]).toEqual([98]);
});

test("a name that is not UTF-8 can be listed, read, resolved and followed", () => {
  const at = folder();
  const name = Buffer.from([0x63, 0x61, 0x66, 0xe9, 0xff]);
  writeFileSync(Buffer.concat([Buffer.from(`${at}/`), name]), "here");
  writeFileSync(join(at, "\ufffd"), "a real replacement character");
  const machine = realMachine();
  expect(machine.list(at).map((entry) => entry.name)).toEqual(["caf\udce9\udcff", "\ufffd"]);
  const path = join(at, "caf\udce9\udcff");
  expect(machine.readText(path)).toBe("here");
  expect(machine.realPath(path)).toBe(path);
  expect(machine.readText(join(at, "\ufffd"))).toBe("a real replacement character");
});

test.each([
  [[0x61], "a"],
  [[0xe9], "\udce9"],
  [[0xc3, 0xa9], "é"],
  [[0xc3], "\udcc3"],
  [[0xed, 0xb2, 0x80], "\udced\udcb2\udc80"],
  [[0xf0, 0x9f, 0x90, 0x8d, 0x80], "🐍\udc80"],
  [[0xc0, 0xaf], "\udcc0\udcaf"],
])("the bytes %j have the text %j, and back", (bytes, text) => {
  expect(fromFileSystem(Buffer.from(bytes))).toBe(text);
  const path = absolute(`/${text}`);
  expect([...Buffer.from(toFileSystem(path) as string)]).toEqual([0x2f, ...bytes]);
});

test("what nobody is meant to write is not writable, for root neither", () => {
  const at = folder();
  mkdirSync(join(at, "shut"));
  chmodSync(join(at, "shut"), 0o555);
  const machine = realMachine();
  expect(machine.writable(at)).toBe(true);
  expect(machine.writable(join(at, "shut"))).toBe(false);
  expect(machine.writable(absolute("/proc/version"))).toBe(false);
});
