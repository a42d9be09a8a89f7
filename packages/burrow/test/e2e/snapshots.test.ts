import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Project, project } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { type EngineName, ENGINES, somePython, UV } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { wheel } from "../kit/wheel.ts";
import { freeze, makeVenv, pythonOf } from "../kit/venv.ts";
import { cleanVariables, startProgram } from "../kit/e2e.ts";

/** What a person does by hand, with uv. */
async function byHand(here: Project, index: Loopback, ...args: readonly string[]): Promise<void> {
  const env = { ...cleanVariables({ home: here.home }), ...index.env };
  const { status, stderr } = await startProgram(
    [UV, "pip", ...args, "--python", pythonOf(here.at(".venv"))],
    {
      cwd: here.root,
      env,
    },
  ).ended;
  expect(status, stderr).toBe(0);
}

async function orchard(
  requirements: string,
  engine: EngineName,
): Promise<{ here: Project; index: Loopback }> {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": requirements }, { env: index.env, engine });
  return { here, index };
}

test.each(ENGINES)(
  "with %s, what is changed by hand in a generation is told and undone; generations stay one rename",
  async (engine) => {
    const { here, index } = await orchard("apple==1.0\n", engine);
    await here.run("up");
    here.write("requirements.txt", "apple==2.0\n");
    await here.run("up");
    await byHand(here, index, "install", "plum");

    const { status, json } = await here.run("history", "--json");
    expect(status).toBe(0);
    expect(
      json.entries.map((one: any) => [one.label, one.occasion, one.current, one.action, one.installers]),
    ).toEqual([
      ["2a", "by-hand", true, undefined, ["uv"]],
      ["2", "change", false, "upgrade", undefined],
      ["1", "change", false, "create", undefined],
    ]);
    expect(json.entries[0].changes).toEqual([
      { name: "pear", to: "1.1" },
      { name: "plum", to: "0.9" },
    ]);
    expect(json.entries[1].changes).toEqual([{ name: "apple", from: "1.0", to: "2.0" }]);

    const undone = await here.run("rollback", "--json");
    expect([undone.status, undone.json.from, undone.json.to, undone.json.restored.status]).toEqual([
      0,
      "2a",
      "2",
      "done",
    ]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0"]);

    expect((await here.run("rollback", "1", "--json")).json).toMatchObject({ to: 1 });
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0"]);
    const forward = await here.run("rollback", "2a", "--yes");
    expect([forward.status, forward.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^back at 2a, as generation 4, in \d+\.\d+ s   \(1 is kept: burrow rollback 1\)\n$/u,
      ),
    ]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1", "plum==0.9"]);
  },
);

test.each(ENGINES)(
  "with %s, an environment of somebody else's is watched, compared and brought back where it stands",
  async (engine) => {
    const { here, index } = await orchard("pie\n", engine);
    await makeVenv(here.at(".venv"), {
      python: somePython(),
      requirements: ["pie==1.0", "apple==2.0"],
      env: index.env,
    });
    expect((await here.run("track")).status).toBe(0);
    expect((await here.run("snapshot", "create", "good", "--json")).json.distributions).toEqual(
      [
        { name: "apple", version: "2.0", hashes: [] },
        { name: "pie", version: "1.0", hashes: [], requested: true },
      ].map((one) => expect.objectContaining({ name: one.name, version: one.version, hashes: [] })),
    );
    await byHand(here, index, "install", "apple==3.0", "tart");

    const told = await here.run("diff", "good", "--json");
    expect(told.json.changes).toEqual([
      { name: "apple", from: "2.0", to: "3.0" },
      { name: "pear", to: "1.1" },
      { name: "tart", to: "1.0" },
    ]);
    const before = tree(here.root);
    const planned = await here.run("snapshot", "restore", "good", "--dry-run");
    expect(planned.stdout).toContain("- pear 1.1, tart 1.0");
    expect(tree(here.root)).toEqual(before);

    const restored = await here.run("snapshot", "restore", "good", "--json");
    expect([restored.status, restored.json.status]).toEqual([0, "done"]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pie==1.0"]);
    const labels = (await here.run("history", "--json")).json.entries.map((one: any) => [
      one.label,
      one.occasion,
    ]);
    expect(labels).toEqual([
      ["3", "change"],
      ["2", "by-hand"],
      ["1", "found"],
    ]);
    expect((await here.run("rollback")).status).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(["apple==3.0", "pear==1.1", "pie==1.0", "tart==1.0"]);
  },
);

test.each(ENGINES)(
  "with %s, of an environment that is gone with everything around it the history is told, and its last state comes back",
  async (engine) => {
    const { here } = await orchard("apple==1.0\npear\n", engine);
    const lose = (): void => {
      rmSync(here.at(".venv"), { recursive: true, force: true });
      rmSync(here.at(".burrow"), { recursive: true, force: true });
    };
    const none = await here.run("history", "--json");
    expect([none.status, none.json.error.code]).toEqual([2, "env/not-found"]);
    await here.run("up");
    here.write("requirements.txt", "apple==2.0\npear\n");
    await here.run("up");
    lose();

    const { json } = await here.run("history", "--json");
    expect(json.entries.map((one: any) => [one.label, one.current, one.generation])).toEqual([
      ["2", false, false],
      ["1", false, false],
    ]);
    const back = await here.run("rollback", "--yes", "--json");
    expect([back.status, back.json.from, back.json.to, back.json.restored.status]).toEqual([
      0,
      "gone",
      "2",
      "done",
    ]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
    lose();
    const unclear = await here.run("rollback", "1", "--json");
    expect([unclear.status, unclear.json.error.message]).toEqual([2, "`1` names several states"]);
    const id = unclear.json.error.hint.split(" ").at(-1);
    const made = (await here.run("snapshot", "show", id, "--json")).json;
    expect(made.distributions[0]).toMatchObject({ name: "apple", version: "1.0" });
    const again = await here.run("rollback", "2", "--yes");
    expect(again.stdout).toMatch(/^back at 2, as generation 1, in \d+\.\d+ s\n$/u);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.1"]);
  },
);

test.each(ENGINES)(
  "with %s, a version that is on no index any more: nothing is done, and partly only when said",
  async (engine) => {
    const { here } = await orchard("apple==1.0\npear\n", engine);
    await here.run("up");
    await here.run("snapshot", "create", "old");
    const fewer = await loopback(
      ORCHARD.filter(({ name, version }) => name !== "apple" || version !== "1.0"),
    );
    here.write("requirements.txt", "pear\nplum\n");
    await here.run("up", { env: fewer.env });
    const before = tree(here.root);

    const refused = await here.run("snapshot", "restore", "old", "--json", { env: fewer.env });
    expect(refused.status).not.toBe(0);
    expect(refused.json.unavailable).toEqual(["apple 1.0"]);
    expect(tree(here.root)).toEqual(before);

    const partly = await here.run("snapshot", "restore", "old", "--partly", { env: fewer.env });
    expect([partly.status, partly.stdout]).toEqual([0, expect.stringContaining("apple 1.0 cannot be had")]);
  },
);

test.each(ENGINES)(
  "with %s, B36 B46 B50 snapshots are private, kept by number, and off when settings say so",
  async (engine) => {
    const { here } = await orchard("pear\n", engine);
    await here.run("up");
    for (const name of ["one", "two", "three"]) await here.run("snapshot", "create", name);
    const folder = join(here.home, "burrow/data/snapshots");
    expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");

    const planned = await here.run("snapshot", "prune", "--keep", "2", "--dry-run");
    expect(planned.stdout).toMatch(/^one .*\n1 snapshot, [\d.]+ k?B would go · nothing was changed\n$/u);
    const pruned = await here.run("snapshot", "prune", "--keep", "2", "--json");
    expect(pruned.json.snapshots.map((one: any) => one.name)).toEqual(["one"]);
    // What a person asked for does not push out what rollback goes back to.
    const left = await here.run("snapshot", "list", "--json");
    expect(left.json.snapshots.map((one: any) => one.name)).toEqual([
      "three",
      "two",
      expect.stringMatching(/^snapshot_\d{8}_\d{6}$/u),
    ]);

    here.write("burrow.toml", "snapshots = false\n");
    here.write("requirements.txt", "pear\napple\n");
    await here.run("up");
    expect((await here.run("snapshot", "list", "--json")).json.snapshots).toHaveLength(3);
  },
);

test.each(ENGINES)(
  "with %s, what a project has from a folder of its own comes back from there",
  async (engine) => {
    const here = project({ "requirements.txt": "--no-index\n--find-links wheels\npie\n" }, { engine });
    mkdirSync(here.at("wheels"));
    for (const recipe of ORCHARD) {
      const { filename, bytes } = wheel(recipe);
      writeFileSync(here.at("wheels", filename), bytes);
    }
    await here.run("up");
    await here.run("snapshot", "create", "mine");
    rmSync(here.at(".venv"));
    rmSync(here.at(".burrow"), { recursive: true });
    const restored = await here.run("snapshot", "restore", "mine", {
      env: { UV_CACHE_DIR: join(here.home, "another-cache") },
    });
    expect(restored.status, restored.stderr).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pie==1.0"]);
  },
);
