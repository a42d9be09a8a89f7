import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { orchard, PREFIX } from "../kit/conda/orchard.ts";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { mount } from "../kit/mount.ts";
import { type EngineName, ENGINES, needs, PROGRAM, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** A project at its second generation. */
async function twice(engine: EngineName = "uv"): Promise<Project> {
  const index = await loopback(ORCHARD);
  const here = project({ "burrow.toml": "keep-generations = 2\n" }, { env: index.env, engine });
  for (const text of ["apple==1.0", "apple==2.0\npear"]) {
    here.write("requirements.txt", `${text}\n`);
    expect((await here.run("up")).status).toBe(0);
  }
  return here;
}

/** All of a project but what burrow makes. */
function sources({ root }: Project): readonly string[] {
  return tree(root).filter((line) => !/^\.(?:venv|burrow)\b/u.test(line));
}

describe.each(ENGINES)("with %s", (engine) => {
  test("P14 C15 an environment goes with all that burrow made, and comes back by a rollback", async () => {
    const here = await twice(engine);
    const was = sources(here);
    const before = tree(here.root);

    const dry = await here.run("purge", "--dry-run", "--json");
    expect([dry.status, dry.json.status, dry.json.removed.length], dry.stderr).toEqual([0, "planned", 1]);
    expect(dry.json.removed[0]).toMatchObject({
      prefix: here.at(".venv"),
      name: "default",
      generations: [1, 2],
    });
    expect(dry.json.bytes).toBeGreaterThan(0);
    expect(dry.json.removed[0].size).toBeGreaterThanOrEqual(dry.json.bytes);
    const unasked = await here.run("purge");
    expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining("nobody can be asked")]);
    expect(tree(here.root)).toEqual(before);

    const done = await here.run("purge", "--yes", "--json");
    expect([done.status, done.json], done.stderr).toEqual([0, { ...dry.json, status: "done" }]);
    expect(sources(here)).toEqual(was);
    expect(readdirSync(here.root).toSorted()).toEqual(["burrow.toml", "requirements.txt"]);
    const known = await here.run("list", "--all", "--json");
    expect(known.stdout).not.toContain(here.at(".venv"));
    expect((await here.run("purge", "--yes", "--json")).json).toMatchObject({
      status: "nothing",
      removed: [],
    });

    const history = await here.run("history", "--json");
    expect(history.json.entries.map((one: { label: string }) => one.label)).toEqual(["2", "1"]);
    const back = await here.run("rollback", "--json");
    expect([back.status, back.json.restored.status], back.stderr).toEqual([0, "done"]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
    expect(sources(here)).toEqual(was);
  });
});

test("P14 C84 a conda environment goes and comes back, its files stay as they are", async () => {
  const { here } = await orchard(["python=3.11", "pie"]);
  expect((await here.run("up")).status).toBe(0);
  const was = here.read("environment.yml");
  const { status, json, stderr } = await here.run("purge", "--yes", "--json");
  expect([status, json.status, json.removed[0].prefix], stderr).toEqual([0, "done", here.at(PREFIX)]);
  expect([existsSync(here.at(".burrow")), here.read("environment.yml")]).toEqual([false, was]);
  expect((await here.run("rollback")).status).toBe(0);
  expect(existsSync(here.at(PREFIX, "bin/python"))).toBe(true);
});

