import { readdirSync, rmSync, symlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { mount } from "../kit/mount.ts";
import { ENGINES, needs, somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

/** What has been still for two seconds is remembered: this is the wait for it, not for something to happen. */
const STILL = 2100;

test.each(ENGINES)(
  "with %s, what was judged once is not looked at again until something of it changes, and then it is",
  async (engine) => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
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
  },
);

test("what is mounted over what was judged, and a link that leads elsewhere, are seen", async (context) => {
  needs(context, "root");
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\n" }, { env: index.env });
  const make = (name: string) =>
    makeVenv(here.at(name), { python: somePython(), requirements: ["pear"], env: index.env });
  await make("one");
  await make("two");
  symlinkSync("one", here.at(".venv"));
  const looked = async () => {
    const { stdout, stderr } = await here.run("plan", "--json-events", "--json");
    return [stderr.includes('"survey.started"'), (JSON.parse(stdout) as { action: string }).action];
  };
  await sleep(STILL);
  expect(await looked()).toEqual([true, "reuse"]);
  expect(await looked()).toEqual([false, "reuse"]);

  rmSync(here.at(".venv"));
  symlinkSync("two", here.at(".venv"));
  expect(await looked()).toEqual([true, "reuse"]);
  await sleep(STILL);
  expect(await looked()).toEqual([true, "reuse"]);
  expect(await looked()).toEqual([false, "reuse"]);

  mount("-t", "tmpfs", "none", here.at("two/lib"));
  const [surveyed, action] = await looked();
  expect(surveyed).toBe(true);
  expect(action).not.toBe("reuse");
});
