import { readdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

/** What has been still for two seconds is remembered: this is the wait for it, not for something to happen. */
const STILL = 2100;

test("what was judged once is not looked at again until something of it changes, and then it is", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\n" }, { env: index.env });
  await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
  const up = async () => {
    const { stdout, stderr } = await here.run("up", "--json-events");
    return { surveyed: stderr.includes('"survey.started"'), stdout };
  };
  const run = async (...options: readonly string[]) =>
    (await here.run("run", ...options, "python", "-c", "import pear")).status;
  const unchanged = "unchanged  .venv satisfies 1 requirement\n";

  await sleep(STILL);
  expect(await up()).toEqual({ surveyed: true, stdout: unchanged });
  expect(await up()).toEqual({ surveyed: false, stdout: unchanged });
  expect(await run()).toBe(0);
  expect(await run()).toBe(0);

  const [module = ""] = readdirSync(here.at(".venv/lib"), { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith("site-packages/pear.py"),
  );
  rmSync(here.at(".venv/lib", module));
  expect(await run()).toBe(3);
  const repaired = await up();
  expect([repaired.surveyed, repaired.stdout]).not.toEqual([false, unchanged]);
  expect(await run()).toBe(0);

  here.write("requirements.txt", "pear\nplum\n");
  expect(await run()).toBe(3);
  expect((await up()).surveyed).toBe(true);
  expect(await run()).toBe(0);
});
