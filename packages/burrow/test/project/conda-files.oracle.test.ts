import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, type TestContext } from "vitest";

import { parseCondaLock } from "../../src/standards/conda-lock.ts";
import { parseEnvironmentYml } from "../../src/standards/environment-yml.ts";
import { parseYaml } from "../../src/standards/yaml.ts";
import { somePython } from "../kit/tools.ts";
import { startLines, without } from "../standards/differential/line-oracle.ts";

const CORPUS = fileURLToPath(new URL("../fixtures/conda/", import.meta.url));
const PYYAML = "6.0.3";
const LIBRARY = join(tmpdir(), `burrow-oracle-pyyaml-${PYYAML}`);

/** The corpus' files of these names; of what begins with `bad-`, the file that is wrong. */
function files(pattern: RegExp, isBad = false): readonly string[] {
  return readdirSync(CORPUS)
    .filter((folder) => folder.startsWith("bad-") === isBad)
    .flatMap((folder) => readdirSync(join(CORPUS, folder)).map((name) => join(CORPUS, folder, name)))
    .filter((path) => pattern.test(path));
}

/** What PyYAML reads in each file. Where it cannot be had the test fails in CI and is skipped by name elsewhere. */
async function oracle(context: TestContext, kind: "environment" | "lock", paths: readonly string[]) {
  if (!existsSync(LIBRARY)) {
    const scratch = mkdtempSync(`${LIBRARY}-`);
    const quiet = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"];
    const run = spawnSync(somePython(), [...quiet, "--target", scratch, `PyYAML==${PYYAML}`], {
      encoding: "utf8",
    });
    if (run.status === 0 && !existsSync(LIBRARY)) renameSync(scratch, LIBRARY);
    rmSync(scratch, { recursive: true, force: true });
    if (run.status !== 0) without(context, `PyYAML ${PYYAML}`, run.stderr);
  }
  const script = fileURLToPath(new URL("yaml-oracle.py", import.meta.url));
  const lines = startLines(somePython(), script, LIBRARY);
  try {
    return await lines.ask(paths.map((path) => [kind, path]));
  } finally {
    await lines.end();
  }
}

test("forty environment.yml, no two alike, say the same as PyYAML reads in them", async (context) => {
  const paths = files(/\/environment[\w-]*\.ya?ml$/u);
  const texts = new Set(paths.map((path) => readFileSync(path, "utf8").replace(/^name:.*$/mu, "")));
  expect(texts.size).toBeGreaterThanOrEqual(40);
  const said = paths.map((path) => {
    const { name, channels, packages, pip, variables, prefix, problems } = parseEnvironmentYml(
      readFileSync(path, "utf8"),
      parseYaml,
    );
    const words = (some: readonly { readonly text: string }[]) => some.map(({ text }) => text);
    return [
      path,
      problems,
      {
        name: name?.text ?? "",
        channels: words(channels),
        packages: words(packages),
        pip: words(pip),
        variables,
        prefix: prefix?.text ?? "",
      },
    ];
  });
  const read = await oracle(context, "environment", paths);
  expect(said).toEqual(paths.map((path, index) => [path, [], read[index]]));
});

test("ten conda-lock.yml, no two alike, hold the same as PyYAML reads in them", async (context) => {
  const paths = files(/conda-lock\.yml$/u);
  const texts = new Set(paths.map((path) => readFileSync(path, "utf8")));
  expect(texts.size).toBeGreaterThanOrEqual(10);
  const said = paths.map((path) => {
    const read = parseCondaLock(readFileSync(path, "utf8"), parseYaml);
    if (!read.ok) throw new Error(`${path}: ${read.problem.message}`);
    return read.lock.packages.map(
      ({ manager, name, version, platform, url, hashes, depends, categories }) => ({
        title: [manager, name, version, platform, url],
        hashes,
        depends,
        categories,
      }),
    );
  });
  expect(said).toEqual(await oracle(context, "lock", paths));
});

test("what is wrong is named by a line of the file that it is in", () => {
  const wrong = files(/goal\.expected$/u, true).map((path) => {
    const [, listed = ""] = /^problems\n((?: {2}.*\n)+)/mu.exec(readFileSync(path, "utf8")) ?? [];
    const problems = listed.trim().split("\n");
    return [path.slice(CORPUS.length), problems.map((line) => JSON.parse(line || "{}"))] as const;
  });
  expect(wrong.length).toBeGreaterThanOrEqual(25);
  for (const [path, problems] of wrong) {
    expect(problems.length, path).toBeGreaterThan(0);
    for (const { file, line } of problems) {
      const name = String(file).split("/").at(-1) ?? "";
      const lines = readFileSync(join(CORPUS, path, "..", name), "utf8").split("\n").length;
      expect([path, Number.isInteger(line) && line >= 1 && line <= lines]).toEqual([path, true]);
    }
  }
});
