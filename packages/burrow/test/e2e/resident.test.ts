import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { cleanVariables, project, type Project } from "../kit/e2e.ts";
import { PROGRAM, somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

/** A home with one environment, and a folder in it to stand in. */
async function homeWithOne() {
  const here = project({});
  await makeVenv(join(here.home, "code", "one", ".venv"), { python: somePython(), requirements: [] });
  return { here, cwd: join(here.home, "code"), socket: join(here.home, "burrow", "data", "survey.sock") };
}

/** The same question until the answer is as wanted: what is told by file events comes when it comes. */
async function until<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function listed(here: Project, cwd: string) {
  const { json, stderr } = await here.run("list", "--all", "--json", "--json-events", { cwd });
  const prefixes: readonly string[] = json.environments.map(({ prefix }: { prefix: string }) => prefix);
  return { prefixes, asked: !stderr.includes('"survey.started"') };
}

test("a resident survey answers at once, sees what comes and goes, and leaves nothing when it is ended", async () => {
  const { here, cwd, socket } = await homeWithOne();
  const one = join(cwd, "one", ".venv");
  const two = join(cwd, "one", "two");
  const alone = await listed(here, cwd);
  expect(alone).toEqual({ prefixes: [one], asked: false });

  const resident = here.start("watch", "--survey", { cwd });
  await until(
    () => Promise.resolve(existsSync(socket)),
    (there) => there,
  );
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(
    await until(
      () => listed(here, cwd),
      ({ asked }) => asked,
    ),
  ).toEqual({ prefixes: [one], asked: true });

  await makeVenv(two, { python: somePython(), requirements: [] });
  const both = await until(
    () => listed(here, cwd),
    ({ prefixes }) => prefixes.length === 2,
  );
  expect(both).toEqual({ prefixes: [one, two], asked: true });
  rmSync(one, { recursive: true });
  expect(
    await until(
      () => listed(here, cwd),
      ({ prefixes }) => prefixes.length === 1,
    ),
  ).toEqual({ prefixes: [two], asked: true });

  const second = await here.run("watch", "--survey", "--json", { cwd });
  expect([second.status, second.json.error.code]).toEqual([1, "watch/running"]);
  resident.process.kill("SIGTERM");
  const ended = await resident.ended;
  expect([ended.status, ended.stdout]).toEqual([0, ""]);
  expect(ended.stderr).toContain("watching 1 environment");
  expect(existsSync(socket)).toBe(false);
  expect(await listed(here, cwd)).toEqual({ prefixes: [two], asked: false });
});

test("what a killed one left is replaced; what answers nonsense is not believed", async () => {
  const { here, cwd, socket } = await homeWithOne();
  const killed = here.start("watch", "--survey", { cwd });
  await until(
    () => Promise.resolve(existsSync(socket)),
    (there) => there,
  );
  killed.signalGroup("SIGKILL");
  await killed.ended;
  expect(existsSync(socket)).toBe(true);
  expect((await listed(here, cwd)).asked).toBe(false);
  const next = here.start("watch", "--survey", { cwd });
  expect(
    (
      await until(
        () => listed(here, cwd),
        ({ asked }) => asked,
      )
    ).prefixes,
  ).toHaveLength(1);
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    connect(socket)
      .on("data", (part) => (text += part.toString()))
      .on("end", () => resolve(text));
  });
  expect(JSON.parse(answer).survey.environments).toHaveLength(1);
  next.process.kill("SIGTERM");
  expect((await next.ended).status).toBe(0);
  writeFileSync(socket, "no socket");
  expect(await listed(here, cwd)).toMatchObject({ asked: false });
});

test("a program that calls the library is told each survey, what comes and what goes, until it cancels", async () => {
  const { here, cwd, socket } = await homeWithOne();
  const one = join(cwd, "one", ".venv");
  const two = join(cwd, "one", "two");
  const script = `
    const { watchSurvey } = await import(${JSON.stringify(new URL("index.js", pathToFileURL(PROGRAM)).href)});
    const tell = (told) => process.stdout.write(JSON.stringify(told) + "\\n");
    const run = watchSurvey({ found: ({ environments }) => tell(environments.map(({ prefix }) => prefix)) });
    process.stdin.once("data", () => run.cancel());
    await run.result.then(() => tell("over"), (error) => tell(error.name));
    process.stdin.destroy();
  `;
  const program = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: cleanVariables({ home: here.home }),
    cwd,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(program, "exit");
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const told = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string) as unknown;

  expect(await told()).toEqual([one]);
  await makeVenv(two, { python: somePython(), requirements: [] });
  expect(await until(told, (found) => (found as string[]).length === 2)).toEqual([one, two]);
  rmSync(one, { recursive: true });
  expect(await until(told, (found) => (found as string[]).length === 1)).toEqual([two]);
  program.stdin.write("enough\n");
  expect(await until(told, (found) => typeof found === "string")).toBe("over");
  expect(await ended).toEqual([0, null]);
  expect(existsSync(socket)).toBe(false);
});
