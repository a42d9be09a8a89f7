import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback } from "../kit/loopback.ts";
import { somePython } from "../kit/tools.ts";
import { WARD } from "../kit/ward.ts";

const registryOf = (here: Project) =>
  JSON.parse(readFileSync(join(here.home, "burrow/data/registry.json"), "utf8"));

test("B11 B33 B34 B35 a lost environment leaves a snapshot, its reference goes, and another becomes the active one", async () => {
  const index = await loopback(WARD);
  const here = project({ "requirements.txt": "lonely\n" }, { env: index.env });
  expect((await here.run("up")).status).toBe(0);
  execFileSync(somePython(), ["-m", "venv", "--without-pip", join(here.home, "other")]);
  await here.run("list", "--all", "--search-path", here.home);
  const before = registryOf(here);
  const lost = before.environments.find(({ prefix }: { prefix: string }) => prefix === here.at(".venv"));
  const other = before.environments.find(
    ({ prefix }: { prefix: string }) => prefix === join(here.home, "other"),
  );
  expect([lost, other].map(Boolean)).toEqual([true, true]);
  rmSync(here.at(".burrow"), { recursive: true });

  const planned = await here.run("recover", "--machine", "--dry-run", "--json");
  expect(registryOf(here).environments).toHaveLength(before.environments.length);
  const told = (await here.run("recover", "--machine", "--dry-run")).stdout;
  expect(told.split("\n").at(-2)).toBe("nothing was changed · burrow recover --machine does this");
  const recovered = await here.run("recover", "--machine", "--json");

  for (const run of [planned, recovered])
    expect(run.json.strategies.map((one: { outcome: string }) => one.outcome)).toEqual([
      "not-needed",
      "applied",
      "applied",
    ]);
  const after = registryOf(here);
  expect(after.active).toBe(other.id);
  expect(after.environments.map(({ id }: { id: string }) => id)).not.toContain(lost.id);
  const kept = await here.run("snapshot", "show", `cleanup_${lost.id}`, "--json");
  expect(
    kept.json.distributions.map(({ name, version }: { name: string; version: string }) => [name, version]),
  ).toEqual([["lonely", "3.0"]]);
  expect(existsSync(join(here.home, "other/pyvenv.cfg"))).toBe(true);
  const again = await here.run("recover", "--machine", "--json");
  expect(again.json.strategies.every((one: { outcome: string }) => one.outcome === "not-needed")).toBe(true);
});

test("B12 B32 with nothing remembered everything is looked for", async () => {
  const here = project({});
  const recovered = await here.run("recover", "--machine", "--json");
  expect([recovered.status, recovered.json.strategies[0].outcome]).toEqual([0, "applied"]);
  expect(recovered.json.healthy).toBeGreaterThan(0);
});

test("B40 B51 a report for a bug names the machine and the place, and no secret", async () => {
  const here = project({});
  const report = await here.run("doctor", "--report", {
    env: {
      PIP_INDEX_URL: "https://user:hunter2@index.example/simple",
      UV_PUBLISH_TOKEN: "hunter2",
      PYTHONPATH: "/opt/extra",
      MY_PASSWORD: "hunter2",
    },
  });
  expect(report.status).toBe(0);
  expect(report.stdout).not.toContain("hunter2");
  expect(report.json.variables).toMatchObject({
    PIP_INDEX_URL: "https://user:***@index.example/simple",
    UV_PUBLISH_TOKEN: "(set, left out)",
    PYTHONPATH: "/opt/extra",
  });
  expect(report.json).toMatchObject({
    takenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
    platform: expect.stringContaining(process.platform === "darwin" ? "macos" : process.platform),
    cwd: here.root,
    path: expect.arrayContaining([expect.stringMatching(/^\//u)]),
    places: { config: { path: join(here.home, "burrow/config"), there: false } },
    remembered: { environments: 0 },
    snapshots: 0,
    health: { schema: 1, skipped: expect.any(Array) },
  });
  expect(report.json.strategies).toHaveLength(3);
  expect(report.json.health.findings.map(({ code }: { code: string }) => code)).toContain("python-variables");
  expect(report.json.memory).toBeGreaterThan(1_000_000);
});

test("D66 D67 it tells of the environment at hand whether Python is there, has pip, runs, and how long that took", async () => {
  const here = project({});
  execFileSync(somePython(), ["-m", "venv", "--without-pip", here.at(".venv")]);
  const well = (await here.run("doctor", "--report")).json.python;
  expect(well).toMatchObject({ found: true, pip: false, runs: true, missingLibraries: [], errors: [] });
  expect(well.seconds).toBeGreaterThan(0);
  rmSync(here.at(".venv/bin"), { recursive: true });
  const gone = (await here.run("doctor", "--report")).json.python;
  expect([gone.found, gone.runs]).toEqual([false, false]);
  expect(gone.errors.length).toBeGreaterThan(0);
});
