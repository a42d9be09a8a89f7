import { existsSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { siteOf } from "../kit/breakages.ts";
import { project } from "../kit/e2e.ts";
import { faultyEngine } from "../kit/faulty-pip.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { judged } from "../kit/orchard.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { copied, duplicated, entangled, gutted, otherTorch, TORCH } from "../kit/unwell.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** What it is, what the project asks for, how it comes about, how it is called, and what is held once it is mended. */
const CASES = [
  ["torch, another accelerator's build", "torch", otherTorch, "torch-built", ["torch==2.1.0+cu121"]],
  ["two metadata folders of one name", "pear", duplicated, "duplicate-metadata", ["pear==1.1"]],
  ["files gone, the metadata not", "pear", gutted, "files-missing", ["pear==1.1"]],
] as const;

/** Later than what the environments hold: what is repaired stays at its version. */
const NEWER = [
  { name: "pear", version: "1.2" },
  { ...TORCH, version: "2.2.0+cu121" },
];

describe.each(ENGINES)("A47 with %s, unwell where it matters:", (engine) => {
  test.each(CASES)("%s", async (_, name, spoil, code, held) => {
    const index = await loopback([...ORCHARD, TORCH, ...NEWER]);
    const here = project({ "requirements.txt": `${held[0]}\n` }, { engine, env: index.env });
    expect((await here.run("up", "--json")).json.status).toBe("done");
    here.write("requirements.txt", `${name}\n`);
    spoil(siteOf(here.at(".venv")));
    const was = tree(here.at(".burrow/generations/default/1"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action, json.plan.because.code], JSON.stringify(json)).toEqual([
      "done",
      "repair",
      code,
    ]);
    expect(judged(json.plan, here.at(".venv"))).toMatchObject({ action: "repair", because: { code } });
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/2");
    expect(freeze(here.at(".venv"))).toEqual(held);
    expect(tree(here.at(".burrow/generations/default/1"))).toEqual(was);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("of another's making, though the project's own: rejected by its cause, and left as it is", async () => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
    gutted(siteOf(here.at(".venv")));
    const was = tree(here.at(".venv"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action, json.environment.prefix], JSON.stringify(json)).toEqual([
      "done",
      "create",
      here.at(".burrow/envs/default"),
    ]);
    expect(judged(json.plan, here.at(".venv"))).toMatchObject({
      action: "reject",
      because: { code: "files-missing" },
    });
    expect(freeze(here.at(".burrow/envs/default"))).toEqual(["pear==1.1"]);
    expect(tree(here.at(".venv"))).toEqual(was);
  });

  test("of another's making, two metadata folders of one name: recorded content is put back in its place, and neither is left", async () => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    await makeVenv(here.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
    await here.run("snapshot", "create", "good");
    duplicated(siteOf(here.at(".venv")));
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0", "pear==1.1"]);

    const { json, stdout } = await here.run("snapshot", "restore", "good", "--json");

    expect(json.status, stdout).toBe("done");
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
  });

  test.each([
    ["each listing the other's files as well", entangled],
    ["the one a copy of the other, with its RECORD", copied],
  ])("of another's making, two metadata folders, %s: repaired in its place", async (_, spoil) => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    const prefix = here.at(".venv");
    await makeVenv(prefix, { python: somePython(), requirements: ["pear", "plum"], env: index.env });
    spoil(siteOf(prefix));
    expect(freeze(prefix)).toEqual(["pear==1.0", "pear==1.1", "plum==0.9"]);

    const { json, stdout } = await here.run("repair", "--yes", "--json");

    expect([json.status, json.repairs[0].plan.action], stdout).toEqual(["done", "repair"]);
    expect(freeze(prefix)).toEqual(["pear==1.1", "plum==0.9"]);
    expect(existsSync(join(siteOf(prefix), "pear-1.0.dist-info"))).toBe(false);
    expect((await here.run("doctor", "--json")).json.findings).toEqual([]);
  });

  test("P8 P11 what is the machine's to mend does not make a repair partial: told, and no failure; then nothing is to heal", async () => {
    const index = await loopback(ORCHARD);
    const env = { ...index.env, PYTHONPATH: "/nowhere" };
    const here = project({ "requirements.txt": "pear\n" }, { engine, env });
    expect((await here.run("up")).status).toBe(0);
    gutted(siteOf(here.at(".venv")));

    const ill = (await here.run("doctor", "--json")).json.findings.map(({ code }: any) => code);
    expect([ill.includes("files-missing"), ill.includes("changed-by-hand")]).toEqual([true, false]);
    const planned = await here.run("repair");
    expect([planned.status, planned.stdout.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      "nothing was changed · burrow repair --yes does this",
    ]);
    const mended = await here.run("repair", "--yes");
    expect(mended.stdout).toMatch(/^healed {2}\d findings?\n! .*PYTHONPATH is set to \/nowhere\n/u);
    expect(mended.status).toBe(0);
    const again = await here.run("repair", "--yes");
    expect(again.stdout).toMatch(/^Nothing to heal\.\n! .*PYTHONPATH is set to \/nowhere\n/u);
    expect([again.status, (await here.run("repair", "--json")).json.status]).toEqual([0, "healthy"]);
    // Warnings are told, and are no failure.
    const examined = await here.run("doctor", "--json");
    expect([examined.status, examined.json.health]).toEqual([0, "degraded"]);
    expect(examined.json.findings.every((one: { action?: string }) => Boolean(one.action))).toBe(true);
  });

  test("a repair that fails puts back also what it cleared away: a script that links to nothing, metadata without a RECORD, RECORDs that list each other", async () => {
    const index = await loopback(ORCHARD);
    const { options } = faultyEngine(engine, "install", "fail");
    const here = project({ "requirements.txt": "pear\n" }, { ...options, env: index.env });
    const prefix = here.at(".venv");
    await makeVenv(prefix, { python: somePython(), requirements: ["pear", "plum"], env: index.env });
    rmSync(join(prefix, "bin/pear"));
    symlinkSync(join(here.home, "nowhere"), join(prefix, "bin/pear"));
    rmSync(join(siteOf(prefix), "plum-0.9.dist-info/RECORD"));
    entangled(siteOf(prefix));
    const was = tree(prefix);

    const { json, stdout } = await here.run("repair", "--yes", "--json");

    expect([json.status, json.repairs[0].plan.action], stdout).toEqual(["rolled-back", "repair"]);
    expect(json.repairs[0].failure.step).toBe("install");
    expect(tree(prefix)).toEqual(was);
  });
});
