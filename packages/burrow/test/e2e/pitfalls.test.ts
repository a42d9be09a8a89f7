import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { siteOf } from "../kit/breakages.ts";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { duplicated, gutted, otherTorch, TORCH } from "../kit/unwell.ts";
import { makeVenv } from "../kit/venv.ts";

/** What a careless look calls satisfied: the requirement, what happens to the active environment's site-packages, and what is said of it. */
const CASES: readonly (readonly [
  string,
  string,
  (site: string) => void,
  { readonly action: string; readonly code: string; readonly warning?: string },
])[] = [
  [
    "a dependency of a dependency is missing",
    "plum",
    (site) => rmSync(join(site, "pear-1.1.dist-info"), { recursive: true }),
    { action: "extend", code: "only-missing" },
  ],
  ["a distribution is there twice", "pear", duplicated, { action: "reject", code: "duplicate-metadata" }],
  ["its files are gone, its metadata is not", "pear", gutted, { action: "reject", code: "files-missing" }],
  [
    "its METADATA is gone",
    "pear",
    (site) => rmSync(join(site, "pear-1.1.dist-info", "METADATA")),
    { action: "reject", code: "unreadable-metadata" },
  ],
  [
    "it has no such extra",
    "pear[zest]",
    () => {},
    { action: "reuse", code: "satisfied", warning: "unknown-extra" },
  ],
  [
    "a pre-release for a bare name",
    "quince",
    () => {},
    { action: "reuse", code: "satisfied", warning: "pre-release" },
  ],
  [
    "a hash that is not its own",
    `pear==1.1 --hash=sha256:${"0".repeat(64)}`,
    () => {},
    { action: "reject", code: "unproven" },
  ],
  [
    "another address",
    "pear @ http://127.0.0.1:9/pear-1.1-py3-none-any.whl",
    () => {},
    { action: "reject", code: "unproven" },
  ],
  [
    "an egg that needs another version",
    "old",
    (site) => {
      mkdirSync(join(site, "old.egg-info"));
      writeFileSync(
        join(site, "old.egg-info", "PKG-INFO"),
        "Metadata-Version: 1.1\nName: old\nVersion: 1.0\n",
      );
      writeFileSync(join(site, "old.egg-info", "requires.txt"), "pear>=9\n");
    },
    { action: "reject", code: "conflict" },
  ],
  [
    "torch is a build for another accelerator",
    "torch==2.1.0+cu121",
    otherTorch,
    { action: "reject", code: "torch-built" },
  ],
];

describe.each(ENGINES)("with %s", (engine) => {
  test.each(CASES)("where a careless look is wrong: %s", async (_, requirement, spoil, said) => {
    const index = await loopback([...ORCHARD, TORCH, { name: "quince", version: "1.0b1" }]);
    const here = project({ "requirements.txt": `${requirement}\n` }, { engine, env: index.env });
    const active = join(here.home, "active");
    const requirements = ["plum", "quince==1.0b1", "torch"];
    await makeVenv(active, { python: somePython(), requirements, env: index.env });
    spoil(siteOf(active));
    const was = tree(active);

    const { json } = await here.run("plan", "--json", { env: { VIRTUAL_ENV: active, UV_HTTP_RETRIES: "0" } });

    const candidate = json.candidates.find(({ prefix }: { prefix: string }) => prefix === active);
    expect([candidate.action, candidate.because.code], JSON.stringify(candidate)).toEqual([
      said.action,
      said.code,
    ]);
    if (said.warning !== undefined)
      expect(json.warnings.map(({ code }: { code: string }) => code)).toContain(said.warning);
    expect(tree(active)).toEqual(was);
  });

  test("what an environment inherits from its base counts, and is not installed again", async () => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    const base = pythonCopy(somePython(), {
      files: {
        "site-packages/pear.py": "",
        "site-packages/pear-1.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: pear\nVersion: 1.1\n",
        "site-packages/pear-1.1.dist-info/RECORD":
          "pear.py,,\npear-1.1.dist-info/METADATA,,\npear-1.1.dist-info/RECORD,,\n",
      },
    });
    const active = join(here.home, "active");
    execFileSync(base, ["-m", "venv", "--system-site-packages", "--without-pip", active]);
    const env = { VIRTUAL_ENV: active };
    const was = tree(active);

    expect((await here.run("up", "--json", { env })).json.plan.action).toBe("reuse");
    expect(tree(active)).toEqual(was);

    here.write("requirements.txt", "pear\nplum\n");
    const { json } = await here.run("up", "--json", { env });
    expect([json.status, json.plan.action, json.plan.changes], JSON.stringify(json)).toEqual([
      "done",
      "extend",
      [{ name: "plum", to: "0.9" }],
    ]);
    const installed = readdirSync(siteOf(active));
    expect(installed.filter((name) => name.endsWith(".dist-info"))).toEqual(["plum-0.9.dist-info"]);
  });
});
