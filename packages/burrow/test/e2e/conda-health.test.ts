import { chmodSync, readdirSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveChannels } from "../kit/conda/channel.ts";
import { emptyCache } from "../kit/conda/engine.ts";
import { condaProject } from "../kit/conda/project.ts";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";

/** What `doctor` says, without what is only worth knowing. */
async function doctor(here: Project, ...more: readonly string[]) {
  const { status, json } = await here.run("doctor", "--json", ...more);
  const codes = (json.findings as readonly { readonly code: string; readonly severity: string }[])
    .filter(({ severity }) => severity !== "info")
    .map(({ code }) => code)
    .toSorted();
  return { status, health: json.health, codes, checked: json.checked as readonly string[] };
}

test("C74 a conda environment is examined as one: packages, pip over conda, the lock, with their exit statuses", async () => {
  const { main } = await serveChannels();
  const here = condaProject({
    "environment.yml": `name: orchard\nchannels: [${main}]\ndependencies: [python=3.11, pear, where]\n`,
  });
  await here.run("lock");
  expect((await here.run("up", "--json")).json.status).toBe("done");
  const well = await doctor(here);
  expect([well.status, well.health, well.codes]).toEqual([0, "healthy", []]);

  const lock = here.read("conda-lock.yml");
  here.write("conda-lock.yml", lock.replace(/^ {2}content_hash:\n(?: {4}.*\n)+/mu, ""));
  utimesSync(here.at("conda-lock.yml"), 1_709_285_400, 1_709_285_400);
  expect((await doctor(here)).codes).toEqual(["lock-stale"]);
  here.write("conda-lock.yml", lock);

  // pip puts its own over what conda installed.
  const site = here.at(".burrow/envs/orchard/lib/python3.11/site-packages");
  const info = readdirSync(site).find((name) => /^pear-.*\.dist-info$/u.test(name)) ?? "";
  rmSync(join(site, info, "INSTALLER"), { force: true });
  writeFileSync(join(site, info, "INSTALLER"), "pip\n");
  const over = await doctor(here);
  expect(over.codes).toContain("pip-in-conda");

  rmSync(here.at(".burrow/envs/orchard/etc/where.cfg"));
  const gone = await doctor(here);
  expect([gone.status, gone.codes.includes("conda-files-missing")]).toEqual([1, true]);
});

test("C75 each backend has checks of its own, and neither is asked those of the other", async () => {
  const { main } = await serveChannels();
  const conda = condaProject({
    "environment.yml": `name: orchard\nchannels: [${main}]\ndependencies: [python=3.11]\n`,
  });
  const index = await loopback(ORCHARD);
  const venv = project({ "requirements.txt": "pear\n" }, { env: index.env });
  await conda.run("up");
  await venv.run("up");
  const [one, other] = [await doctor(conda), await doctor(venv)];
  const only = (these: readonly string[], those: readonly string[]) =>
    these.filter((name) => !those.includes(name));
  expect(only(one.checked, other.checked)).toEqual(["conda", "pip-in-conda"]);
  expect([one.health, other.health]).toEqual(["healthy", "healthy"]);
  // Files are shared with the engine's cache: what is changed here is taken away, and never written to.
  rmSync(conda.at(".burrow/envs/orchard/bin/python"));
  expect((await doctor(conda)).status).toBe(1);
});

test("a conda environment whose programs may not be executed, nor those of the cache that it shares: found, and healed as recorded", async () => {
  const { main } = await serveChannels();
  const here = condaProject(
    { "environment.yml": `name: orchard\nchannels: [${main}]\ndependencies: [python=3.11, pear]\n` },
    { cache: emptyCache() }, // what is changed here, the other tests would find in theirs
  );
  await here.run("up");
  const python = () => realpathSync(here.at(".burrow/envs/orchard/bin/python"));
  const mode = () => statSync(python()).mode & 0o777;
  expect(mode()).toBe(0o755);
  chmodSync(python(), 0o644);

  expect((await doctor(here, "orchard")).codes).toContain("does-not-run");
  const { stdout, stderr } = await here.run("repair", "orchard", "--yes");
  expect(mode(), stdout + stderr).toBe(0o755);
  expect((await doctor(here, "orchard")).codes).not.toContain("does-not-run");
});
