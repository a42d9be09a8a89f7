import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { orchard, PREFIX } from "../kit/conda/orchard.ts";
import { needs, PROGRAM } from "../kit/tools.ts";

test("one engine process serves a change, and none a command that needs nothing of it", async (context) => {
  needs(context, "strace");
  const { here, ask } = await orchard(["tz"]);
  const trace = here.at("..", "trace");
  const strace = ["strace", "-f", "-s", "1000", "-e", "trace=execve", "-o", trace, process.execPath, PROGRAM];
  const engines = async (...args: readonly string[]) => {
    const { status, stderr } = await here.run(...args, { program: strace });
    expect(status, stderr).toBe(0);
    const started = readFileSync(trace, "utf8").split("\n");
    return started.filter((line) => /python\/conda\.py.* = 0$/u.test(line)).length;
  };
  expect(await engines("up")).toBe(1); // made: solved and linked
  expect(await engines("up")).toBe(0); // it is there
  ask(["tz", "libstone"]);
  expect(await engines("up")).toBe(1); // it is there and does not serve
  expect(await engines("plan", "--env", here.at(PREFIX))).toBe(0); // somebody said which
  ask(["tz", "cherry"]);
  expect(await engines("plan")).toBe(1);
  expect(await engines("list")).toBe(0);
});