test("P14 E5 what is somebody's, in use, external, or used by another project stays, and it is said why", async () => {
  const here = await twice();
  await makeVenv(here.at("theirs"), { python: somePython() });
  const used = spawn(here.at(".venv/bin/python"), ["-c", "import time; time.sleep(600)"], {
    stdio: "ignore",
  });
  onTestFinished(() => void used.kill("SIGKILL"));
  await new Promise((resolve) => used.once("spawn", resolve));
  const was = tree(here.root);
  const stays = async (...words: readonly string[]) =>
    (await here.run("purge", ...words, "--yes", "--json")).json;

  const both = await stays("theirs", ".venv");
  expect(both).toMatchObject({ status: "nothing", removed: [], bytes: 0 });
  expect(both.kept.map((one: any) => [one.prefix, one.because.code, one.because.params])).toEqual([
    [here.at(".venv"), "in-use", { pid: used.pid }],
    [here.at("theirs"), "not-made-here", {}],
  ]);
  used.kill("SIGKILL");
  await new Promise((resolve) => used.once("close", resolve));
  expect(tree(here.root)).toEqual(was);

  here.write("burrow.toml", '[environments.ours]\npath = ".venv"\nexternal = true\n');
  expect((await stays(".venv")).kept[0].because.code).toBe("external");
  here.write("burrow.toml", "keep-generations = 2\n");
  here.write("../other/requirements.txt", "apple==2.0\n");
  const env = { VIRTUAL_ENV: here.at(".venv") };
  const reused = await here.run("up", "--json", { cwd: here.at("../other"), env });
  expect(reused.json.plan.action, reused.stderr).toBe("reuse");
  expect((await stays()).kept[0].because).toMatchObject({
    code: "used-by",
    params: { path: join(here.root, "..", "other") },
  });
  expect(tree(here.root)).toEqual(was);
  rmSync(here.at("../other"), { recursive: true });
  expect((await stays()).status).toBe("done");
});

test("P14 of the machine: orphans, those unused since a day, and all that burrow made", async () => {
  const here = await twice();
  const theirs = here.at("../theirs");
  await makeVenv(theirs, { python: somePython() });
  const ask = async (...words: readonly string[]) =>
    (await here.run("purge", ...words, "--json")).json.removed.map((one: { prefix: string }) => one.prefix);
  expect(await ask("--orphans", "--dry-run")).toEqual([]);
  expect(await ask("--unused-since", "2020-01-01", "--dry-run")).toEqual([]);
  expect(await ask("--unused-since", "2999-01-01", "--dry-run")).toEqual([here.at(".venv")]);
  expect(await ask("--orphans", "--unused-since", "2999-01-01", "--dry-run")).toEqual([]);
  expect(await ask("--all", "--dry-run")).toEqual([here.at(".venv")]);
  rmSync(here.at(".venv"));
  expect(await ask("--orphans", "--yes")).toHaveLength(1);
  expect([existsSync(here.at(".burrow")), existsSync(theirs)]).toEqual([false, true]);
  expect(await ask("--all", "--yes")).toEqual([]);
});

test("P14 where the place is read-only it is told, nothing is half removed, and nothing forgotten", async (context) => {
  needs(context, "root");
  const here = await twice();
  const was = tree(here.root);
  const known = () => JSON.parse(readFileSync(join(here.home, "burrow/data/registry.json"), "utf8"));
  const { environments } = known();
  const generations = here.at(".burrow/generations");
  mount("--bind", generations, generations);
  mount("-o", "remount,ro,bind", generations);

  const { status, json } = await here.run("purge", "--yes", "--json");

  expect([status, json.status, json.failed.map((one: any) => one.code)]).toEqual([
    4,
    "failed",
    ["machine/refused"],
  ]);
  const said = await here.run("purge", "--yes");
  expect([said.status, said.stdout, said.stderr]).toEqual([4, "", expect.stringContaining("is read-only")]);
  expect(tree(here.root)).toEqual(was);
  expect(environments).toHaveLength(1);
  expect(known().environments).toEqual(environments);
});

test("P14 one that cannot be removed stops no other, and each is told", async (context) => {
  needs(context, "root");
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "apple\n" }, { env: index.env });
  const others = ["b", "c"].map((name) => here.at("..", name));
  for (const other of others) cpSync(here.root, other, { recursive: true });
  for (const cwd of [here.root, ...others]) expect((await here.run("up", { cwd })).status).toBe(0);
  const [, stuck = "", last = ""] = [here.root, ...others];
  const generations = join(stuck, ".burrow/generations");
  mount("--bind", generations, generations);
  mount("-o", "remount,ro,bind", generations);
  const was = tree(stuck);

  const names = [stuck, last, here.root].map((root) => join(root, ".venv"));
  const { status, json } = await here.run("purge", ...names, "--yes", "--json");

  expect([status, json.status]).toEqual([4, "partly"]);
  expect(json.removed.map((one: any) => one.prefix)).toEqual([join(last, ".venv"), here.at(".venv")]);
  expect(json.failed).toMatchObject([{ prefix: join(stuck, ".venv"), code: "machine/refused" }]);
  expect([existsSync(here.at(".burrow")), existsSync(join(last, ".burrow"))]).toEqual([false, false]);
  expect(tree(stuck)).toEqual(was);
});

