import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { bundled } from "../kit/bundle.ts";
import { startProgram, type Started } from "../kit/e2e.ts";
import { ROOT } from "../kit/tools.ts";

let writer = "";
beforeAll(async () => {
  writer = await bundled("registry-writer");
});

function dataFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-registry-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function start(data: string, name: string, most: number): Started {
  const started = startProgram([process.execPath, writer, data, name, String(most)], { cwd: ROOT, env: {} });
  onTestFinished(() => started.signalGroup("SIGKILL"));
  return started;
}

/** The prefixes that the file holds, as a foreign program reads it; throws when it is not whole. */
function held(data: string): readonly string[] {
  const { schema, environments } = JSON.parse(readFileSync(join(data, "registry.json"), "utf8")) as {
    readonly schema: number;
    readonly environments: readonly { readonly id: string; readonly prefix: string }[];
  };
  expect(schema).toBe(1);
  expect(new Set(environments.map(({ id }) => id)).size).toBe(environments.length);
  return environments.map(({ prefix }) => prefix);
}

test("D100 several processes at once lose nothing, and whoever reads meanwhile reads a whole file", async () => {
  const data = dataFolder();
  const names = ["a", "b", "c", "d", "e"];
  const each = 12;
  const writers = names.map((name) => start(data, name, each));
  const running = new AbortController();
  let most = 0;
  const reading = (async () => {
    while (!running.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!readdirSync(data).includes("registry.json")) continue;
      const now = held(data).length;
      expect(now).toBeGreaterThanOrEqual(most); // nothing that was there goes
      most = now;
    }
  })();
  const ended = await Promise.all(writers.map((one) => one.ended));
  running.abort();
  await reading;
  expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(names.map(() => [0, ""]));
  const all = names.flatMap((name) =>
    Array.from({ length: each }, (_, number) => `/w/${name}-${number}/.venv`),
  );
  expect([...held(data)].toSorted()).toEqual(all.toSorted());
  expect(readdirSync(data).toSorted()).toEqual(["registry.json", "registry.json.bak"]);
  expect(statSync(join(data, "registry.json")).mode & 0o777).toBe(0o600);
});

test("killed at any moment, the file is what it was before or after, all that was told is in it, and the next one goes on", async () => {
  const data = dataFolder();
  let known = 0;
  for (let run = 0; run < 15; run += 1) {
    const started = start(data, `r${run}`, 10_000);
    const { process: child, ended } = started;
    const told = new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    await Promise.race([told, ended]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    started.signalGroup("SIGKILL");
    const { signal, stdout } = await ended;
    expect(signal).toBe("SIGKILL");
    const lines = stdout.split("\n").slice(0, -1);
    expect(lines.map((line) => line.split(" ")[1])).toEqual(lines.map(() => "")); // never a word about a file that is not whole
    const now = held(data).length;
    expect([known + lines.length, known + lines.length + 1]).toContain(now);
    known = now;
  }
  const after = await start(data, "after", 1).ended;
  expect(after.stdout).toBe("0 \n");
  expect(held(data)).toHaveLength(known + 1);
  expect(readdirSync(data).toSorted()).toEqual(["registry.json", "registry.json.bak"]);
});

test("a file that was cut off is set aside once, though several processes meet it at the same time", async () => {
  const data = dataFolder();
  await start(data, "a", 2).ended;
  const whole = readFileSync(join(data, "registry.json"), "utf8");
  writeFileSync(join(data, "registry.json.bak"), whole);
  writeFileSync(join(data, "registry.json"), whole.slice(0, -100));
  const ended = await Promise.all(["b", "c", "d"].map((name) => start(data, name, 1).ended));
  expect(ended.map(({ stdout }) => stdout).toSorted()).toEqual(["0 \n", "0 \n", "0 registry-set-aside\n"]);
  const prefixes = ["a-0", "a-1", "b-0", "c-0", "d-0"].map((name) => `/w/${name}/.venv`);
  expect([...held(data)].toSorted()).toEqual(prefixes);
  expect(readFileSync(join(data, "registry.unreadable.json"), "utf8")).toBe(whole.slice(0, -100));
});
