import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { ROOT } from "../kit/tools.ts";
import { freeze } from "../kit/venv.ts";

/** The examples as a fresh clone in the home folder has them. */
function clone(): Project {
  const here = project({}, { name: "burrow" });
  const tracked = spawnSync("git", ["ls-files", "examples"], { cwd: ROOT, encoding: "utf8" }).stdout;
  for (const path of tracked.split("\n").filter((line) => line !== ""))
    cpSync(join(ROOT, path), here.at(path), { recursive: true });
  return here;
}

/** The session of `./try` on them, with nothing configured. */
const session = (here: Project) =>
  here.run(here.at("examples"), {
    program: [process.execPath, join(ROOT, "scripts/try.mjs")],
    env: { HOME: dirname(here.root), BURROW_HOME: undefined, UV_CACHE_DIR: undefined },
  });

/** What a line says, whatever the widths, the versions, the clock, the place that a Python was found in, and whether the index tells sizes (PEP 700). */
const gist = (line: string) =>
  line
    .replace(/, \d+(?:\.\d+)? [kM]?B to fetch/u, "")
    .replaceAll(/\d+(?:\.\d+)*/gu, "0")
    .replaceAll(/\((?:path|pyenv|system|uv)\)/gu, "(somewhere)")
    .replaceAll(/\s+/gu, " ")
    .trim();

/** The blocks of the README that hold the text. */
const shown = (text: string): readonly string[] =>
  [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```\w*\n(.*?)^```/gmsu)]
    .map(([, block]) => block ?? "")
    .filter((block) => block.includes(text));

test("the README shows the library as the example has it", () => {
  const example = readFileSync(join(ROOT, "examples/library.mjs"), "utf8");
  expect(shown("pyburrow").map((block) => example.includes(block))).toEqual([true]);
});

test("the library's example makes an environment and uses it", async () => {
  const here = clone();
  const { status, stdout, stderr } = await here.run({
    program: [process.execPath, join(ROOT, "examples/library.mjs")],
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toBe("345.0 MB\n");
});

test("the session of the README runs on the examples, and leaves nothing but burrow's folders and the engine's cache", async () => {
  const here = clone();
  const { status, stdout, stderr } = await session(here);
  expect(status, stdout + stderr).toBe(0);

  const said = (stdout + stderr).split("\n").map(gist);
  const promised = shown("$ burrow").join("\n").split("\n").map(gist);
  expect(promised.length).toBeGreaterThan(20);
  expect(promised.filter((line) => line !== "" && !said.includes(line))).toEqual([]);
  expect(stdout).toContain("requests 2.28.2 needs urllib3<1.27");
  expect(stdout).toContain("unchanged");
  expect(freeze(here.at("examples/canvas/.venv"))).toContain("requests==2.28.2");
  expect(freeze(here.at("examples/canvas/tools/reporter/.venv")).join()).toMatch(/urllib3==2\./u);

  const left = readdirSync(dirname(here.root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.startsWith("."))
    .filter((path) => path.split("/").length === 2 || path === ".local/share/burrow")
    .toSorted();
  expect([".cache/burrow", ".cache/uv", ".config/burrow", ".local/share", ".local/share/burrow"]).toEqual(
    expect.arrayContaining(left),
  );
});
