import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { project, type Project, type Ran } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { mount } from "../kit/mount.ts";
import { atTerminal } from "../kit/terminal.ts";
import { type EngineName, ENGINES, needs, PROGRAM, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** Tells what it sees, below the home folder so that the project stays as it is; then writes into the environment and leaves as it is told. */
const TELL = `
import json, os, pathlib, shutil, sys
import pear
name, status = sys.argv[1], int(sys.argv[2])
seen = {key: value for key, value in os.environ.items() if key.startswith("BURROW_")}
project = pathlib.Path(os.environ["BURROW_PROJECT"])
seen.update(
    name=name, prefix=sys.prefix, cwd=os.getcwd(), pear=pear.__version__,
    python=shutil.which("python"), virtual=os.environ["VIRTUAL_ENV"],
    linked=os.path.exists(project / ".venv"), stdin=sys.stdin.read(),
)
with open(pathlib.Path.home() / "told.jsonl", "a") as file:
    file.write(json.dumps(seen) + "\\n")
(pathlib.Path(sys.prefix) / "share").mkdir(exist_ok=True)
(pathlib.Path(sys.prefix) / "share" / name).write_text("made by a hook")
print("seeding", name)
if status:
    sys.exit("no such table")
`;

/** A hook in the settings. */
const hook = (name: string, { status = 0, required = false } = {}) =>
  `[after.${name}]\nrun = ["python", "-B", "tools/tell.py", "${name}", "${status}"]\nrequired = ${required}\n`;

async function shop(settings: string, engine?: EngineName): Promise<{ here: Project; index: Loopback }> {
  const index = await loopback(ORCHARD);
  const here = project(
    { "requirements.txt": "pear\n", "burrow.toml": settings, "tools/tell.py": TELL },
    { env: index.env, ...(engine && { engine }) },
  );
  return { here, index };
}

/** What the hooks saw, in the order in which they ran. */
// oxlint-disable-next-line typescript/no-explicit-any -- what another program wrote
function seen({ home }: Project): readonly any[] {
  const file = join(home, "told.jsonl");
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown)
    : [];
}
const names = (here: Project) => seen(here).map(({ name }) => name as string);
const texts = (warnings: readonly { text: string }[] = []) => warnings.map(({ text }) => text);

describe("A23 A24 A25 A27 what a hook is given", () => {
  test("the environment's Python, the project and what there is to know; required ones before the link, in order", async () => {
    const { here } = await shop(
      hook("one") + hook("two", { required: true }) + hook("three") + hook("four", { required: true }),
    );
    const { status, json } = await here.run("up", "--yes", "--json", { input: "not for hooks" });
    expect([status, json.status, json.warnings]).toEqual([0, "done", undefined]);
    expect(names(here)).toEqual(["two", "four", "one", "three"]);
    expect(seen(here).map(({ linked }) => linked)).toEqual([false, false, true, true]);

    const prefix = here.at(".burrow/generations/default/1");
    const [first] = seen(here);
    expect(first).toMatchObject({
      ...{ prefix, virtual: prefix, cwd: here.root, pear: "1.1", stdin: "" },
      python: join(prefix, "bin/python"),
      BURROW_PROJECT: here.root,
      BURROW_PREFIX: prefix,
      BURROW_PYTHON: join(prefix, "bin/python"),
      BURROW_ACTION: "create",
    });
    expect(first.BURROW_PLATFORM).toMatch(/^(?:linux|macos)-\w+$/u);
    expect(existsSync(first.BURROW_STATE)).toBe(true);
    expect(first.BURROW_STATE.startsWith(join(here.home, "burrow/data/"))).toBe(true);
  });

  test("A27 A42 a state folder of its own for each environment, the same through its generations", async () => {
    const { here, index } = await shop(hook("seed"));
    const active = join(here.home, "work");
    await makeVenv(active, { python: somePython(), requirements: ["pear"], env: index.env });
    await here.run("up", "--yes", { env: { VIRTUAL_ENV: active } });
    await here.run("up", "--yes", "--isolate");
    here.write("requirements.txt", "pear\napple\n");
    await here.run("up", "--yes");
    const [other, first, second] = seen(here);
    expect([other, first, second].map(({ prefix }) => prefix)).toEqual([
      active,
      here.at(".burrow/generations/default/1"),
      here.at(".burrow/generations/default/2"),
    ]);
    expect([other, first, second].map(({ BURROW_ACTION: action }) => action)).toEqual([
      "reuse",
      "create",
      "extend",
    ]);
    expect(first.BURROW_STATE).toBe(second.BURROW_STATE);
    expect(first.BURROW_STATE).not.toBe(other.BURROW_STATE);
  });
});

