import {
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  mkdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ArchiveEntry, archivePolicy } from "../../src/machine/archive-policy.ts";

const LINUX = { caseSensitive: true, windows: false };
const MACOS = { caseSensitive: false, windows: false };
const WINDOWS = { caseSensitive: false, windows: true };

/** What the policy says of each entry in turn. */
function judge(
  entries: readonly Partial<ArchiveEntry>[],
  names = LINUX,
  limits = { entries: 100, bytes: 1000 },
) {
  const policy = archivePolicy(limits, names);
  return entries.map((entry) => policy.objection({ path: "", type: "File", size: 0, ...entry }));
}

const ok = undefined;

test("a Python's own shape is accepted", () => {
  const entries = [
    { path: "python/", type: "Directory" },
    { path: "python/bin/python3.12", size: 10 },
    { path: "python/bin/python3", type: "SymbolicLink", target: "python3.12" },
    { path: "python/lib/x/y", type: "SymbolicLink", target: "../../bin/python3" },
    { path: "python/bin/python", type: "Link", target: "python/bin/python3.12" },
    { path: "python/lib/../", type: "Directory" },
  ];
  expect(judge(entries)).toEqual([ok, ok, ok, ok, ok, "its path holds `..`"]);
});

test.each<readonly [string, Partial<ArchiveEntry>, string]>([
  ["an absolute path", { path: "/etc/passwd" }, "its path is absolute"],
  ["a drive", { path: "C:/x" }, "its path is absolute"],
  ["a climb", { path: "python/../../x" }, "its path holds `..`"],
  ["an empty part", { path: "python//x" }, "its path holds a part without a name"],
  ["no path", { path: "" }, "its path holds a part without a name"],
  ["a dot", { path: "./python/x" }, "its path holds a part without a name"],
  ["a backslash", { path: "python/..\\x" }, "its path holds a name that cannot be"],
  ["a line break", { path: "python/a\nb" }, "its path holds a name that cannot be"],
  ["depth", { path: `python${"/a".repeat(64)}` }, "it lies more than 64 folders deep"],
  ["another top folder", { path: "other/x" }, "it lies outside of `python`, the archive's one folder"],
  ["a file at the top", { path: "python" }, "it lies in no folder"],
  [
    "a device",
    { path: "python/x", type: "CharacterDevice" },
    "it is neither a file, a folder nor a link but a CharacterDevice",
  ],
  ["a pipe", { path: "python/x", type: "FIFO" }, "it is neither a file, a folder nor a link but a FIFO"],
  ["a file twice", { path: "python/f" }, "it is there twice"],
  ["a file over a folder", { path: "python/d" }, "it is there twice"],
  ["below a link", { path: "python/l/x" }, "it lies below `python/l`, which is no folder"],
  ["below a file", { path: "python/f/x" }, "it lies below `python/f`, which is no folder"],
  [
    "a link to an absolute path",
    { path: "python/x", type: "SymbolicLink", target: "/etc" },
    "it leads to `/etc`, an absolute path",
  ],
  [
    "a link out",
    { path: "python/x", type: "SymbolicLink", target: "../x" },
    "it leads to `../x`, outside of the archive's folder",
  ],
  [
    "a link out from below",
    { path: "python/d/x", type: "SymbolicLink", target: "../../x" },
    "it leads to `../../x`, outside of the archive's folder",
  ],
  [
    "a link that climbs past another",
    { path: "python/x", type: "SymbolicLink", target: "d/l/../.." },
    "it leads to `d/l/../..`, whose `..` does not stand at the start",
  ],
  ["a link to nothing", { path: "python/x", type: "SymbolicLink" }, "it leads nowhere"],
  [
    "another name of a file outside",
    { path: "python/x", type: "Link", target: "../../etc/passwd" },
    "it is another name of `../../etc/passwd`, which is no file of the archive before it",
  ],
  [
    "another name of a link",
    { path: "python/x", type: "Link", target: "python/l" },
    "it is another name of `python/l`, which is no file of the archive before it",
  ],
  ["too many bytes", { path: "python/x", size: 1001 }, "there are more than 1000 bytes"],
  ["a negative size", { path: "python/x", size: -1 }, "there are more than 1000 bytes"],
])("%s is refused", (_, entry, because) => {
  const before = [
    { path: "python/d/", type: "Directory" },
    { path: "python/f" },
    { path: "python/l", type: "SymbolicLink", target: "d" },
  ];
  expect(judge([...before, entry]).at(-1)).toBe(because);
});

