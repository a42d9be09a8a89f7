import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import * as library from "../../src/index.ts";
import * as standards from "../../src/standards/index.ts";
import { cleanVariables, project, startProgram } from "../kit/e2e.ts";
import { homes } from "../kit/homes.ts";
import { PROGRAM, somePython } from "../kit/tools.ts";

const MB = 1024 ** 2;

/** The address of a file beside the built program. */
function builtAt(file: string): string {
  return pathToFileURL(join(PROGRAM, "..", file)).href;
}

function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-fresh-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("D11 in a fresh HOME the first list discovers, writes down what it found and names a default Python; the next one knows them", async () => {
  const home = join(scratch(), "home");
  execFileSync(somePython(), ["-m", "venv", "--without-pip", join(home, "p/.venv")]);
  const env = cleanVariables({ home });
  const registry = join(home, "burrow/data/registry.json");
  expect(existsSync(registry)).toBe(false);
  const list = async () => {
    const ran = await startProgram([process.execPath, PROGRAM, "list", "--all", "--json"], { cwd: home, env })
      .ended;
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    return ran.json as {
      readonly environments: readonly { readonly id: string; readonly prefix: string }[];
      readonly interpreters: readonly { readonly id: string; readonly default: boolean }[];
    };
  };
  const first = await list();
  const id = first.environments.find(({ prefix }) => prefix === join(home, "p/.venv"))?.id;
  const kept = JSON.parse(readFileSync(registry, "utf8")) as {
    readonly environments: readonly { readonly id: string; readonly prefix: string }[];
  };
  expect(kept.environments.find((one) => one.id === id)?.prefix).toBe(join(home, "p/.venv"));
  expect(first.interpreters.filter((one) => one.default)).toHaveLength(1);
  const second = await list();
  expect(second.environments.map((one) => one.id)).toEqual(first.environments.map((one) => one.id));
  expect(second.interpreters.find((one) => one.default)?.id).toBe(
    first.interpreters.find((one) => one.default)?.id,
  );
});

test("B17 B18 the library is used without a manager to get or to begin: two at once find the same", async () => {
  const home = scratch();
  execFileSync(somePython(), ["-m", "venv", "--without-pip", join(home, "p/.venv")]);
  const found = await Promise.all(
    [1, 2].map(async () => (await library.surveyMachine({ cwd: home, searchPaths: [home] })).environments),
  );
  expect(found[0]?.map(({ prefix }) => prefix)).toEqual([join(home, "p/.venv")]);
  expect(found[1]).toEqual(found[0]);
});

test("the package that is built exports what its sources do, and nothing else", async () => {
  for (const [file, source] of [
    ["index.js", library],
    ["standards/index.js", standards],
  ] as const) {
    const built = (await import(builtAt(file))) as object;
    expect(Object.keys(built).toSorted()).toEqual(Object.keys(source).toSorted());
  }
});

test("every file that the program can load is there, and none only gives another's content its names", () => {
  const reached = new Set([PROGRAM]);
  for (const file of reached)
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(
      /(?:from|import|import\()["`](\.[^"`]+\.js)["`]/gu,
    ))
      reached.add(join(file, "..", from));
  expect(reached.size).toBeGreaterThan(50);
  const facade = /^import\{[^}]*\}from"[^"]+";export\{[^}]*\};?\s*$/u;
  expect([...reached].filter((file) => facade.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("D97 an environment that is asked for by name is made once in burrow's own folder, and listed from anywhere", async () => {
  const here = project({}, { name: "elsewhere" });
  const ask = `
    import { ensure } from ${JSON.stringify(builtAt("index.js"))};
    const { prefix, action } = await ensure({ requirements: [], name: "default", managed: true });
    console.log(JSON.stringify({ prefix, action }));
  `;
  const asked = async () => {
    const ran = await here.run({ program: [process.execPath, "--input-type=module", "--eval", ask] });
    expect(ran.status, ran.stderr).toBe(0);
    return JSON.parse(ran.stdout) as { readonly prefix: string; readonly action: string };
  };
  const made = await asked();
  const own = join(here.home, "burrow/data/environments/default");
  expect(made).toEqual({ prefix: join(own, ".venv"), action: "create" });
  expect(await asked()).toEqual({ prefix: made.prefix, action: "reuse" });
  const { json } = await here.run("list", "--all", "--json");
  const { environments } = json as {
    readonly environments: readonly { readonly prefix: string; readonly managed: boolean }[];
  };
  expect(environments.filter(({ prefix }) => prefix === made.prefix)).toMatchObject([{ managed: true }]);
  expect(existsSync(here.at(".venv"))).toBe(false);
}, 120_000);

test("B47 a survey of a thousand environments takes at most 50 MB above Node's own, and what it leaves at most 5", () => {
  const folder = scratch();
  const home = join(folder, "home");
  homes([{ home, count: 1000 }]);
  const tell = join(folder, "tell.mjs");
  writeFileSync(
    tell,
    'process.on("exit", () => process.stderr.write(`\\n${process.resourceUsage().maxRSS * 1024}\\n`));\n',
  );
  const nothing = join(folder, "nothing.mjs");
  writeFileSync(nothing, "");
  const env = { ...cleanVariables({ home }), PATH: "/usr/bin:/bin" };
  const memoryOf = (args: readonly string[]) => {
    const ran = spawnSync(process.execPath, ["--import", pathToFileURL(tell).href, ...args], {
      cwd: home,
      env,
      encoding: "utf8",
      maxBuffer: 64 * MB,
    });
    expect(ran.status).toBe(0);
    return Number(ran.stderr.trim().split("\n").at(-1));
  };
  const own = memoryOf([nothing]);
  // Beside other work the collector comes late, and more lies about than is needed: the least of three tells what is.
  const needed = (prepare: () => void) => {
    const took = [1, 2, 3].map(() => {
      prepare();
      return memoryOf([PROGRAM, "list", "--all", "--json"]);
    });
    return (Math.min(...took) - own) / MB;
  };
  expect(needed(() => rmSync(join(home, "burrow"), { recursive: true, force: true }))).toBeLessThan(50);
  expect(needed(() => {})).toBeLessThan(50);
  const files = ["data/registry.json", "cache/survey.memory"].map((name) => join(home, "burrow", name));
  for (const file of files) expect(statSync(file).size / MB).toBeLessThan(5);
});
