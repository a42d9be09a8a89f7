import { expect, test } from "vitest";
import { isExplicit, parseExplicit } from "../../src/standards/explicit-lock.ts";
import { HOST_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { condaProject, prefixSaid } from "../kit/conda/project.ts";

const PREFIX = ".burrow/envs/orchard";

test("what a conda environment holds goes into an @EXPLICIT list, and comes out of it the same to the build", async () => {
  const { main } = await serveChannels();
  const yml = `name: orchard\nchannels:\n  - ${main}\ndependencies:\n  - python=3.11\n  - pie\n`;
  const here = condaProject({ "environment.yml": yml });
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const { stdout, status, stderr } = await here.run("export", "--env", "orchard", "--format", "explicit");
  expect(status, stderr).toBe(0);
  const held = prefixSaid(here.at(PREFIX)).packages;
  const read = parseExplicit(stdout);
  expect([isExplicit(stdout), read.platform, read.problems]).toEqual([true, HOST_SUBDIR, []]);
  expect(read.archives.map(({ name, version, build }) => `${name}-${version}-${build}`).toSorted()).toEqual(
    [...held].toSorted(),
  );
  expect(read.archives.every(({ md5, sha256 }) => (md5 ?? sha256) !== undefined)).toBe(true);

  const there = condaProject({ [`conda-${HOST_SUBDIR}.lock`]: stdout });
  const made = await there.run("up", "--env-name", "orchard", "--json");
  expect([made.status, made.json.status], made.stderr).toEqual([0, "done"]);
  expect(prefixSaid(there.at(PREFIX)).packages).toEqual(held);
});
