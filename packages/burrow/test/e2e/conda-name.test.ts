import { existsSync, readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { orchard, PREFIX, yml } from "../kit/conda/orchard.ts";

test("C2 C3 C4 C5 a conda environment's name: the command line's, the settings', the file's, the folder's", async () => {
  const { here, channels } = await orchard(["libstone"]);
  const planned = async (...more: readonly string[]) => {
    const { json } = await here.run("plan", "--json", ...more);
    return json.environment.prefix;
  };
  here.write("burrow.toml", 'environment-name = "grove"\n');
  expect(await planned("--env-name", "gpu")).toBe(here.at(".burrow/envs/gpu"));
  expect(await planned()).toBe(here.at(".burrow/envs/grove"));
  here.write("burrow.toml", "");
  expect(await planned()).toBe(here.at(PREFIX));
  here.write("environment.yml", yml(channels, ["libstone"]).replace("name: orchard\n", ""));
  expect(await planned()).toBe(here.at(".burrow/envs/shop"));
});

test("C3 an environment that the settings name is built, run in, gone back to and removed by every command alike", async () => {
  const { here, ask } = await orchard(["libstone <2"]);
  here.write("burrow.toml", 'environment-name = "grove"\n');
  const link = here.at(".burrow/envs/grove");
  for (const specs of [["libstone <2"], ["libstone >=2"]]) {
    ask(specs);
    expect((await here.run("up", "--json")).json.status).toBe("done");
  }
  expect([readlinkSync(link), existsSync(here.at(PREFIX))]).toEqual(["../generations/grove/2", false]);
  expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  const where = await here.run(
    "run",
    "sh",
    "-c",
    "echo $CONDA_DEFAULT_ENV $(cat $CONDA_PREFIX/lib/stone.txt)",
  );
  expect(where.stdout, where.stderr).toBe("grove 2.0\n");
  expect((await here.run("history", "--json")).json.prefix).toBe(link);
  expect([(await here.run("rollback")).status, readlinkSync(link)]).toEqual([0, "../generations/grove/1"]);
  const purged = await here.run("purge", "--yes");
  expect([purged.status, existsSync(link)], purged.stderr).toEqual([0, false]);
});
