import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { realForeground } from "../../src/machine/real-foreground.ts";
import { absolute } from "../../src/model/path.ts";

const cwd = absolute(fileURLToPath(new URL(".", import.meta.url)));

function exec(script: string, env: Record<string, string> = {}) {
  return realForeground().exec({ program: absolute(process.execPath), args: ["-e", script], env, cwd });
}

describe("the exit status", () => {
  test.each([0, 1, 7, 255])("is the program's own: %i", async (status) => {
    expect(await exec(`process.exit(${status})`)).toBe(status);
  });

  test.each([
    ["SIGTERM", 143],
    ["SIGKILL", 137],
    ["SIGINT", 130],
  ])("of a program that %s ended is %i", async (signal, status) => {
    expect(await exec(`process.kill(process.pid, "${signal}"); setInterval(() => {}, 1000)`)).toBe(status);
  });

  test("of a program that is not there is an error", async () => {
    const missing = realForeground().exec({ program: absolute("/no/such/program"), args: [], env: {}, cwd });
    await expect(missing).rejects.toMatchObject({ code: "run/not-executable" });
  });
});

test("the program sees its variables and its folder", async () => {
  expect(
    await exec(
      `process.exit(process.env.A === "1" && process.cwd() + "/" === process.env.AT + "/" ? 9 : 1)`,
      { A: "1", AT: cwd },
    ),
  ).toBe(9);
});

test("no listener stays behind", async () => {
  const before = process.listenerCount("SIGTERM");
  await exec("");
  expect(process.listenerCount("SIGTERM")).toBe(before);
});

test("without a terminal every signal is passed on, and burrow outlives it", async () => {
  const script = `
    const next = { SIGINT: "SIGUSR1", SIGUSR1: "SIGHUP", SIGHUP: "SIGUSR2", SIGUSR2: "SIGTERM" };
    for (const [signal, then] of Object.entries(next)) process.once(signal, () => process.kill(process.ppid, then));
    process.once("SIGTERM", () => process.exit(42));
    setInterval(() => {}, 1000);
    process.kill(process.ppid, "SIGINT");
  `;
  expect(await exec(script)).toBe(42);
});
