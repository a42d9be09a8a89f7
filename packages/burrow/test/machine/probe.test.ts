import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import type { ProbeResult } from "../../src/machine/machine.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { absolute, join, type AbsolutePath } from "../../src/model/path.ts";

function folder(): AbsolutePath {
  const made = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-probe-`)));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A program in the interpreter's place, asked with little patience. */
async function asked(
  script: string,
  {
    env = {},
    signal = new AbortController().signal,
  }: { env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<ProbeResult> {
  const path = join(folder(), "python");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  const machine = realMachine({
    env: { ...process.env, ...env },
    probeLimits: { seconds: 0.5, bytes: 65_536 },
  });
  return machine.probe(path, signal);
}

function refused(detail: string): unknown {
  return { ok: false, detail, seconds: expect.any(Number) as number };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("the answer is the marked line, whatever a sitecustomize prints around it", async () => {
  const result = await asked(`echo welcome; echo 'burrow-probe {"version":"3.12.4"}'; echo bye`);
  expect(result).toEqual({ ok: true, answer: { version: "3.12.4" }, seconds: expect.any(Number) as number });
});

test("one that hangs is ended, with all that it started, and it may not ask for more time", async () => {
  const at = folder();
  const result = await asked(`trap '' INT TERM; sleep 60 & echo $! > ${at}/child; while :; do sleep 1; done`);
  expect(result).toEqual(refused("no answer within 0.5 s"));
  const child = Number(realMachine().readText(join(at, "child")));
  expect(child).toBeGreaterThan(1);
  await expect.poll(() => isAlive(child), { timeout: 5000 }).toBe(false);
});

test("one that prints without end is ended", async () => {
  expect(await asked("exec cat /dev/zero")).toEqual(refused("it printed more than 65536 bytes"));
});

test.each([
  ["nothing", "true", "it printed no answer"],
  ["something else", "echo Python 3.12.4", "it printed no answer"],
  ["a broken answer", "echo 'burrow-probe {\"version\":'", "its answer is no JSON"],
  ["a failure", "exit 3", "it ended with 3"],
  ["a crash", "kill -SEGV $$", "it ended with SIGSEGV"],
])("one that answers with %s is not believed", async (_name, script, detail) => {
  expect(await asked(script)).toEqual(refused(detail));
});

test("one that cannot be started is an answer too", async () => {
  const result = await realMachine().probe(join(folder(), "absent"), new AbortController().signal);
  expect(result).toEqual(refused("it cannot be started: ENOENT"));
});

test("variables that could make it answer for another are not passed on", async () => {
  const at = folder();
  const bad = {
    PYTHONHOME: "/bad",
    PYTHONPATH: "/bad",
    LD_PRELOAD: "",
    DYLD_INSERT_LIBRARIES: "/bad",
    SECRET_TOKEN: "x",
  };
  await asked(`env | sed 's/=.*//' > ${at}/names`, { env: { ...bad, LANG: "C", HOME: "/home/me" } });
  const names = (realMachine().readText(join(at, "names")) ?? "").split("\n");
  expect(names).toContain("HOME");
  expect(names.filter((name) => name in bad || name.startsWith("PYTHON"))).toEqual([]);
});

test("an old one that lacks -I is asked with -E -s", async () => {
  const result = await asked(`case "$1" in -I) exit 2;; esac; echo "burrow-probe \\"$1 $2 $3\\""`);
  expect(result).toMatchObject({ ok: true, answer: "-E -s -B" });
});

test("an abort ends it and is the caller's", async () => {
  const at = folder();
  const controller = new AbortController();
  const asking = asked(`touch ${at}/started; sleep 60`, { signal: controller.signal });
  await expect.poll(() => existsSync(join(at, "started"))).toBe(true);
  controller.abort(new Error("enough"));
  await expect(asking).rejects.toThrow("enough");
});