test("P14 while another burrow holds the lock it stays, and a dry run says so too", async () => {
  const here = await twice();
  const holder = spawn("sleep", ["600"], { stdio: "ignore" });
  onTestFinished(() => void holder.kill("SIGKILL"));
  await new Promise((resolve) => holder.once("spawn", resolve));
  here.write(".burrow/lock", JSON.stringify({ nonce: "0123456789abcdef", pid: holder.pid }));
  for (const how of ["--dry-run", "--yes"]) {
    const { json } = await here.run("purge", how, "--json");
    expect([json.removed, json.kept[0].because.params]).toEqual([[], { pid: holder.pid }]);
  }
});

test("P14 what a shell has switched on stays, and it is said what to do", async () => {
  const here = await twice();
  const env = { VIRTUAL_ENV: here.at(".venv") };
  expect((await here.run("purge", "--yes", { env })).stdout).toContain("`deactivate` first");
  const started = spawn("sleep", ["600"], { stdio: "ignore", env: { ...process.env, ...env } });
  onTestFinished(() => void started.kill("SIGKILL"));
  await new Promise((resolve) => started.once("spawn", resolve));
  expect((await here.run("purge", "--yes")).stdout).toContain(
    `process ${started.pid} has it activated: deactivate it there`,
  );
  expect(existsSync(here.at(".burrow"))).toBe(true);
});

test("P14 SIGKILL at any sync to disk: recovery leaves it whole or gone, and remembers only what is there", async (context) => {
  needs(context, "strace");
  const here = await twice();
  const was = tree(here.root);
  const template = join(here.root, "..", "template");
  cpSync(here.root, template, { recursive: true, verbatimSymlinks: true });
  const under = (...more: readonly string[]) => [
    "strace",
    "-o",
    join(here.root, "..", "trace"),
    ...more,
    process.execPath,
    PROGRAM,
  ];
  const registry = join(here.home, "burrow/data/registry.json");
  const remembered = readFileSync(registry, "utf8");
  const known = () => JSON.parse(readFileSync(registry, "utf8")).environments.length;
  const reset = () => {
    writeFileSync(registry, remembered);
    for (const entry of readdirSync(here.root)) rmSync(here.at(entry), { recursive: true });
    cpSync(template, here.root, { recursive: true, verbatimSymlinks: true });
  };
  const undisturbed = under("-e", "trace=fsync,fdatasync,/^rename");
  expect((await here.run("purge", "--yes", { program: undisturbed })).status).toBe(0);
  const syncsIn = (trace: string) => trace.match(/^f(?:data)?sync\(/gmu)?.length ?? 0;
  const trace = here.read("../trace");
  const most = syncsIn(trace);
  const [before = "", after] = trace.split(/^rename.*\.purged-default.*$/mu);
  expect(after).toBeDefined();
  const moved = syncsIn(before) + 1; // the first sync after it was taken from its place
  const seen = { whole: 0, gone: 0 };
  for (const sync of [1, Math.floor(most / 2), moved - 1, moved, moved + 1, most - 1, most]) {
    reset();
    const program = under("-e", `inject=fsync,fdatasync:signal=SIGKILL:when=${sync}`);
    await here.run("purge", "--yes", { program });
    const recovered = await here.run("recover", "--json");
    expect(recovered.status, `sync ${sync}: ${recovered.stdout}${recovered.stderr}`).toBe(0);
    if (existsSync(here.at(".burrow"))) {
      expect([tree(here.root), known()], `killed at sync ${sync}`).toEqual([was, 1]);
      seen.whole += 1;
    } else {
      expect(readdirSync(here.root).toSorted()).toEqual(["burrow.toml", "requirements.txt"]);
      expect(known(), `killed at sync ${sync}`).toBe(0);
      seen.gone += 1;
    }
  }
  expect(seen.whole).toBeGreaterThan(0);
  expect(seen.gone).toBeGreaterThan(0);
});
