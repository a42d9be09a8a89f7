import { realpathSync } from "node:fs";
import { expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, NO_INDEX, ORCHARD } from "../kit/loopback.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

/** A project whose environment holds what it asks for: a pear, with its program. */
async function ready(): Promise<Project> {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\n" }, { env: index.env });
  await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
  return here;
}

const python = (code: string) => ["run", "python", "-c", code];

test("C57 the program's exit status is burrow's", async () => {
  const here = await ready();
  expect((await here.run(...python("raise SystemExit(7)"))).status).toBe(7);
});

test("C57 a program that a signal ended gives 128 and its number", async () => {
  const here = await ready();
  expect((await here.run(...python("import os; os.kill(os.getpid(), 9)"))).status).toBe(137);
});

test("C57 its input and output are the program's own", async () => {
  const here = await ready();
  const { status, stdout, stderr } = await here.run(
    ...python("import sys; print(sys.stdin.read().upper(), end=''); print('no', file=sys.stderr)"),
    { input: "a\nb\n" },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "A\nB\n", stderr: "no\n" });
});

test("C57 arguments arrive as they were given, options of burrow's names included", async () => {
  const here = await ready();
  const given = ["--json", "--help", "a b", "", "--", "'\"$HOME\\", "-x=1"];
  const { stdout } = await here.run(...python("import sys, json; print(json.dumps(sys.argv[1:]))"), ...given);
  expect(JSON.parse(stdout)).toEqual(given);
});

test("C57 a signal reaches the program, which may answer it", async () => {
  const here = await ready();
  const code = `
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
print("ready", flush=True)
time.sleep(60)
`;
  const running = here.start(...python(code));
  await new Promise((resolve) => running.process.stdout?.once("data", resolve));
  running.process.kill("SIGTERM");
  expect((await running.ended).status).toBe(3);
});

test("A44 the program runs in the project's environment, and so do the programs it starts", async () => {
  const here = await ready();
  const { stdout } = await here.run(
    ...python("import sys, subprocess; print(sys.prefix, flush=True); subprocess.run(['pear'])"),
  );
  expect(stdout).toBe(`${realpathSync(here.at(".venv"))}\na pear\n`);
});

test("the environment's own programs come by name, others from PATH, and a missing one is 127", async () => {
  const here = await ready();
  expect((await here.run("run", "pear")).stdout).toBe("a pear\n");
  expect((await here.run("run", "sh", "-c", "exit 5")).status).toBe(5);
  expect((await here.run("run", "no-such-program")).status).toBe(127);
  expect(await here.run("run", "./pear")).toMatchObject({
    status: 127,
    stderr: `✗ there is no program \`./pear\`
  because: no file is at ${here.at("pear")}
  hint: mend the path; a program of the environment needs its name alone
`,
  });
});

test("what no longer holds is not run, the hint says what to do, and --no-check runs it all the same", async () => {
  const here = await ready();
  here.write("requirements.txt", "pear\napple\n");

  const refused = await here.run("run", "pear");
  expect(refused.status).toBe(3);
  expect(refused.stdout).toBe("");
  expect(refused.stderr).toMatch(/hint: .*burrow up/u);

  expect((await here.run("run", "--no-check", "pear")).stdout).toBe("a pear\n");
});

test("an environment that holds is run without a network and without an engine", async () => {
  const here = await ready();
  const { status, stdout } = await here.run("run", "pear", { env: { ...NO_INDEX, PATH: "/usr/bin:/bin" } });
  expect([status, stdout]).toEqual([0, "a pear\n"]);
});

test.each(ENGINES)("A42 with %s, each project's programs are its own", async (engine) => {
  const index = await loopback(ORCHARD);
  const here = project(
    { "requirements.txt": "pear==1.1\n", "package.json": "{}\n", "tool/requirements.txt": "pear==1.0\n" },
    { engine, env: index.env },
  );
  await here.run("up");
  await here.run("up", { cwd: here.at("tool") });
  const version = python("import importlib.metadata as m; print(m.version('pear'))");
  expect((await here.run(...version)).stdout).toBe("1.1\n");
  expect((await here.run(...version, { cwd: here.at("tool") })).stdout).toBe("1.0\n");
});

test("a program is told its environment, and nothing that would mislead it", async () => {
  const here = await ready();
  const { stdout } = await here.run(
    ...python("import os; print(os.environ['VIRTUAL_ENV'], 'PYTHONHOME' in os.environ)"),
    {
      env: { PYTHONHOME: "/nowhere" },
    },
  );
  expect(stdout).toBe(`${realpathSync(here.at(".venv"))} False\n`);
});