test("entries are counted", () => {
  const entries = [{ path: "python/a" }, { path: "python/b" }, { path: "python/c" }];
  expect(judge(entries, LINUX, { entries: 2, bytes: 1 })).toEqual([ok, ok, "there are more than 2 entries"]);
});

test("where case does not count, names that differ in case are one, and so is a letter composed in two ways", () => {
  const entries = [
    { path: "python/a/x" },
    { path: "python/A/y" },
    { path: "python/\u00e9" },
    { path: "python/e\u0301" },
  ];
  expect(judge(entries)).toEqual([ok, ok, ok, ok]);
  expect(judge(entries, MACOS)).toEqual([
    ok,
    "`python/a` and `python/A` are one name on this machine",
    ok,
    "`python/\u00e9` and `python/e\u0301` are one name on this machine",
  ]);
});

test("Windows keeps some names for itself", () => {
  const paths = [
    "python/con",
    "python/nul.txt",
    "python/com1",
    "python/a.",
    "python/a ",
    "python/a:b",
    "python/console",
  ];
  const wrong = "its path holds a name that cannot be";
  expect(
    judge(
      paths.map((path) => ({ path })),
      WINDOWS,
    ),
  ).toEqual([wrong, wrong, wrong, wrong, wrong, wrong, ok]);
});

const name = fc.constantFrom("a", "b", "c");
const part = fc.oneof(
  { weight: 8, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom("..", ".", "") },
);
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const target = fc
  .tuple(fc.array(fc.constant(".."), { maxLength: 3 }), fc.array(part, { maxLength: 3 }))
  .map(([up, down]) => [...up, ...down].join("/"));
const entry = fc.oneof(
  fc.record({ type: fc.constant("File"), path: path.map((below) => `t/${below}`) }),
  fc.record({ type: fc.constant("Directory"), path: path.map((below) => `t/${below}`) }),
  fc.record({ type: fc.constant("SymbolicLink"), path: path.map((below) => `t/${below}`), target }),
);

/** Puts what the policy accepts on the disk, without its help: where an entry may not stand, the system says so. Gives the links. */
function place(
  folder: string,
  entries: readonly Pick<ArchiveEntry, "path" | "type" | "target">[],
): readonly string[] {
  const policy = archivePolicy({ entries: 100, bytes: 100 }, LINUX);
  const links: string[] = [];
  for (const { type, path: where, target: to } of entries) {
    if (
      policy.objection({ type, path: where, size: 0, ...(to !== undefined && { target: to }) }) !== undefined
    )
      continue;
    const at = join(folder, where);
    mkdirSync(type === "Directory" ? at : dirname(at), { recursive: true });
    if (type === "File") writeFileSync(at, "", { flag: "wx" });
    if (to === undefined) continue;
    symlinkSync(to, at);
    links.push(at);
  }
  return links;
}

/** The system itself says where a path leads; it knows nothing of the policy's letters. */
test("whatever is accepted, nothing on the disk leads out of the folder", () => {
  const outer = realpathSync(mkdtempSync(join(tmpdir(), "burrow-policy-")));
  let followed = 0;
  try {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 4, maxLength: 12 }), (entries) => {
        const folder = mkdtempSync(join(outer, "case-"));
        const links = place(folder, entries).filter((link) => existsSync(link));
        followed += links.length;
        for (const link of links) expect(`${realpathSync(link)}/`).toContain(`${folder}/t/`);
        expect(readdirSync(folder).filter((other) => other !== "t")).toEqual([]);
      }),
      { numRuns: 100 },
    );
  } finally {
    rmSync(outer, { recursive: true, force: true });
  }
  expect(followed).toBeGreaterThan(5);
});
