import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { unpackWheel } from "../../src/engines/unpack-wheel.ts";
import { wheel } from "../kit/wheel.ts";
import { zip, type ZipEntry } from "../kit/zip.ts";

const sha256 = (bytes: string | Uint8Array, form: "hex" | "base64url" = "hex") =>
  createHash("sha256").update(bytes).digest(form);

/** An archive with a RECORD that is right for all entries, so that only what a test is about is wrong. */
function archive(entries: readonly ZipEntry[], record?: string): Buffer {
  const lines = entries
    .filter(({ name }) => !name.endsWith("/"))
    .map(({ name, content }) => `"${name}",sha256=${sha256(content, "base64url")},\n`);
  return zip([
    ...entries,
    { name: "a-1.dist-info/RECORD", content: record ?? `${lines.join("")}a-1.dist-info/RECORD,,\n` },
  ]);
}

const unpack = (bytes: Uint8Array, limits?: { entries: number; bytes: number }) =>
  unpackWheel(bytes, [sha256(bytes)], limits);
const file = (name: string, rest: Partial<ZipEntry> = {}): ZipEntry => ({ name, content: "x", ...rest });

test("gives the files of a wheel, what is a program executable", async () => {
  const bytes = archive([
    file("a/", { content: "", mode: 0o040_755 }),
    file("a/b.py"),
    file("a-1.data/scripts/tool"),
    file("a/bin", { mode: 0o100_755 }),
  ]);
  const files = await unpack(bytes);
  expect(files.map(({ path, executable }) => [path, executable])).toEqual([
    ["a/b.py", false],
    ["a-1.data/scripts/tool", true],
    ["a/bin", true],
    ["a-1.dist-info/RECORD", false],
  ]);
  expect(Buffer.from(files[0]?.bytes ?? []).toString()).toBe("x");
});

test("reads what the kit builds", async () => {
  const built = wheel({ name: "Some.Thing", version: "1.0", scripts: { some: "some_thing:main" } });
  expect((await unpack(built.bytes)).map(({ path }) => path)).toEqual([
    "some_thing.py",
    "some_thing-1.0.dist-info/METADATA",
    "some_thing-1.0.dist-info/WHEEL",
    "some_thing-1.0.dist-info/entry_points.txt",
    "some_thing-1.0.dist-info/RECORD",
  ]);
});

const refused = (because: RegExp) =>
  expect.objectContaining({ code: "engine/unavailable", because: expect.stringMatching(because) });

describe("refuses the whole of", () => {
  test.each([
    ["../out", /relative path|called/u],
    ["a/../../out", /relative path|called/u],
    ["/etc/out", /absolute path|called/u],
    ["C:/out", /absolute path|called/u],
    ["a\\out", /invalid characters|called/u],
    ["a//b", /called/u],
    ["a/./b", /called/u],
    ["a/b.", /called/u],
    ["a/b ", /called/u],
    ["a/CON", /called/u],
    ["a/nul.txt", /called/u],
    ["a/b:stream", /called/u],
    ["a/\u0007", /called/u],
  ])("a file called %j", async (name, because) => {
    await expect(unpack(archive([file(name)]))).rejects.toEqual(refused(because));
  });

  test.each([
    ["a link", [file("a", { mode: 0o120_777 })], /neither a file nor a folder/u],
    ["a device", [file("a", { mode: 0o020_666 })], /neither a file nor a folder/u],
    ["a pipe", [file("a", { mode: 0o010_644 })], /neither a file nor a folder/u],
    ["a folder that is a link", [file("a/", { mode: 0o120_777 })], /neither a file nor a folder/u],
    ["a file twice", [file("a"), file("a")], /in it twice/u],
    ["names that differ in case alone", [file("a/B"), file("A/b")], /in it twice/u],
    ["names that differ in composition alone", [file("\u00e9"), file("e\u0301")], /in it twice/u],
    ["a file where a folder is", [file("a/b"), file("a")], /in it twice/u],
    ["a folder where a file is", [file("a"), file("A/b")], /in it twice/u],
    ["a file that is larger than it claims", [file("a", { content: "xx".repeat(50), claimedSize: 1 })], /./u],
  ])("%s", async (_, entries, because) => {
    await expect(unpack(archive(entries))).rejects.toEqual(refused(because));
  });

  test.each([
    ["no RECORD", zip([file("a")]), /exactly one RECORD/u],
    ["a second RECORD", archive([file("b-1.dist-info/RECORD")]), /exactly one RECORD/u],
    [
      "a file that RECORD does not list",
      archive([file("a")], "a-1.dist-info/RECORD,,\n"),
      /`a` is not as its RECORD says/u,
    ],
    [
      "a file that RECORD lists without a hash",
      archive([file("a")], "a,,\n"),
      /`a` is not as its RECORD says/u,
    ],
    [
      "a file with another hash",
      archive([file("a")], `a,sha256=${sha256("y", "base64url")},1\n`),
      /`a` is not as its RECORD says/u,
    ],
    [
      "a file with a weak hash",
      archive([file("a")], "a,md5=nc2QTKLnf3-OhZjoFHOzDg,1\n"),
      /`a` is not as its RECORD says/u,
    ],
    ["a RECORD with more than there is", archive([], "gone,sha256=x,1\n"), /`gone` is in its RECORD/u],
    ["what is no archive", Buffer.from("PK no"), /./u],
  ])("%s", async (_, bytes, because) => {
    await expect(unpack(bytes)).rejects.toEqual(refused(because));
  });

  test("more than the limits", async () => {
    const bytes = archive([file("a"), file("b", { content: "x".repeat(100) })]);
    await expect(unpack(bytes, { entries: 2, bytes: 1000 })).rejects.toEqual(refused(/3 entries/u));
    await expect(unpack(bytes, { entries: 9, bytes: 50 })).rejects.toEqual(refused(/more than 50 bytes/u));
  });

  test("a wheel with another hash than those that are known", async () => {
    await expect(unpackWheel(archive([file("a")]), [sha256("other")])).rejects.toEqual(
      refused(/not one that burrow knows/u),
    );
  });
});