describe.each(ENGINES)("with %s, a required hook that fails takes everything back", (engine) => {
  const failing = hook("two", { status: 1, required: true }) + hook("one");

  test("a new environment", async () => {
    const { here } = await shop(failing, engine);
    const before = tree(here.root);
    const { status, json } = await here.run("up", "--yes", "--json");
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure).toEqual({ step: "run-hook", detail: "`two` exited with 1: no such table" });
    expect(names(here)).toEqual(["two"]);
    expect(tree(here.root)).toEqual(before);
  });

  test("a next generation", async () => {
    const { here } = await shop("", engine);
    expect((await here.run("up")).status).toBe(0);
    here.write("requirements.txt", "pear\napple\n");
    here.write("burrow.toml", failing);
    const before = tree(here.root);
    const { status, stdout, stderr } = await here.run("up", "--yes");
    expect([status, stdout]).toEqual([4, ""]);
    expect(stderr).toContain("✗ running the hook failed; everything is as it was before");
    expect(tree(here.root)).toEqual(before);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
  });

  test("a change in place, with what the hook wrote into the environment", async () => {
    const { here, index } = await shop(failing, engine);
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
    here.write("requirements.txt", "pear\napple\n");
    const before = tree(here.root);
    const { json } = await here.run("up", "--yes", "--json");
    expect([json.status, json.plan.action, names(here)]).toEqual(["rolled-back", "extend", ["two"]]);
    expect(tree(here.root)).toEqual(before);
  });
});

test("one that is not required fails with a warning, and is tried again until it did its work", async () => {
  const { here } = await shop(hook("one", { status: 3 }) + hook("two"));
  const first = await here.run("up", "--yes", "--json");
  expect([first.status, first.json.status]).toEqual([0, "done"]);
  expect(texts(first.json.warnings)).toEqual(["the hook `one` failed: `one` exited with 1: no such table"]);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);

  const second = await here.run("up");
  expect([second.status, second.stdout.startsWith("ready")]).toEqual([0, true]);
  expect(second.stderr).toContain("! the hook `one` failed");
  expect(names(here)).toEqual(["one", "two", "one"]);

  const told = await here.run("up", "--json-events", "--quiet");
  const lines = told.stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ type }) => type === "hook.line").map(({ hook: of, text }) => [of, text])).toEqual([
    ["one", "seeding one"],
    ["one", "no such table"],
  ]);
});

test("what did its work runs again when the environment or the hook changed, and else not", async () => {
  const { here } = await shop(hook("one"));
  await here.run("up", "--yes");
  expect((await here.run("up", "--json")).json).toMatchObject({ status: "unchanged", plan: { steps: [] } });
  expect(names(here)).toEqual(["one"]);
  here.write("requirements.txt", "pear\napple\n");
  await here.run("up");
  expect(names(here)).toEqual(["one", "one"]);
  here.write("tools/tell.py", `${TELL}# changed\n`);
  await here.run("up", "--yes");
  expect(names(here)).toEqual(["one", "one", "one"]);
  expect((await here.run("rollback", "1")).status).toBe(0); // what a hook wrote into it is a part of it
});

test("in a project that cannot be written to they run when nothing else is to be done", async (context) => {
  needs(context, "root");
  const { here, index } = await shop(hook("one"));
  const active = join(here.home, "active");
  await makeVenv(active, { python: somePython(), requirements: ["pear"], env: index.env });
  const was = tree(here.root);
  mount("--bind", here.root, here.root);
  mount("-o", "remount,ro,bind", here.root);

  const { status, json } = await here.run("up", "--yes", "--json", { env: { VIRTUAL_ENV: active } });

  expect([status, json.status, json.plan.action], JSON.stringify(json)).toEqual([0, "done", "reuse"]);
  expect(names(here)).toEqual(["one"]);
  expect(tree(here.root)).toEqual(was);
  const again = await here.run("up", "--yes", "--json", { env: { VIRTUAL_ENV: active } });
  expect([again.status, again.json.status]).toEqual([0, "unchanged"]);
});

