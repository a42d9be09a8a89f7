import { describe, expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import { formOf, readListing } from "../../../src/project/listing/read-listing.ts";

/** Lists that want something else than to say what an environment holds: each is refused by the line of what is wrong. */
type Case = readonly [what: string, text: string, problem: string];

const A = "a".repeat(64);
const HEAD = 'lock-version = "1.0"\ncreated-by = "x"\n';
const WHEEL = `wheels = [{ url = "https://x.invalid/pie-1.0-py3-none-any.whl", hashes = { sha256 = "${A}" } }]`;
const PIE = `${HEAD}[[packages]]\nname = "pie"\nversion = "1.0"\n${WHEEL}\n`;
const pie = (from: string, to: string): string => {
  expect(PIE).toContain(from);
  return PIE.replace(from, to);
};
const source = (text: string): string => pie(WHEEL, text);

function problemOf(name: string, text: string): string {
  const file = absolute(`/p/${name}`);
  const form = formOf(file, text);
  if (form === undefined) return "no form";
  const read = readListing(form, text, { file, platform: { os: "linux", arch: "x86_64" } });
  return read.ok ? "accepted" : `${read.problem.line}: ${read.problem.message}`;
}

const PYLOCKS: readonly Case[] = [
  [
    "no lock at all",
    'x = "1"\n',
    '1: `lock-version` is not as PEP 751 says: Invalid key: Expected "lock-version" but received undefined',
  ],
  [
    "another version of the format",
    'lock-version = "2.0"\npackages = []\n',
    "1: lock version `2.0` is not known",
  ],
  ["no packages", HEAD, "1: it has no `packages`"],
  ["an option for a name", pie('"pie"', '"--pre"'), "4: `--pre` is not the name of a project"],
  ["a path for a name", pie('"pie"', '"../pie"'), "4: `../pie` is not the name of a project"],
  [
    "a letter that only looks like one",
    pie('"pie"', '"\u212Apie"'),
    "4: `\u212Apie` is not the name of a project",
  ],
  ["a line break in a name", pie('"pie"', '"pie\\n--pre"'), "4: `pie --pre` is not the name of a project"],
  ["an option in a version", pie('"1.0"\nwheels', '"1.0 --pre"\nwheels'), "5: `1.0 --pre` is not a version"],
  ["no version", pie('\nversion = "1.0"\nwheels', "\nwheels"), "3: `pie` has no version"],
  ["a hash that is too short", pie(A, "abc"), "6: `abc` is not a sha256 of 64 hexadecimal digits"],
  [
    "a hash with an escape",
    pie(A, `\\u001b[2J${A}`),
    `6: \`[2J${A}\` is not a sha256 of 64 hexadecimal digits`,
  ],
  ["a hash that nobody knows", pie("sha256", "rot13"), "6: `rot13` is no hash that is known"],
  ["a weak hash alone", pie(`sha256 = "${A}"`, `md5 = "${"a".repeat(32)}"`), "6: it has no SHA-256"],
  [
    "a hash that is no text",
    pie(`"${A}"`, "1"),
    "6: `packages.0.wheels.0.hashes.sha256` is not as PEP 751 says: Invalid type: Expected string but received 1",
  ],
  [
    "a size below nothing",
    pie("hashes", "size = -1, hashes"),
    "6: `packages.0.wheels.0.size` is not as PEP 751 says: Invalid value: Expected >=0 but received -1",
  ],
  [
    "a scheme that runs a program",
    pie("https://x.invalid/", "ext::sh -c id/"),
    "6: `ext::sh -c id/pie-1.0-py3-none-any.whl` is not an address",
  ],
  [
    "a scheme of browsers",
    pie("https://x.invalid/", "javascript:"),
    "6: `javascript:pie-1.0-py3-none-any.whl` has a scheme that nothing is fetched by",
  ],
  [
    "a file elsewhere",
    pie("https://x.invalid/", "file:///etc/"),
    "6: `file:///etc/pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a file elsewhere by a detour",
    pie("https://x.invalid/", "file:///p/%2e%2e/etc/"),
    "6: `file:///p/%2e%2e/etc/pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a way up",
    pie('url = "https://x.invalid/', 'path = "wheels/../../'),
    "6: `wheels/../../pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "an absolute path",
    pie('url = "https://x.invalid/', 'path = "/etc/'),
    "6: `/etc/pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a drive",
    pie('url = "https://x.invalid/', 'path = "C:\\\\'),
    "6: `C:\\pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a way up with backslashes",
    pie('url = "https://x.invalid/', 'path = "..\\\\..\\\\'),
    "6: `..\\..\\pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a wheel of another project",
    pie("pie-1.0-py3", "evil-1.0-py3"),
    "6: `evil-1.0-py3-none-any.whl` is not a file of `pie 1.0`",
  ],
  [
    "a wheel of another version",
    pie("pie-1.0-py3", "pie-6.6-py3"),
    "6: `pie-6.6-py3-none-any.whl` is not a file of `pie 1.0`",
  ],
  [
    "an sdist of another project",
    source(`sdist = { url = "https://x.invalid/evil-1.0.tar.gz", hashes = { sha256 = "${A}" } }`),
    "6: `evil-1.0.tar.gz` is not a file of `pie 1.0`",
  ],
  [
    "a name of a file that is a path",
    pie("{ url", '{ name = "../pie-1.0-py3-none-any.whl", url'),
    "6: `../pie-1.0-py3-none-any.whl` is not the name of a file",
  ],
  [
    "a file that is nowhere",
    source(`sdist = { name = "pie-1.0.tar.gz", hashes = { sha256 = "${A}" } }`),
    "6: it has neither an address nor a path",
  ],
  ["no file", source(""), "3: `pie` has no file"],
  [
    "two sources",
    pie(
      WHEEL,
      `${WHEEL}\nvcs = { type = "git", url = "https://x.invalid/", commit-id = "${"a".repeat(40)}" }`,
    ),
    "3: `pie` has several sources",
  ],
  [
    "a folder",
    source('directory = { path = "../pie" }'),
    "6: `pie` is a folder, which may change: it cannot be recorded",
  ],
  [
    "an archive elsewhere",
    source(`archive = { path = "../pie.zip", hashes = { sha256 = "${A}" } }`),
    "6: `../pie.zip` leads out of the folder of the list",
  ],
  [
    "a folder outside of an archive",
    source(`archive = { path = "pie.zip", subdirectory = "a/../../b", hashes = { sha256 = "${A}" } }`),
    "6: `a/../../b` is not a folder in the source",
  ],
  [
    "an option for a commit",
    source('vcs = { type = "git", url = "https://x.invalid/", commit-id = "--upload-pack=id" }'),
    "6: `--upload-pack=id` is not a commit",
  ],
  [
    "an option for a repository",
    source(`vcs = { type = "git", url = "--upload-pack=id", commit-id = "${"a".repeat(40)}" }`),
    "6: `--upload-pack=id` is not the address of a repository",
  ],
  [
    "a version control that runs programs",
    source(`vcs = { type = "ext", url = "https://x.invalid/", commit-id = "${"a".repeat(40)}" }`),
    "6: `ext` is no version control that is recorded",
  ],
  [
    "a marker that is none",
    pie(WHEEL, `${WHEEL}\nmarker = "__import__('os')"`),
    "7: `__import__('os')` is not a marker: expected a marker variable or a quoted text",
  ],
  [
    "a marker of a thousand brackets",
    pie(WHEEL, `${WHEEL}\nmarker = "${"(".repeat(1000)}"`),
    `7: \`${"(".repeat(160)}…\` is not a marker: the parentheses are nested deeper than 200`,
  ],
  [
    "tables a hundred thousand deep",
    `${HEAD}packages = ${"[".repeat(100_000)}`,
    "3: it is not TOML: document contains excessively nested structures. aborting",
  ],
  [
    "eleven thousand packages",
    `${HEAD}packages = [${'{ name = "a" },'.repeat(11_000)}]`,
    "3: it lists more than 10000 packages",
  ],
  [
    "a condition of a thousand clauses",
    `${HEAD}requires-python = "${">=1,".repeat(1000)}"\npackages = []\n`,
    `3: \`${">=1,".repeat(40)}…\` is longer than 1000 letters`,
  ],
  [
    "a key twice",
    `${PIE}version = "2.0"\n`,
    "7: it is not TOML: trying to redefine an already defined table or value",
  ],
  [
    "a letter that turns the direction",
    pie('created-by = "x"', 'created-by = "\u202ex"'),
    "2: the character U+202E does not belong into a list",
  ],
  [
    "an escape in a comment",
    `# \u001b]0;x\u0007\n${PIE}`,
    "1: the character U+001B does not belong into a list",
  ],
];

const HASH = `--hash=sha256:${A}`;
const REQUIREMENTS: readonly Case[] = [
  ["nothing", "# empty\n", "1: it pins nothing"],
  [
    "an index",
    `pie==1.0\n--index-url https://evil.invalid/\n`,
    "2: `--index-url` is an option, which a record does not hold",
  ],
  [
    "an option behind a pin",
    `pie==1.0 --global-option=--x\n`,
    "1: `--global-option --x` has no meaning in a list",
  ],
  [
    "an option that pip has not",
    "pie==1.0\n--target=/etc\n",
    "2: `--target` is not an option of requirements files: `--target=/etc`",
  ],
  [
    "another file",
    "pie==1.0\n-r ../../etc/passwd\n",
    "2: `-r ../../etc/passwd` is another file: a list holds everything itself",
  ],
  ["an editable", "-e ../../lib\n", "1: `-e ../../lib` is a folder, which may change: it cannot be recorded"],
  ["a path", "../../lib\n", "1: `../../lib` is not a requirement: expected the name of a project"],
  ["a range", "pie>=1.0\n", "1: `pie` is not pinned to one version by `==`"],
  ["a wildcard", "pie==1.*\n", "1: `pie` is not pinned to one version by `==`"],
  [
    "any text for a version",
    "pie===1.0-evil;x\n",
    "1: `pie===1.0-evil;x` is not a requirement: expected a marker variable or a quoted text",
  ],
  [
    "a variable",
    "pie==${HOME}\n",
    "1: `pie==${HOME}` is not a requirement: expected a version specifier (PEP 440), `;` and a marker, or the end",
  ],
  [
    "a hash that is too short",
    "pie==1.0 --hash=sha256:abc\n",
    "1: `abc` is not a sha256 of 64 hexadecimal digits",
  ],
  ["another hash alone", `pie==1.0 --hash=sha512:${"a".repeat(128)}\n`, "1: it has no SHA-256"],
  [
    "a pin without a hash among others",
    `pie==1.0 ${HASH}\napple==2.0\n`,
    "2: `apple` has no hash, and pip asks for those of all once one has any",
  ],
  [
    "hashes demanded and not given",
    "--require-hashes\npie==1.0\n",
    "2: `pie` has no hash, and pip asks for those of all once one has any",
  ],
  [
    "a file elsewhere",
    "pie @ file:///etc/pie-1.0-py3-none-any.whl\n",
    "1: `file:///etc/pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
  [
    "a wheel of another project",
    "pie @ https://x.invalid/evil-1.0-py3-none-any.whl\n",
    "1: `https://x.invalid/evil-1.0-py3-none-any.whl` is not the address of a wheel of `pie`, so nothing tells its version",
  ],
  [
    "a password in what is refused",
    "pie @ ftp://me:secret@x.invalid/pie-1.0-py3-none-any.whl\n",
    "1: `ftp://me:***@x.invalid/pie-1.0-py3-none-any.whl` has a scheme that nothing is fetched by",
  ],
  [
    "a repository",
    "pie @ git+https://x.invalid/pie@main\n",
    "1: `git+https://x.invalid/pie@main` has a scheme that nothing is fetched by",
  ],
  [
    "eleven thousand lines",
    Array.from({ length: 11_000 }, (_, index) => `p${index}==1\n`).join(""),
    "10001: it lists more than 10000 distributions",
  ],
  ["a NUL", "pie==1.0\u0000\n", "1: the character U+0000 does not belong into a list"],
  [
    "what hides itself",
    "pie==1.0\nap\u200bple==2.0\n",
    "2: the character U+200B does not belong into a list",
  ],
];

describe("a pylock.toml that is not what it says is refused by its line", () => {
  test.each(PYLOCKS)("%s", (_, text, problem) => {
    expect(problemOf("pylock.toml", text)).toBe(problem);
  });
});

describe("requirements that are no list are refused by their line", () => {
  test.each(REQUIREMENTS)("%s", (_, text, problem) => {
    expect(problemOf("frozen.txt", text)).toBe(problem);
  });
});

test("the form is told by the name, else by what stands there; the same texts without their faults are accepted", () => {
  expect(problemOf("pylock.toml", PIE)).toBe("accepted");
  expect(problemOf("a-lock-of-another-name", PIE)).toBe("accepted");
  expect(problemOf("frozen.txt", `pie==1.0 ${HASH}\n`)).toBe("accepted");
  expect(problemOf("frozen", `# by hand\npie==1.0 \\\n    ${HASH}\n`)).toBe("accepted");
  expect(problemOf("environment.yml", "dependencies:\n  - pie==1.0\n")).toBe("no form");
  expect(problemOf("notes", "a pie and an apple\n")).toBe("no form");
});
