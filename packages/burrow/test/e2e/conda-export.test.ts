import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isExplicit, parseExplicit } from "../../src/standards/explicit-lock.ts";
import { HOST_SUBDIR } from "../kit/conda/channel.ts";
import { orchard } from "../kit/conda/orchard.ts";
import { condaProject, placeEngine, prefixSaid } from "../kit/conda/project.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";
import { freeze } from "../kit/venv.ts";

const PREFIX = ".burrow/envs/orchard";

test("what a conda environment holds goes into an @EXPLICIT list, and comes out of it the same to the build", async () => {
  const { here } = await orchard(["python=3.11", "pie"]);
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

test("B71 a list of conda's is imported, counted to the build, and restored by the archive with what pip put on top", async () => {
  const index = await loopback(ORCHARD);
  const more = "  - pip:\n      - plum==0.9\n";
  const { here, channels } = await orchard(["python=3.11", "pie"], more, { env: index.env });
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const [held, pips] = [prefixSaid(here.at(PREFIX)), freeze(here.at(PREFIX))];
  expect(pips).toContain("plum==0.9");
  expect((await here.run("export", "--env", "orchard", "--format", "explicit", "spec.txt")).status).toBe(0);
  const plum = `# pip plum==0.9 --hash=sha256:${index.hashOf("plum-0.9-py3-none-any.whl")}`;
  expect(here.read("spec.txt")).toContain(`${plum}\n`);

  rmSync(here.at(".burrow"), { recursive: true });
  rmSync(join(here.home, "burrow"), { recursive: true });
  placeEngine(here); // it was in it too
  const size = held.packages.length + 2;
  const first = await here.run("import", "spec.txt", "--json");
  expect(first.json, first.stderr).toMatchObject({
    imported: 1,
    known: 0,
    distributions: size,
    newDistributions: size,
  });
  expect((await here.run("import", "spec.txt", "--json")).json).toMatchObject({ imported: 0, known: 1 });
  const [name] = first.json.names;
  const { json: shown } = await here.run("snapshot", "show", name, "--json");
  expect([shown.environment, shown.python.version.slice(0, 4)]).toEqual([
    { prefix: here.at(PREFIX), kind: "conda", managed: true, project: here.root },
    "3.11",
  ]);
  const asked = channels.asked.length;
  const restored = await here.run("snapshot", "restore", name, "--yes", "--json");
  expect([restored.status, restored.json.status], restored.stderr).toEqual([0, "done"]);
  expect([prefixSaid(here.at(PREFIX)).packages, freeze(here.at(PREFIX))]).toEqual([held.packages, pips]);
  expect(channels.asked.slice(asked).filter((path) => path.endsWith("repodata.json"))).toEqual([]);
  expect((await here.run("snapshot", "restore", name, "--json")).json.status).toBe("unchanged");
  // What comes out of it is what went in.
  const { stdout } = await here.run("export", "--env", "orchard", "--format", "explicit");
  expect(stdout).toBe(here.read("spec.txt"));

  // Less of the same is another record, with nothing new in it.
  here.write("less.txt", here.read("spec.txt").replace(/^# pip plum.*\n/mu, ""));
  const second = await here.run("import", "less.txt");
  expect(second.stdout).toMatch(
    new RegExp(`^Imported 1 environment, ${size - 1} distributions \\(0 new\\)\\n`, "u"),
  );
});

test("an MD5 that no archive has restores nothing, also when the cache has one by that name; a list for another place is called as its folder", async () => {
  const { here: there, channels } = await orchard(["tz"]);
  expect((await there.run("up", "--json")).json.status).toBe("done");
  const { stdout } = await there.run("export", "--env", "orchard", "--format", "explicit");
  const here = condaProject({});
  here.write("spec.txt", stdout.replace(/#[0-9a-f]{32}$/mu, `#${"0".repeat(32)}`));
  const { json, stderr } = await here.run("import", "spec.txt", "--json");
  expect(json, stderr).toMatchObject({ imported: 1, distributions: 1, newDistributions: 1 });
  const { environment } = (await here.run("snapshot", "show", json.names[0], "--json")).json;
  expect(environment.prefix).toBe(here.at(".burrow/envs/shop"));
  const before = tree(here.root, { except: [".burrow"] });
  const forged = await here.run("snapshot", "restore", json.names[0], "--yes", "--json");
  expect([forged.status, forged.json.status]).toEqual([4, "rolled-back"]);
  expect(existsSync(environment.prefix)).toBe(false);
  expect(tree(here.root, { except: [".burrow"] })).toEqual(before);

  here.write("whole.txt", stdout);
  const whole = (await here.run("import", "whole.txt", "--json")).json;
  expect(whole).toMatchObject({ imported: 1, known: 0, newDistributions: 0 });
  const newest = (await here.run("snapshot", "list", "--json")).json.snapshots[0].id;
  expect((await here.run("snapshot", "restore", newest, "--yes", "--json")).json.status).toBe("done");
  expect(prefixSaid(environment.prefix).packages).toEqual(prefixSaid(there.at(PREFIX)).packages);
  // What was proven by its MD5 once is taken again without a network, and only by that MD5.
  const asked = channels.asked.length;
  rmSync(here.at(".burrow"), { recursive: true });
  expect((await here.run("snapshot", "restore", newest, "--yes", "--json")).json.status).toBe("done");
  expect(channels.asked.slice(asked)).toEqual([]);
  const again = await here.run("snapshot", "restore", json.names[0], "--yes", "--json");
  expect([again.status, again.json.status]).toEqual([4, "rolled-back"]);
  expect(prefixSaid(environment.prefix).packages).toEqual(prefixSaid(there.at(PREFIX)).packages);
  const said = await here.run("import", "whole.txt", "--python", "3.11", "--json");
  expect([said.status, said.json.error.code]).toEqual([2, "usage/bad-value"]);
});