describe("nobody's code runs before somebody agreed", () => {
  const SKIPPED =
    "the hook `one` (python -B tools/tell.py one 0) was not run: nobody agreed to it; `burrow up --yes` does";

  test("without a terminal it is left out, and it is said how to agree", async () => {
    const { here } = await shop(hook("one", { required: true }));
    const first = await here.run("up", "--json");
    expect([first.status, first.json.status, texts(first.json.plan.warnings)]).toEqual([
      0,
      "done",
      [SKIPPED],
    ]);
    const again = await here.run("up");
    expect(again.stdout.replaceAll(/\s+/gu, " ")).toContain(`! ${SKIPPED}`);
    expect(names(here)).toEqual([]);
  });

  const QUESTION = "while it stays the same? [y/N] ";
  const ask = (here: Project, answer: string, env = {}): Promise<Ran> =>
    here.run({
      program: atTerminal([process.execPath, PROGRAM, "up"], { question: QUESTION, answer }),
      env: { TERM: "xterm", ...env },
    });

  test("on a terminal it is shown and asked for once; asked again when its content changed", async () => {
    const { here } = await shop(hook("one"));
    const no = await ask(here, "n");
    expect([no.status, names(here)]).toEqual([0, []]);
    expect(no.stdout).toContain("runs this project's hook `one`: python -B tools/tell.py one 0");

    const yes = await ask(here, "y");
    expect([yes.status, yes.stdout.split(QUESTION).length - 1, names(here)]).toEqual([0, 1, ["one"]]);

    here.write("requirements.txt", "pear\napple\n");
    const known = await ask(here, "n");
    expect([known.stdout.includes(QUESTION), names(here)]).toEqual([false, ["one", "one"]]);

    here.write("tools/tell.py", `${TELL}# changed\n`);
    const changed = await ask(here, "n");
    expect([changed.stdout.includes(QUESTION), names(here).length]).toEqual([true, 2]);
    here.write("tools/tell.py", TELL);
    here.write("burrow.toml", hook("one", { required: true }));
    expect((await ask(here, "n")).stdout).toContain(QUESTION);
    expect(names(here).length).toBe(2);
  });

  test("in CI nobody is asked, terminal or not", async () => {
    const { here } = await shop(hook("one"));
    const { stdout } = await ask(here, "y", { CI: "true" });
    expect([stdout.includes(QUESTION), names(here)]).toEqual([false, []]);
  });

  test("a copy of the project is another project", async () => {
    const { here } = await shop(hook("one"));
    await here.run("up", "--yes");
    const copy = here.at("../copy");
    for (const path of ["requirements.txt", "burrow.toml", "tools/tell.py"])
      here.write(`../copy/${path}`, here.read(path));
    const { json } = await here.run("up", "--json", { cwd: copy });
    expect([json.status, texts(json.plan.warnings)]).toEqual(["done", [SKIPPED]]);
  });
});

describe("plans with hooks", () => {
  test("A28 a plan names them, runs nothing, and is carried out as saved", async () => {
    const { here } = await shop(hook("one"));
    const shown = await here.run("plan", "--out", "plan.json");
    expect(shown.stdout).toMatch(/hook\s+runs this project's hook `one`: python -B tools\/tell\.py one 0/u);
    expect(names(here)).toEqual([]);
    expect((await here.run("up", "plan.json", "--yes")).status).toBe(0);
    expect(names(here)).toEqual(["one"]);
  });

  test("it is stale when a file that a hook runs has changed; a plan is no agreement", async () => {
    const { here } = await shop(hook("one"));
    await here.run("plan", "--out", "plan.json");
    expect(texts((await here.run("up", "plan.json", "--json")).json.plan.warnings)).toHaveLength(1);
    here.write("requirements.txt", "pear\napple\n");
    await here.run("plan", "--out", "plan.json");
    here.write("tools/tell.py", `${TELL}# changed\n`);
    const { status, json } = await here.run("up", "plan.json", "--yes", "--json");
    expect([status, json.error.code]).toEqual([4, "plan/stale"]);
    expect(json.error.details.paths).toEqual([here.at("tools/tell.py")]);
    expect(names(here)).toEqual([]);
  });
});

describe("Ctrl-C while a hook runs", () => {
  const SLEEP = `import pathlib, time\npathlib.Path.home().joinpath("begun").touch()\ntime.sleep(600)\n`;
  const slow = (required: boolean) =>
    `[after.slow]\nrun = ["python", "tools/sleep.py"]\nrequired = ${required}\n`;

  async function stopped(required: boolean): Promise<{ here: Project; before: readonly string[]; ran: Ran }> {
    const { here } = await shop(slow(required));
    here.write("tools/sleep.py", SLEEP);
    const before = tree(here.root);
    const started = here.start("up", "--yes", "--json");
    while (!existsSync(join(here.home, "begun"))) {
      if (started.process.exitCode !== null) throw new Error((await started.ended).stderr);
      await wait(20);
    }
    started.process.kill("SIGINT");
    return { here, before, ran: await started.ended };
  }

  test("a required one: everything is as before", async () => {
    const { here, before, ran } = await stopped(true);
    expect([ran.status, ran.json.status]).toEqual([130, "cancelled"]);
    expect(tree(here.root)).toEqual(before);
  });

  test("one that is not: the environment stays, and it is said", async () => {
    const { here, ran } = await stopped(false);
    expect([ran.status, ran.json.status]).toEqual([0, "done"]);
    expect(texts(ran.json.warnings)).toEqual(["the hook `slow` failed: it was stopped"]);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
    expect((await here.run("recover", "--json")).json.status).toBe("nothing");
  });
});
