import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { provisional } from "../../src/apply/provisional.ts";
import { checkPackages } from "../../src/apply/package-check.ts";
import type { Status } from "../../src/machine/machine.ts";
import { absolute } from "../../src/model/path.ts";
import { verifiedFiles } from "../../src/registry/verified-files.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const CACHE = absolute("/cache");
const PREFIX = absolute("/env");
const FILE = absolute("/env/lib/stone.txt");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A prefix with one package of one file, and what its record says of it. */
function prefixOf(content: string, recorded: string) {
  const paths = [{ _path: "lib/stone.txt", path_type: "hardlink", sha256_in_prefix: sha256(recorded) }];
  const record = { name: "stone", version: "1.0", paths_data: { paths } };
  return fakeMachine({
    "/env/conda-meta/stone-1.0-0.json": JSON.stringify(record),
    [FILE]: content,
  });
}

function statusOf(bench: ReturnType<typeof prefixOf>): Status {
  const status = bench.status(FILE);
  if (status === undefined) throw new Error("it is not there");
  return status;
}

test("what was hashed is known by its state, also by the next burrow; another file with its inode, size and time is not", () => {
  const bench = prefixOf("1.0", "1.0");
  const status = statusOf(bench);
  const first = verifiedFiles(bench, CACHE);
  first.remember(status, sha256("1.0"));
  first.save();
  const next = verifiedFiles(bench, CACHE);
  expect(next.sha256(status)).toBe(sha256("1.0"));
  expect(next.sha256({ ...status, born: status.born + 1n })).toBeUndefined();
});

test("a memory that contradicts the record is not believed: the file is hashed", async () => {
  const { signal } = new AbortController();
  const bench = prefixOf("2.0", "2.0");
  const verified = verifiedFiles(bench, CACHE);
  verified.remember(statusOf(bench), sha256("1.0"));
  expect((await checkPackages(bench, PREFIX, undefined, verified, signal)).problems).toEqual([]);
  expect(verified.sha256(statusOf(bench))).toBe(sha256("2.0"));

  const wrong = prefixOf("3.0", "2.0");
  const { problems } = await checkPackages(wrong, PREFIX, undefined, verifiedFiles(wrong, CACHE), signal);
  expect(problems.map(({ code }) => code)).toEqual(["package-altered"]);
});

test.each([
  ["cut off", "burrow ver"],
  ["of another form", '{"schema": 2, "files": {}}'],
  ["of lines that are none", "burrow verified 3\\nnothing\\n\\n "],
])("a memory that is %s is begun anew", (_, text) => {
  const bench = fakeMachine({ "/cache/verified.txt": text, [FILE]: "1.0" });
  const verified = verifiedFiles(bench, CACHE);
  expect(verified.sha256(statusOf(bench))).toBeUndefined();
  verified.remember(statusOf(bench), sha256("1.0"));
  verified.save();
  expect(verifiedFiles(bench, CACHE).sha256(statusOf(bench))).toBe(sha256("1.0"));
});

test.each(["../out", "/etc/passwd", "a//b", "a/../b", ""])(
  "a record that names `%s` is not read",
  async (path) => {
    const record = { name: "stone", version: "1.0", paths_data: { paths: [{ _path: path }] } };
    const bench = fakeMachine({ "/env/conda-meta/stone-1.0-0.json": JSON.stringify(record) });
    const { signal } = new AbortController();
    const { problems } = await checkPackages(bench, PREFIX, undefined, verifiedFiles(bench, CACHE), signal);
    expect(problems.map(({ code }) => code)).toEqual(["unreadable-metadata"]);
  },
);

test("what a transaction hashes is passed on when it is durable, and only what a cache shares", () => {
  const bench = prefixOf("1.0", "1.0");
  const memory = verifiedFiles(bench, CACHE);
  const shared = { ...statusOf(bench), links: 2 };
  const own = { ...shared, inode: shared.inode + 1n, links: 1 };
  const proven = provisional(memory);
  for (const status of [shared, own]) proven.remember(status, sha256("1.0"));
  expect([proven.sha256(shared), proven.sha256(own)]).toEqual([sha256("1.0"), sha256("1.0")]);
  expect(memory.sha256(shared)).toBeUndefined();
  proven.settle();
  expect([memory.sha256(shared), memory.sha256(own)]).toEqual([sha256("1.0"), undefined]);

  const again = provisional(memory);
  again.remember(shared, sha256("2.0"));
  expect(again.sha256(shared)).toBe(sha256("2.0"));
});

test.each(["ENOSPC", "EIO", "EACCES"])(
  "a memory that cannot be written (%s) undoes nothing and says nothing",
  (code) => {
    const bench = prefixOf("1.0", "1.0");
    const verified = verifiedFiles(bench, CACHE);
    verified.remember(statusOf(bench), sha256("1.0"));
    bench.failAfter(0, code, Infinity);
    expect(() => verified.save()).not.toThrow();
    bench.revive();
    expect(bench.status(absolute("/cache/verified.txt"))).toBeUndefined();
  },
);
