import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Command } from "../../src/machine/command.ts";
import { realRunner } from "../../src/machine/real-runner.ts";
import { absolute } from "../../src/model/path.ts";

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "burrow-runner-"));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs a piece of JavaScript as the program. */
function run(
  script: string,
  rest: Partial<Command> = {},
  options: { readonly signal?: AbortSignal; readonly onLine?: (line: string) => void } = {},
) {
  const command: Command = {
    program: absolute(process.execPath),
    env: {},
    ...rest,
    args: ["-e", script, "--", ...(rest.args ?? [])],
  };
  return realRunner({ scratch: absolute(scratch) }).run(command, {
    signal: new AbortController().signal,
    ...options,
  });
}

describe("what a program is given", () => {
  test("the variables of the command and no others", async () => {
    const { stdout, status } = await run("console.log(JSON.stringify(process.env))", {
      env: { ONLY: "this" },
    });
    expect({ stdout, status }).toEqual({ stdout: '{"ONLY":"this"}\n', status: 0 });
  });

  test("no input and no shell", async () => {
    const { stdout } = await run(
      "console.log(require('fs').readFileSync(0, 'utf8').length, process.argv.slice(1).join('|'))",
      { args: ["$HOME", "a b", "; exit 3", "*"] },
    );
    expect(stdout).toBe("0 $HOME|a b|; exit 3|*\n");
  });

  test("scratch files by name, private to this user, in a folder that is gone afterwards", async () => {
    const { stdout, files } = await run(
      `const fs = require("fs"), path = require("path"), [file] = process.argv.slice(1);
       const at = file.replace("--in=", "");
       console.log(fs.readFileSync(at, "utf8"), (fs.statSync(path.dirname(at)).mode & 0o777).toString(8));
       fs.writeFileSync(path.join(path.dirname(at), "answer"), "42")`,
      {
        args: [{ scratch: "question", prefix: "--in=" }],
        files: { question: "why?" },
        reads: ["answer", "absent"],
      },
    );
    expect({ stdout, files }).toEqual({ stdout: "why? 700\n", files: { answer: "42" } });
    expect(readdirSync(scratch)).toEqual([]);
  });

  test.each(["../up", "a/b", "", ".hidden", "a\0b"])("a scratch file called %j is refused", async (name) => {
    await expect(run("0", { files: { [name]: "" } })).rejects.toThrow(TypeError);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe("what a program leaves", () => {
  test("its status and both streams", async () => {
    const output = await run("console.log('out'); console.error('err'); process.exitCode = 3");
    expect(output).toEqual({ status: 3, stdout: "out\n", stderr: "err\n", files: {} });
  });

  test("the signal that ended it", async () => {
    const output = await run("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)");
    expect(output).toEqual({ status: undefined, signal: "SIGKILL", stdout: "", stderr: "", files: {} });
  });

  test("that it could not be started is an answer", async () => {
    const output = await run("", { program: absolute(join(scratch, "nothing")) });
    expect(output.status).toBeUndefined();
    expect(output.failure).toMatch(/^it could not be started: spawn .* ENOENT$/u);
  });

  test("its lines as they come, without control characters", async () => {
    const lines: string[] = [];
    await run(
      String.raw`process.stderr.write("\u001b[31mred\u001b[0m\n10%\r20%\r\n\u0007bell\u0000\n\n  kept\u202e \nlast ü")`,
      {},
      { onLine: (line) => lines.push(line) },
    );
    expect(lines).toEqual(["red", "10%", "20%", "bell", "  kept", "last ü"]);
  });

  test("at most 32 MiB of a stream", async () => {
    const { stdout, status } = await run(
      "const mib = 'x'.repeat(1 << 20); for (let i = 0; i < 33; i++) require('fs').writeSync(1, mib)",
    );
    expect({ length: stdout.length, status }).toEqual({ length: 32 * 1024 * 1024, status: 0 });
  });
});

/** A program that ends only by KILL, with a grandchild of the same mind that writes its pid. */
const STUBBORN = `
  const stay = "process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const child = require("child_process").spawn(process.execPath, ["-e", stay + "console.log(process.pid)"], { stdio: ["ignore", "inherit", "inherit"] });
  eval(stay);
`;

describe("how a program is ended", () => {
  test("its time limit ends the whole group, however stubborn", async () => {
    const { stdout, failure, signal } = await run(STUBBORN, { limit: 1 });
    expect({ failure, signal }).toEqual({ failure: "it was ended after 1 s", signal: "SIGKILL" });
    await gone(Number(stdout));
  });

  test("an abort ends the group, clears the folder and rejects with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("Ctrl-C");
    const pids: number[] = [];
    const running = run(
      STUBBORN,
      {},
      {
        signal: controller.signal,
        onLine: (line) => {
          pids.push(Number(line));
          controller.abort(reason);
        },
      },
    );
    await expect(running).rejects.toBe(reason);
    await gone(pids[0] ?? 0);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test("a program that listens to INT may finish its cleanup", async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      if (line === "ready") controller.abort(new Error("enough"));
    };
    const script =
      "process.on('SIGINT', () => { console.log('clean'); process.exit(0) }); setInterval(() => {}, 1000); console.log('ready')";
    await expect(run(script, {}, { signal: controller.signal, onLine })).rejects.toThrow("enough");
    expect(lines).toEqual(["ready", "clean"]);
  });

  test("an abort before the start starts nothing", async () => {
    await expect(run("", {}, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
    expect(readdirSync(scratch)).toEqual([]);
  });

  test("what it left running cannot hold its output open", async () => {
    const script = `const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); console.log(c.pid); process.exit(0)`;
    const { status, stdout } = await run(script);
    expect(status).toBe(0);
    await gone(Number(stdout));
  });
});

test("the folder for scratch is made when it is not there", async () => {
  const below = join(scratch, "a", "b");
  await realRunner({ scratch: absolute(below) }).run(
    { program: absolute(process.execPath), args: ["-e", ""], env: {} },
    { signal: new AbortController().signal },
  );
  expect(statSync(below).mode & 0o777).toBe(0o700);
});

/** Waits until a process has ended; one that does not ends the test by its time limit. A killed process is there until it is scheduled. */
async function gone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1);
  while (isAlive(pid)) await setTimeout(10);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** Where there is `/proc`: a process that ended and was not waited for. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
