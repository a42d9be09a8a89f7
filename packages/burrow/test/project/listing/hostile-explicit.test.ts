import { describe, expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import { readListing } from "../../../src/project/listing/read-listing.ts";

/** Lists of conda's that want something else than to say what an environment holds: each is refused by the line of what is wrong. */
type Case = readonly [what: string, text: string, problem: string];

const A = "a".repeat(64);
function problemOf(text: string): string {
  const at = { file: absolute("/p/spec.txt"), platform: { os: "linux", arch: "x86_64" } } as const;
  const read = readListing("explicit", text, at);
  return read.ok ? "accepted" : `${read.problem.line}: ${read.problem.message}`;
}

const MD5 = "a".repeat(32);
const TOP = "# platform: linux-64\n@EXPLICIT\n";
const STONE = `https://x.invalid/main/linux-64/stone-1.0-0.conda#${MD5}\n`;
const PYTHON = `https://x.invalid/main/linux-64/python-3.11.8-0.conda#${MD5}\n`;
const stone = (from: string, to: string): string => {
  expect(STONE).toContain(from);
  return TOP + STONE.replace(from, to);
};
const EXPLICITS: readonly Case[] = [
  ["nothing", TOP, "2: it lists no archive"],
  [
    "another platform, said",
    `# platform: osx-arm64\n@EXPLICIT\n${STONE}`,
    "1: it is for osx-arm64, and this is linux-64",
  ],
  [
    "another platform, by an archive",
    stone("linux-64", "win-64"),
    "3: it is for win-64, and this is linux-64",
  ],
  [
    "a platform that nobody has",
    `# platform: ../..\n@EXPLICIT\n${STONE}`,
    "1: `../..` is no platform of conda's",
  ],
  ["a requirement", `${TOP}${STONE}stone=1.0\n`, "4: `stone=1.0` is not the address of a conda archive"],
  [
    "another kind of file",
    stone(".conda", ".sh"),
    `3: \`${STONE.trim().replace(".conda", ".sh")}\` is not the address of a conda archive`,
  ],
  ["no folder of a channel", stone("linux-64", "downloads"), "3: `downloads` is no folder of a channel"],
  [
    "a way up in an address",
    stone("linux-64", "linux-64/../noarch"),
    "3: `https://x.invalid/main/linux-64/../noarch/stone-1.0-0.conda` leads somewhere else than it says",
  ],
  [
    "a way up in disguise",
    stone("main", "main/%2e%2e"),
    "3: `https://x.invalid/main/%2e%2e/linux-64/stone-1.0-0.conda` leads somewhere else than it says",
  ],
  [
    "a slash in disguise",
    stone("stone-1.0", "..%2f..%2fstone-1.0"),
    "3: `https://x.invalid/main/linux-64/..%2f..%2fstone-1.0-0.conda` leads somewhere else than it says",
  ],
  [
    "a question in an address",
    stone("main/", "main/evil-1-0.conda?/"),
    "3: `https://x.invalid/main/evil-1-0.conda?/linux-64/stone-1.0-0.conda` leads somewhere else than it says",
  ],
  [
    "a file elsewhere",
    stone("https://x.invalid", "file:///etc"),
    "3: `file:///etc/main/linux-64/stone-1.0-0.conda` leads out of the folder of the list",
  ],
  [
    "a path elsewhere",
    stone("https://x.invalid", "/etc"),
    "3: `file:///etc/main/linux-64/stone-1.0-0.conda` leads out of the folder of the list",
  ],
  [
    "a path that goes up",
    stone("https://x.invalid", "./.."),
    "3: `./../main/linux-64/stone-1.0-0.conda` leads out of the folder of the list",
  ],
  [
    "a path from home",
    stone("https://x.invalid", "~"),
    "3: `~/main/linux-64/stone-1.0-0.conda` has a scheme that nothing is fetched by",
  ],
  [
    "a scheme that nothing is fetched by",
    stone("https", "oci"),
    "3: `oci://x.invalid/main/linux-64/stone-1.0-0.conda` has a scheme that nothing is fetched by",
  ],
  [
    "a password in what is refused",
    stone("https://", "https://me:secret@x.invalid/../"),
    "3: `https://me:***@x.invalid/../x.invalid/main/linux-64/stone-1.0-0.conda` leads somewhere else than it says",
  ],
  ["an option for a name", stone("stone-", "--stone-"), "3: `--stone` is not a name of conda's"],
  ["a variable in a version", stone("1.0", "${HOME}"), "3: `${HOME}` is not a version"],
  ["a quote in a build", stone("-0.conda", "-0';id.conda"), "3: `0';id` is not a build"],
  ["no hash", stone(`#${MD5}`, ""), "3: it has no hash, so nothing would prove the archive"],
  ["a hash that is too short", stone(MD5, "abc"), "3: `#abc` is neither an MD5 nor a SHA-256"],
  [
    "another hash",
    stone(MD5, `sha512:${"a".repeat(128)}`),
    `3: \`#sha512:${"a".repeat(128)}\` is neither an MD5 nor a SHA-256`,
  ],
  [
    "a name twice",
    `${TOP}${STONE}# again\n${STONE.replace("1.0", "2.0")}`,
    "5: `stone` stands there twice, first at line 3",
  ],
  [
    "eleven thousand archives",
    TOP + Array.from({ length: 11_000 }, (_, index) => STONE.replace("stone", `s${index}`)).join(""),
    "10003: it lists more than 10000 archives",
  ],
  ["an escape", `${TOP}# \u001b[2J\n${STONE}`, "3: the character U+001B does not belong into a list"],
  [
    "a letter that turns the direction",
    `${TOP}# \u202e\n${STONE}`,
    "3: the character U+202E does not belong into a list",
  ],
  [
    "pip's part without a Python",
    `${TOP}${STONE}# pip pie==1.0\n`,
    "4: pip put this there, and no `python` is listed that it could be for",
  ],
  [
    "a folder of pip's",
    `${TOP}${PYTHON}# pip -e ../../lib\n`,
    "4: `-e ../../lib` is a folder, which may change: it cannot be recorded",
  ],
  ["a range of pip's", `${TOP}${PYTHON}# pip pie>=1.0\n`, "4: `pie` is not pinned to one version by `==`"],
  [
    "a file of pip's elsewhere",
    `${TOP}${PYTHON}# pip pie @ file:///etc/pie-1.0-py3-none-any.whl\n`,
    "4: `file:///etc/pie-1.0-py3-none-any.whl` leads out of the folder of the list",
  ],
];

describe("a list of conda's that is not what it says is refused by its line", () => {
  test.each(EXPLICITS)("%s", (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

test("the same texts without their faults are accepted", () => {
  expect(problemOf(TOP + STONE)).toBe("accepted");
  expect(problemOf(`${TOP}${STONE}${PYTHON}# pip pie==1.0 --hash=sha256:${A}\n`)).toBe("accepted");
});
