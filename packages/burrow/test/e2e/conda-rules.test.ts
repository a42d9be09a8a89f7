import { readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changeByHand, foreign, orchard, PREFIX, putByPip, yml } from "../kit/conda/orchard.ts";
import { prefixSaid } from "../kit/conda/project.ts";
import type { Project, RunOptions } from "../kit/e2e.ts";
import { tree } from "../kit/tree.ts";

const titles = (prefix: string) => prefixSaid(prefix).packages.map((one) => one.replace(/-[^-]+$/u, ""));

async function up(here: Project, ...more: readonly (string | RunOptions)[]) {
  const { status, json, stderr } = await here.run("up", "--json", ...more);
  if (json.error !== undefined) throw new Error(`${JSON.stringify(json.error)} ${stderr}`);
  return { status, json, stderr };
}

/** Codes, but for the one that every project without a lock has. */
const codes = (some: readonly { readonly code: string }[] = []) =>
  some.map(({ code }) => code).filter((code) => code !== "conda-lock-missing");

describe("a prefix of the project around this one", () => {
  /** A project with a prefix `env` that burrow did not make, and another project in a folder of it. */
  async function around(holds: readonly string[], asks: readonly string[], inner: readonly string[]) {
    const { here, channels } = await orchard(asks);
    const prefix = await foreign(here, channels, holds, here.at("env"));
    here.write("app/environment.yml", yml(channels, inner, "", "app"));
    return { here, channels, prefix, cwd: here.at("app") };
  }

  test("a minor conflict moves there, since nothing else breaks", async () => {
    const { here, prefix, cwd } = await around(["python=3.11", "pear <1.1"], ["pear"], ["pear >=1.1"]);
    const { json, stderr } = await up(here, { cwd });
    expect([json.status, json.plan.action, json.plan.environment.prefix], stderr).toEqual([
      "done",
      "upgrade",
      prefix,
    ]);
    expect(json.plan.conflicts).toMatchObject([{ requirement: "pear >=1.1", severity: "minor" }]);
    expect(titles(prefix)).toContain("pear-1.1");
  });

  test.each([
    ["a major conflict", ["python=3.11", "apple <3"], ["apple"], ["apple >=3"], "conflict"],
    ["what its owner asks for", ["python=3.11", "pear <1.1"], ["pear <1.1"], ["pear >=1.1"], "would-break"],
    ["a package in it", ["python=3.11", "pie"], ["python"], ["apple >=3"], "would-break"],
  ])("%s isolates, and nothing of it changes", async (_, holds, asks, inner, code) => {
    const { here, prefix, cwd } = await around(holds, asks, inner);
    const was = tree(prefix);
    const { json, stderr } = await up(here, { cwd });
    expect([json.status, json.plan.action], stderr).toEqual(["done", "create"]);
    expect(json.plan.environment.prefix).toBe(join(cwd, ".burrow/envs/app"));
    expect(json.plan.candidates[0]).toMatchObject({ prefix, action: "reject", because: { code } });
    expect(tree(prefix)).toEqual(was);
  });

  test("that burrow made is followed by a generation for both", async () => {
    const { here, channels } = await orchard(["python=3.11", "pie"]);
    await up(here);
    here.write("app/environment.yml", yml(channels, ["pear <1.1"], "", "app"));
    const { json, stderr } = await up(here, { cwd: here.at("app") });
    expect([json.status, json.plan.action, json.plan.changes], stderr).toEqual([
      "done",
      "extend",
      [{ name: "pear", to: "1.0" }],
    ]);
    expect(readlinkSync(here.at(PREFIX))).toBe("../generations/orchard/2");
    expect((await up(here)).json.status).toBe("unchanged");
    expect((await up(here, { cwd: here.at("app") })).json.plan.action).toBe("reuse");
  });
});

