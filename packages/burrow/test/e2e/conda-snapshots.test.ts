import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeByHand, foreign, orchard, PREFIX, putByPip } from "../kit/conda/orchard.ts";
import { prefixSaid } from "../kit/conda/project.ts";
import type { Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";
import { freeze } from "../kit/venv.ts";

/** What rattler's own reader says of a prefix, its history apart: it grows with every change. */
function heldIn(prefix: string) {
  const { packages, requested, wrong } = prefixSaid(prefix);
  return { packages, requested, wrong };
}

async function codesOf(here: Project): Promise<readonly string[]> {
  const { json } = await here.run("doctor", "--json");
  return (json.findings as readonly { readonly code: string; readonly severity: string }[]).flatMap(
    ({ code, severity }) => (severity === "info" ? [] : code),
  );
}

test("a conda environment is recorded to the archive, and restored as the next generation with pip's part and its variables", async () => {
  const index = await loopback(ORCHARD);
  const more = "  - pip:\n      - plum==0.9\nvariables:\n  STAGE: test\n";
  const { here, channels, ask } = await orchard(["python=3.11", "pie"], more, { env: index.env });
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const was = heldIn(here.at(PREFIX));
  const pips = freeze(here.at(PREFIX));
  expect(pips).toContain("plum==0.9");

  const kept = await here.run("snapshot", "create", "good", "--env", "orchard", "--json");
  expect(kept.status, kept.stderr).toBe(0);
  expect(kept.json.conda.packages.map((one: any) => `${one.name}-${one.version}-${one.build}`)).toEqual(
    was.packages,
  );
  expect(kept.json.conda.variables).toEqual({ STAGE: "test" });
  expect(kept.json.distributions.map(({ name }: any) => name)).toEqual(["pear", "plum"]);
  expect((await here.run("snapshot", "show", "good")).stdout).toMatch(/^ {4}pie +1\.0 +py_0 · .*\/main\/$/mu);

  ask(["python=3.12", "apple=3.0", "where"]);
  expect((await here.run("up", "--json")).json.status).toBe("done");
  expect(heldIn(here.at(PREFIX)).packages).not.toEqual(was.packages);
  const { json: difference } = await here.run("snapshot", "diff", "good", "--env", "orchard", "--json");
  expect(difference.changes.map(({ name }: any) => name)).toEqual([
    "apple",
    "pear",
    "pie",
    "plum",
    "python",
    "where",
  ]);

  const asked = channels.asked.length;
  const { status, json, stderr } = await here.run("snapshot", "restore", "good", "--yes", "--json");
  expect([status, json.status], stderr).toEqual([0, "done"]);
  expect(heldIn(here.at(PREFIX))).toEqual(was);
  expect(freeze(here.at(PREFIX))).toEqual(pips);
  expect(JSON.parse(here.read(`${PREFIX}/conda-meta/state`)).env_vars).toEqual({
    STAGE: "test",
  });
  // Nothing was solved: the archives are known, and lie in the cache.
  expect(channels.asked.slice(asked).filter((path) => path.endsWith("repodata.json"))).toEqual([]);
  const again = await here.run("snapshot", "restore", "good", "--json");
  expect([again.status, again.json.status]).toEqual([0, "unchanged"]);

  // Its history tells each state, and the one in between comes back by its number.
  const { json: history } = await here.run("history", "orchard", "--json");
  expect(history.entries.map(({ label }: any) => label)).toEqual(["3", "2", "1"]);
  expect((await here.run("rollback", "2", "--env", "orchard", "--yes", "--json")).status).toBe(0);
  expect(freeze(here.at(PREFIX))).toContain("apple==3.0");
});

test("a prefix of somebody else's is brought back where it stands; what was done by hand meanwhile can be undone as well", async () => {
  const { here, channels } = await orchard(["python=3.11"]);
  const prefix = await foreign(here, channels, ["python 3.11.*", "pear 1.0.*", "where"]);
  putByPip(prefix, "3.11", "wasp", "1.0");
  rmSync(join(prefix, "lib/python3.11/site-packages/wasp-1.0.dist-info"), { recursive: true });
  rmSync(join(prefix, "lib/python3.11/site-packages/wasp.py"));
  const was = heldIn(prefix);
  expect((await here.run("track", prefix)).status).toBe(0);
  const kept = await here.run("snapshot", "create", "good", "--env", prefix, "--json");
  expect([kept.status, kept.json.conda.packages.length]).toEqual([0, was.packages.length]);

  await changeByHand(channels, ["python 3.11.*", "apple 1.0", "where 2.0"], prefix, "by hand");
  putByPip(prefix, "3.11", "wasp", "1.0");
  const told = await here.run("history", prefix, "--json");
  expect(told.status, told.stderr + told.stdout).toBe(0);
  expect(told.json.entries[0]).toMatchObject({ occasion: "by-hand", installers: ["conda", "pip"] });

  const { status, json, stderr } = await here.run("snapshot", "restore", "good", "--yes", "--json");
  expect([status, json.status, json.plan.environment.prefix], stderr).toEqual([0, "done", prefix]);
  expect(heldIn(prefix)).toEqual(was);
  expect(freeze(prefix)).not.toContain("wasp==1.0");
});

test("an archive that cannot be had restores nothing, and leaves every file as it was; without a hash or an address none is tried", async () => {
  const { here, channels } = await orchard(["python=3.11"]);
  const prefix = await foreign(here, channels, ["tz", "libstone 1.0"]);
  const { stdout } = await here.run("export", "--env", prefix, "--format", "burrow");
  await changeByHand(channels, ["tz", "libstone 2.0"], prefix, "by hand");
  const before = tree(prefix, { except: [".burrow"] });
  const restored = async (spoil: (stone: any) => void) => {
    const snapshot = JSON.parse(stdout);
    spoil(snapshot.conda.packages.find(({ name }: any) => name === "libstone"));
    here.write("spoilt.json", JSON.stringify(snapshot));
    const { status, json } = await here.run("snapshot", "restore", "spoilt.json", "--yes", "--json");
    expect(tree(prefix, { except: [".burrow"] })).toEqual(before);
    return [status, json.status ?? json.error.code];
  };
  expect(await restored((stone) => (stone.hashes = [`sha256:${"0".repeat(64)}`]))).toEqual([
    4,
    "rolled-back",
  ]);
  expect(await restored((stone) => (stone.hashes = []))).toEqual([3, "snapshot/refused"]);
  expect(await restored((stone) => delete stone.url)).toEqual([3, "snapshot/refused"]);
  here.write("whole.json", stdout);
  const whole = await here.run("snapshot", "restore", "whole.json", "--yes", "--json");
  expect([whole.status, whole.json.status]).toEqual([0, "done"]);
});

test("what pip put over a package is undone to what conda recorded; that it be made again is refused by the proof, and everything stays", async () => {
  const index = await loopback(ORCHARD);
  const { here } = await orchard(["python=3.11", "apple=1.0"], "", { env: index.env });
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const was = heldIn(here.at(PREFIX));
  const site = here.at(`${PREFIX}/lib/python3.11/site-packages`);
  rmSync(join(site, "apple-1.0.dist-info"), { recursive: true });
  rmSync(join(site, "apple.py"));
  putByPip(here.at(PREFIX), "3.11", "apple", "3.0");
  expect((await here.run("snapshot", "create", "over", "--env", "orchard")).status).toBe(0);

  const back = await here.run("rollback", "--env", "orchard", "--yes", "--json");
  expect([back.status, back.json.restored.status], back.stderr).toEqual([0, "done"]);
  expect([heldIn(here.at(PREFIX)), freeze(here.at(PREFIX))]).toEqual([was, ["apple==1.0"]]);
  const over = await here.run("snapshot", "restore", "over", "--yes", "--json");
  expect([over.status, over.json.status, over.json.failure.step]).toEqual([4, "rolled-back", "verify"]);
  expect([heldIn(here.at(PREFIX)), freeze(here.at(PREFIX))]).toEqual([was, ["apple==1.0"]]);
});

test("a backup brings a conda environment that is gone back at its place, and keeps no secret of it", async () => {
  const { here, channels } = await orchard(
    ["python=3.11", "where"],
    "variables:\n  API_TOKEN: hush\n  STAGE: test\n",
  );
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const was = heldIn(here.at(PREFIX));
  const file = here.at("backup.json");
  const made = await here.run("backup", file, "--json");
  expect(made.status, made.stderr + made.stdout).toBe(0);
  expect(here.read("backup.json")).not.toContain("hush");
  expect(here.read("backup.json")).toContain(channels.main);
  rmSync(here.at(".burrow"), { recursive: true });
  const { status, json, stderr } = await here.run("restore", file, "--yes", "--json");
  expect(
    [status, json.status, json.environments.map(({ distributions }: any) => distributions)],
    stderr,
  ).toEqual([0, "done", [was.packages.length]]);
  expect(heldIn(here.at(PREFIX))).toEqual(was);
  expect(JSON.parse(here.read(`${PREFIX}/conda-meta/state`)).env_vars).toEqual({ STAGE: "test" });
});

test("a generation whose files or records are gone is found, and repaired to what rattler's reader said before", async () => {
  const index = await loopback(ORCHARD);
  const { here } = await orchard(["python=3.11", "where"], "  - pip:\n      - plum==0.9\n", {
    env: index.env,
  });
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const [was, pips] = [heldIn(here.at(PREFIX)), freeze(here.at(PREFIX))];
  expect(await codesOf(here)).toEqual([]);

  rmSync(here.at(`${PREFIX}/etc/where.cfg`));
  rmSync(here.at(`${PREFIX}/bin/where`));
  expect(await codesOf(here)).toContain("conda-files-missing");
  const healed = await here.run("repair", "--yes", "--json");
  expect([healed.status, healed.json.status], healed.stdout).toEqual([0, "done"]);
  expect([heldIn(here.at(PREFIX)), freeze(here.at(PREFIX))]).toEqual([was, pips]);
  expect(existsSync(here.at(`${PREFIX}/bin/where`))).toBe(true);
  expect(await codesOf(here)).toEqual([]);

  // A package whose record is gone as well is had again by what burrow recorded of its archive.
  const meta = here.at(`${PREFIX}/conda-meta`);
  for (const name of readdirSync(meta).filter((one) => /^tz-.*\.json$/u.test(one))) rmSync(join(meta, name));
  expect(await codesOf(here)).toContain("recorded-missing");
  const again = await here.run("repair", "--yes", "--json");
  expect([again.status, again.json.status], again.stderr).toEqual([0, "done"]);
  expect([heldIn(here.at(PREFIX)), freeze(here.at(PREFIX))]).toEqual([was, pips]);
});
