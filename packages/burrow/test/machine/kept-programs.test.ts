import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Command, Runner } from "../../src/machine/command.ts";
import { realRunner } from "../../src/machine/real-runner.ts";
import { absolute } from "../../src/model/path.ts";

let scratch: string;
let runner: Runner;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "burrow-kept-"));
  runner = realRunner({ scratch: absolute(scratch) });
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Answers with its process and how often it was asked; does what the question says. */
const CLERK = `
  const fs = require("fs");
  let turns = 0;
  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const [question, answer] = JSON.parse(line);
    const asked = fs.readFileSync(question, "utf8");
    if (asked === "die") process.kill(process.pid, "SIGKILL");
    if (asked === "hang") return console.log("hanging");
    turns += 1;
    console.log("working");
    console.error("grumbling");
    fs.writeFileSync(answer, process.pid + " " + turns);
    console.log("");
  });
`;

function clerk(question: string, env: Readonly<Record<string, string>> = {}): Command {
  return {
    program: absolute(process.execPath),
    args: ["-e", CLERK],
    turn: [{ scratch: "question" }, { scratch: "answer" }],
    files: { question },
    reads: ["answer"],
    env,
  };
}

function runs(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number | undefined): Promise<void> {
  while (runs(pid)) await setTimeout(10);
}

async function ask(question: string, env?: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const output = await runner.run(clerk(question, env), { signal, onLine: (line) => lines.push(line) });
  const [pid, turn] = (output.files["answer"] ?? "").split(" ").map(Number);
  return { ...output, lines, pid, turn };
}

test("one process takes turn after turn, each in a folder of its own that is gone afterwards", async () => {
  const first = await ask("a");
  const second = await ask("b");
  expect([first.turn, second.turn]).toEqual([1, 2]);
  expect(second).toMatchObject({ pid: first.pid, status: 0, stdout: "working\n\n" });
  expect(first.lines).toContain("working");
  expect(readdirSync(scratch)).toEqual([]);
});

test("other variables are another process; two at once as well", async () => {
  const [one, other, third] = await Promise.all([ask("a"), ask("a"), ask("a", { ONLY: "this" })]);
  expect(new Set([one.pid, other.pid, third.pid]).size).toBe(3);
});

test("one that was begun ahead takes the first turn", async () => {
  runner.begin?.(clerk(""));
  const { pid } = await ask("a");
  const parents = execFileSync("ps", ["-o", "pid=", "--ppid", String(process.pid)], { encoding: "utf8" });
  expect(parents.trim().split(/\s+/u).map(Number)).toContain(pid);
  expect((await ask("b")).pid).toBe(pid);
});

test("however many wait, this process gets no listeners for them", () => {
  const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
  const before = listeners();
  for (let one = 0; one < 12; one += 1) runner.begin?.(clerk("", { ONE: String(one) }));
  expect(listeners()).toEqual(before);
});

test("who closes the runner lets go of what waits; one that is in its turn goes after it", async () => {
  const { pid: waits } = await ask("a");
  const turn = ask("a", { ONLY: "this" });
  runner.close?.();
  const { pid: works } = await turn;
  await gone(waits);
  await gone(works);
  const { pid } = await ask("a");
  expect((await ask("b")).pid).toBe(pid);
});

test("that it died in its turn is told, and the next turn starts another", async () => {
  const { pid } = await ask("a");
  expect(await ask("die")).toMatchObject({ status: undefined, signal: "SIGKILL", files: {} });
  const next = await ask("b");
  expect(next).toMatchObject({ turn: 1, status: 0 });
  expect(next.pid).not.toBe(pid);
});

test("that it cannot be started is an answer", async () => {
  const program = absolute(join(scratch, "nothing"));
  const signal = new AbortController().signal;
  const output = await runner.run({ ...clerk("a"), program }, { signal });
  expect(output.status).toBeUndefined();
  expect(output.failure).toMatch(/^it could not be started: spawn .* ENOENT$/u);
});

test("its time limit and an abort end it", async () => {
  const signal = new AbortController().signal;
  const late = await runner.run({ ...clerk("hang"), limit: 1 }, { signal });
  expect(late).toMatchObject({ failure: "it was ended after 1 s", signal: "SIGINT" });
  const controller = new AbortController();
  const reason = new Error("Ctrl-C");
  const onLine = (line: string) => void (line === "hanging" && controller.abort(reason));
  await expect(runner.run(clerk("hang"), { signal: controller.signal, onLine })).rejects.toBe(reason);
  expect(readdirSync(scratch)).toEqual([]);
});

test.each([
  ["who closes it leaves when it is gone", "runner.close();"],
  ["who does not leaves as well, and it goes by itself", ""],
])("%s", async (_, closing) => {
  const bundle = join(import.meta.dirname, "../../src/machine/real-runner.ts");
  const script = `
    import { build } from "rolldown";
    import { writeFileSync } from "node:fs";
    const { output } = await build({ input: ${JSON.stringify(bundle)}, platform: "node", write: false });
    writeFileSync(${JSON.stringify(join(scratch, "runner.mjs"))}, output[0].code);
    const { realRunner } = await import(${JSON.stringify(join(scratch, "runner.mjs"))});
    const runner = realRunner({ scratch: ${JSON.stringify(join(scratch, "inner"))} });
    const { files } = await runner.run(${JSON.stringify(clerk("a"))}, { signal: new AbortController().signal });
    console.log(files.answer.split(" ")[0]);
    ${closing}
  `;
  const pid = Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    }),
  );
  if (closing !== "") return expect(runs(pid)).toBe(false);
  await gone(pid); // the test's own limit is its time
});