describe("pip inside a conda prefix", () => {
  test("is warned of, unless it is allowed; doctor tells what it put over conda's (C62, C63, C74)", async () => {
    const { here, channels } = await orchard(["python=3.11", "apple <3"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple <3"]);
    const env = { CONDA_PREFIX: prefix };
    putByPip(prefix, "3.11", "jam", "1.0");
    const warned = await up(here, { env });
    expect([warned.json.plan.action, codes(warned.json.plan.warnings)]).toEqual([
      "reuse",
      ["pip-beside-conda"],
    ]);
    const allowed = await up(here, "--allow-pip-in-conda", { env });
    expect([allowed.json.plan.action, codes(allowed.json.plan.warnings)]).toEqual(["reuse", []]);

    putByPip(prefix, "3.11", "apple", "7.0");
    const ill = await here.run("doctor", prefix, "--json");
    expect([ill.status, codes(ill.json.findings)]).toEqual([1, expect.arrayContaining(["pip-in-conda"])]);
    const rejected = await here.run("plan", "--json", { env });
    expect(rejected.json.candidates[0]).toMatchObject({
      action: "reject",
      because: { code: "duplicate-metadata" },
    });
  });

  test("keeps what needs it from losing it: neither another Python nor another version of what it needs", async () => {
    const { here, channels, ask } = await orchard(["python=3.12"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple <3"]);
    putByPip(prefix, "3.11", "jam", "1.0", "apple<3");
    const was = tree(prefix);
    const broken = async () => {
      const { status, json } = await here.run("up", "--env", prefix, "--lenient", "--json");
      return [status, json.plan.because.code, json.plan.candidates[0].breaks];
    };
    expect(await broken()).toEqual([
      3,
      "would-break",
      [{ name: "jam", version: "1.0", needs: "python 3.11.*" }],
    ]);
    ask(["python=3.11", "apple >=3"]);
    expect(await broken()).toEqual([3, "would-break", [{ name: "jam", version: "1.0", needs: "apple<3" }]]);
    expect(tree(prefix)).toEqual(was);
  });
});

describe("a prefix whose files are gone", () => {
  test("is not used where they matter; the project's own is followed by a whole one, and doctor says why (C75)", async () => {
    const { here, channels } = await orchard(["python=3.11", "apple <3"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple <3", "libstone"]);
    const env = { CONDA_PREFIX: prefix };
    rmSync(join(prefix, "lib/stone.txt"));
    expect((await up(here, { env })).json.plan.action).toBe("reuse"); // nobody needs it
    rmSync(join(prefix, "lib/python3.11/site-packages/apple.py"));
    const rejected = await up(here, { env });
    expect(rejected.json.plan.candidates).toMatchObject([
      { prefix, action: "reject", because: { code: "files-missing", params: { name: "apple" } } },
    ]);
    expect([rejected.json.status, rejected.json.plan.action]).toEqual(["done", "create"]);

    rmSync(here.at(PREFIX, "lib/python3.11/site-packages/apple.py"));
    const ill = await here.run("doctor", here.at(PREFIX), "--json");
    expect([ill.status, codes(ill.json.findings)]).toEqual([
      1,
      expect.arrayContaining(["conda-files-missing"]),
    ]);
    const repaired = await up(here);
    expect([repaired.json.status, repaired.json.plan.action]).toEqual(["done", "repair"]);
    expect(readlinkSync(here.at(PREFIX))).toBe("../generations/orchard/2");
    const healed = await here.run("doctor", here.at(PREFIX), "--json");
    expect(codes(healed.json.findings)).not.toContain("conda-files-missing");
  });
});

describe("what is asked for by hand", () => {
  test("--isolate gives the project its own, though another serves", async () => {
    const { here, channels } = await orchard(["libstone"]);
    const prefix = await foreign(here, channels, ["libstone"]);
    const env = { CONDA_PREFIX: prefix };
    expect((await up(here, { env })).json.plan.environment.prefix).toBe(prefix);
    expect((await up(here, "--isolate", { env })).json.plan.environment.prefix).toBe(here.at(PREFIX));
  });

  test("--channel adds to the file's, and --env-name names it or says what is wrong (C9, C10, C53)", async () => {
    const { here, channels } = await orchard(["python=3.11", "quince"]);
    expect((await up(here)).json.plan.because.code).toBe("impossible-name");
    const { json } = await up(here, "--channel", channels.extra, "--env-name", "Grove_2");
    expect([json.status, json.plan.environment.prefix]).toEqual(["done", here.at(".burrow/envs/grove_2")]);
    expect(titles(here.at(".burrow/envs/grove_2"))).toEqual(expect.arrayContaining(["quince-1.0"]));
    for (const name of ["a.b", "a".repeat(256), "base"]) {
      const wrong = await here.run("up", "--env-name", name, "--json");
      expect([wrong.status, wrong.json.error.code]).toEqual([2, "usage/bad-value"]);
    }
  });

  test("what a person added to the project's own lives on at its version, and --exact drops it by name", async () => {
    const { here, channels, ask } = await orchard(["python=3.11", "libstone <2"]);
    await up(here);
    await changeByHand(channels, ["python=3.11", "pear <1.1"], here.at(PREFIX), "install pear");
    ask(["python=3.11", "libstone >=2"]);
    const kept = await up(here);
    expect([kept.json.status, codes(kept.json.plan.warnings)], kept.stderr).toEqual([
      "done",
      ["carried-over"],
    ]);
    expect(titles(here.at(PREFIX))).toEqual(["libstone-2.0", "pear-1.0", "python-3.11.7", "tz-2024a"]);
    ask(["python=3.11", "apple <3"]);
    const dropped = await up(here, "--exact");
    expect(dropped.json.plan.changes).toContainEqual({ name: "pear", from: "1.0" });
    expect(titles(here.at(PREFIX))).toEqual(["apple-2.0", "python-3.11.7", "tz-2024a"]);
  });

  test("--newest upgrades what is the project's own, and says when there is nothing newer", async () => {
    const { here, channels, ask } = await orchard(["python=3.11", "apple <3"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple <2"], here.at(PREFIX));
    expect((await up(here)).json.plan.action).toBe("reuse");
    const newest = await up(here, "--newest");
    expect([newest.json.status, newest.json.plan.changes], newest.stderr).toEqual([
      "done",
      [{ name: "apple", from: "1.0", to: "2.0" }],
    ]);
    expect(prefixSaid(prefix).wrong).toEqual([]);
    expect((await up(here, "--newest")).json.plan.because.code).toBe("newest-already");
    ask(["python=3.11", "apple"]);
    expect((await up(here, "--newest")).json.plan.changes).toEqual([
      { name: "apple", from: "2.0", to: "3.0" },
    ]);
  });

  test("--adopt keeps what stood there and makes the environment burrow's own", async () => {
    const { here, channels } = await orchard(["python=3.12"]);
    await foreign(here, channels, ["python=3.11", "pear <1.1"], here.at(PREFIX));
    const { json, stderr } = await up(here, "--adopt");
    expect(
      [json.status, codes(json.plan.steps.map(({ why }: { why: { code: string } }) => why))],
      stderr,
    ).toEqual(["done", expect.arrayContaining(["step-set-aside", "step-link"])]);
    expect(readlinkSync(here.at(PREFIX))).toBe("../generations/orchard/1");
    expect(titles(here.at(PREFIX))).toContain("python-3.12.1");
    expect(titles(here.at(".burrow/adopted/orchard-1"))).toContain("python-3.11.7");
  });
});
