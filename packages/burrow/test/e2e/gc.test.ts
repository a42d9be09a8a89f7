import { spawn } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze } from "../kit/venv.ts";

/** A project at its fourth generation. */
async function fourTimes(engine: EngineName = "uv"): Promise<Project> {
  const index = await loopback(ORCHARD);
  const here = project({ "burrow.toml": "keep-generations = 2\n" }, { env: index.env, engine });
  for (const text of ["apple==1.0", "apple==2.0", "apple==3.0", "apple==3.0\npear"]) {
    here.write("requirements.txt", `${text}\n`);
    expect((await here.run("up")).status).toBe(0);
  }
  return here;
}

describe.each(ENGINES)("with %s", (engine) => {
  test("old generations go but those in use; a link stays in their place, and what they held can be had again", async () => {
    const here = await fourTimes(engine);
    const generations = here.at(".burrow/generations/default");
    const used = spawn(`${realpathSync(generations)}/2/bin/python`, ["-c", "import time; time.sleep(600)"], {
      stdio: "ignore",
    });
    onTestFinished(() => void used.kill("SIGKILL"));
    await new Promise((resolve) => used.once("spawn", resolve));

    const before = tree(here.root);
    const dry = await here.run("gc", "--dry-run", "--json");
    expect(dry.json.removed.map((one: { number: number }) => one.number)).toEqual([1]);
    expect(dry.json.kept.map((one: any) => [one.folder, one.because.params.pid])).toEqual([
      [`${generations}/2`, used.pid],
    ]);
    expect(dry.json.bytes).toBeGreaterThan(0);
    expect(tree(here.root)).toEqual(before);

    expect((await here.run("gc", "--json")).json).toMatchObject({ status: "done", bytes: dry.json.bytes });
    expect(readlinkSync(`${generations}/1`)).toBe("4");
    expect(existsSync(`${generations}/1.json`)).toBe(false);
    expect(freeze(`${generations}/1`)).toEqual(["apple==3.0", "pear==1.1"]);
    expect(lstatSync(`${generations}/2`).isDirectory()).toBe(true);
    expect(readdirSync(generations).filter((name) => name.startsWith("."))).toEqual([]);

    used.kill("SIGKILL");
    await new Promise((resolve) => used.once("close", resolve));
    expect((await here.run("gc")).stdout).toContain("1 generation removed");
    expect((await here.run("gc", "--json")).json).toMatchObject({ status: "nothing", removed: [], bytes: 0 });

    const back = await here.run("rollback", "1", "--json");
    expect([back.status, back.json.restored.status], back.stderr).toEqual([0, "done"]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0"]);
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/5");
  });
});

test("older generations go by size as well, oldest first, and gc says which and why", async () => {
  const here = await fourTimes();
  here.write("burrow.toml", 'keep-generations = 9\nkeep-generations-size = "1 kB"\n');
  const dry = await here.run("gc", "--dry-run", "--json");
  expect(dry.json.removed.map((one: any) => [one.number, one.because.code])).toEqual([
    [1, "beyond-size"],
    [2, "beyond-size"],
    [3, "beyond-size"],
  ]);
  here.write("burrow.toml", 'keep-generations = 9\nkeep-generations-size = "1 GB"\n');
  expect((await here.run("gc", "--json")).json).toMatchObject({ status: "nothing", removed: [] });
  here.write("burrow.toml", 'keep-generations = 3\nkeep-generations-size = "1 kB"\n');
  const { stdout } = await here.run("gc", "--yes");
  expect(stdout).toMatch(/default\/1 +more than the 3 that are kept/u);
  expect(stdout).toMatch(/default\/2 +what older ones take alone is more than 1 kB/u);
  expect(readlinkSync(here.at(".burrow/generations/default/3"))).toBe("4");
  expect(freeze(here.at(".venv"))).toEqual(["apple==3.0", "pear==1.1"]);
});
