import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback } from "../kit/loopback.ts";
import { NAMESAKES } from "../kit/namesakes.ts";
import { type EngineName, ENGINES, needs, python } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** The whole set of A13, with wheels of many megabytes. */
const SET = [
  ...["pytest>=8.4.0", "PyYAML>=6.0.2", "watchdog>=6.0.0", "psutil>=6.1.1", "scikit-learn>=1.5.2"],
  ...["PyGithub>=2.5.0", "tree-sitter>=0.20.1", "python-docx>=1.1.0", "PyPDF2>=3.0.0"],
];
/** The part of it whose wheels are small. */
const WANTED = ["pytest>=8.4.0", "PyYAML>=6.0.2", "watchdog>=6.0.0", "psutil>=6.1.1"];
const REQUIREMENTS = `${WANTED.join("\n")}\n`;

/** A requirement as `goal` tells it. */
interface Asked {
  readonly name: string;
  readonly specifier: string;
}

/** A project with an environment, and the folder of a tool inside. */
interface Embedded {
  readonly parent: Project;
  readonly prefix: string;
  readonly child: string;
}

/** How a tool's project and the environments around it are made. */
interface World {
  /** A project that asks for the set, on Python 3.9. */
  readonly tool: (files?: Readonly<Record<string, string>>) => Project;
  /** An environment on Python 3.9. */
  readonly venv: (prefix: string, requirements: readonly string[]) => Promise<void>;
  /** An environment that belongs to no project. */
  readonly standalone: (here: Project, requirements: readonly string[]) => Promise<string>;
  /** A project with an environment, and a tool inside that asks for the set. */
  readonly embedded: (requirements: readonly string[]) => Promise<Embedded>;
}

/** The person's own index with uv, an index of namesakes with pip. */
async function worldOf(engine: EngineName): Promise<World> {
  const env = engine === "pip" ? (await loopback(NAMESAKES)).env : {};
  const tool = (files: Readonly<Record<string, string>> = { "requirements.txt": REQUIREMENTS }): Project =>
    project({ ".python-version": "3.9\n", ...files }, { programs: [python("3.9")], engine, env });
  const venv = (prefix: string, requirements: readonly string[]) =>
    makeVenv(prefix, { python: python("3.9"), requirements, env });
  return {
    tool,
    venv,
    standalone: async ({ home }, requirements) => {
      const prefix = join(home, "environments", "work");
      await venv(prefix, requirements);
      return prefix;
    },
    embedded: async (requirements) => {
      const parent = tool({ "package.json": "{}\n", "tool/requirements.txt": REQUIREMENTS });
      const prefix = parent.at(".venv");
      await venv(prefix, requirements);
      return { parent, prefix, child: parent.at("tool") };
    },
  };
}

/** The versions of `before` that are not in `after`: what an extension must leave empty. */
const lost = (before: readonly string[], after: readonly string[]) =>
  before.filter((line) => !after.includes(line));
const nameOf = (line: string) => line.split("==")[0];

describe.each(ENGINES)("A47 A48 with %s, the six scenarios", (engine) => {
  test("A3 A13 1: nothing but a base interpreter: an environment of its own", async (context) => {
    needs(context, "python3.9");
    const { tool } = await worldOf(engine);
    const here = tool({ "requirements.txt": `${SET.join("\n")}\n` });
    const base = join(python("3.9"), "../..");
    const before = freeze(base);

    const asked = (await here.run("goal", "--json")).json.requirements as Asked[];
    expect(asked.map(({ name, specifier }) => name + specifier)).toEqual(
      SET.map((line) => line.toLowerCase()),
    );

    const { status, json } = await here.run("up", "--json");

    expect([status, json.status, json.plan.action]).toEqual([0, "done", "create"]);
    expect(json.environment.prefix).toBe(here.at(".venv"));
    expect(json.environment.version).toMatch(/^3\.9\./u);
    const names = freeze(here.at(".venv")).map(nameOf);
    for (const line of SET) expect(names).toContain(line.split(">=")[0]?.toLowerCase());
    expect(freeze(base)).toEqual(before);
  });

  test("A4 2: the active environment fits: it is reused and nothing changes", async (context) => {
    needs(context, "python3.9");
    const { tool, standalone } = await worldOf(engine);
    const here = tool();
    const active = await standalone(here, WANTED);
    const before = [tree(active), tree(here.root)];

    const { status, json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });

    expect([status, json.status, json.plan.action]).toEqual([0, "unchanged", "reuse"]);
    expect(json.environment).toMatchObject({ prefix: active, origins: ["active"] });
    expect(json.plan.steps).toEqual([]);
    expect(json.plan.saves.bytes).toBeGreaterThan(1_000_000);
    expect([tree(active), tree(here.root)]).toEqual(before);
  });

  test("A5 A9 A26 3: only something is missing: it is added and nothing else changes", async (context) => {
    needs(context, "python3.9");
    const { tool, standalone } = await worldOf(engine);
    const here = tool();
    const active = await standalone(here, ["pytest==8.4.0", "PyYAML==6.0.2"]);
    const before = freeze(active);

    const { status, json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });

    expect([status, json.status, json.plan.action]).toEqual([0, "done", "extend"]);
    expect(json.environment.prefix).toBe(active);
    expect(json.plan.missing).toEqual(["watchdog>=6.0.0", "psutil>=6.1.1"]);
    const after = freeze(active);
    expect(lost(before, after)).toEqual([]);
    expect(lost(after, before).map(nameOf)).toEqual(["psutil", "watchdog"]);
    expect(existsSync(here.at(".venv"))).toBe(false);
  });

  test("A6 4: a major conflict, standalone: isolated, and the other stays as it is", async (context) => {
    needs(context, "python3.9");
    const { tool, standalone } = await worldOf(engine);
    const here = tool();
    const active = await standalone(here, ["pytest==6.2.0", "PyYAML==6.0.2"]);
    const before = tree(active);

    const { status, json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });

    expect([status, json.status, json.plan.action]).toEqual([0, "done", "create"]);
    expect(json.environment.prefix).toBe(here.at(".venv"));
    expect(judged(json.plan, active)).toMatchObject({
      action: "reject",
      conflicts: [{ requirement: "pytest>=8.4.0", installed: "6.2.0", severity: "major" }],
    });
    expect(tree(active)).toEqual(before);
  });

  test("A7 5: embedded, and the parent's environment fits: it is reused", async (context) => {
    needs(context, "python3.9");
    const { embedded } = await worldOf(engine);
    const { parent, prefix, child } = await embedded(WANTED);
    const before = tree(parent.root);

    const { status, json } = await parent.run("up", "--json", { cwd: child });

    expect([status, json.status, json.plan.action]).toEqual([0, "unchanged", "reuse"]);
    expect(json.environment).toMatchObject({ prefix, origins: ["enclosing"] });
    expect(tree(parent.root)).toEqual(before);
  });

  test("A8 A11 6: embedded, and a major conflict: isolated, both protected", async (context) => {
    needs(context, "python3.9");
    const { embedded } = await worldOf(engine);
    const { parent, prefix, child } = await embedded(["pytest==7.0.0", "PyYAML==6.0.2"]);
    const before = tree(prefix);

    const { status, json } = await parent.run("up", "--json", { cwd: child });

    expect([status, json.status, json.plan.action]).toEqual([0, "done", "create"]);
    expect(json.environment.prefix).toBe(join(child, ".venv"));
    const verdict = judged(json.plan, prefix);
    expect(verdict).toMatchObject({ action: "reject", origins: ["enclosing"] });
    expect(verdict.conflicts).toMatchObject([{ installed: "7.0.0", severity: "major" }]);
    expect(tree(prefix)).toEqual(before);
    const second = await parent.run("up", "--json", { cwd: child });
    expect(second.json.status).toBe("unchanged");
  });
});

describe.each(ENGINES)("A47 with %s, the other branches of the decision", (engine) => {
  test("A10 embedded, and a minor conflict: upgraded in place, nothing else changes", async (context) => {
    needs(context, "python3.9");
    const { embedded } = await worldOf(engine);
    const { parent, prefix, child } = await embedded([
      ...WANTED.slice(0, 3),
      "psutil==5.9.8",
      "humanize==4.9.0",
    ]);
    const before = freeze(prefix);

    const { status, json } = await parent.run("up", "--json", { cwd: child });

    expect([status, json.status, json.plan.action]).toEqual([0, "done", "upgrade"]);
    expect(json.environment.prefix).toBe(prefix);
    expect(json.plan.conflicts).toMatchObject([{ installed: "5.9.8", severity: "minor" }]);
    const after = freeze(prefix);
    expect(lost(before, after)).toEqual(["psutil==5.9.8"]);
    expect(lost(after, before).map(nameOf)).toEqual(["psutil"]);
    expect(existsSync(join(child, ".venv"))).toBe(false);
  });

  test("A12 standalone, and a minor conflict: isolated all the same", async (context) => {
    needs(context, "python3.9");
    const { tool, standalone } = await worldOf(engine);
    const here = tool();
    const active = await standalone(here, [...WANTED.slice(0, 3), "psutil==5.9.8"]);
    const before = tree(active);

    const { json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(judged(json.plan, active).conflicts).toMatchObject([{ severity: "minor" }]);
    expect(tree(active)).toEqual(before);
  });

  test("A51 standalone, a minor conflict, and lenient: upgraded in place, nothing else changes", async (context) => {
    needs(context, "python3.9");
    const { tool, standalone } = await worldOf(engine);
    const here = tool();
    here.write("burrow.toml", 'conflict-tolerance = "lenient"\n');
    const active = await standalone(here, [...WANTED.slice(0, 3), "psutil==5.9.8"]);
    const before = freeze(active);

    const { json } = await here.run("up", "--json", { env: { VIRTUAL_ENV: active } });

    expect([json.status, json.plan.action, json.environment.prefix]).toEqual(["done", "upgrade", active]);
    expect(lost(before, freeze(active))).toEqual(["psutil==5.9.8"]);
    expect(existsSync(here.at(".venv"))).toBe(false);
  });

  test("a third party is in the way: isolated, and it is named", async (context) => {
    needs(context, "python3.9");
    const files = { "requirements.txt": "requests==2.28.2\n", "tool/requirements.txt": "urllib3>=2.2\n" };
    const { tool, venv } = await worldOf(engine);
    const parent = tool(files);
    await venv(parent.at(".venv"), ["requests==2.28.2"]);

    const { json } = await parent.run("plan", "--json", { cwd: parent.at("tool") });

    expect(json.action).toBe("create");
    expect(judged(json, parent.at(".venv")).breaks).toEqual([
      { name: "requests", version: "2.28.2", needs: expect.stringContaining("urllib3<1.27") },
    ]);
  });

  test("A58 an active environment is looked at before the parent's, and that is said", async (context) => {
    needs(context, "python3.9");
    const { embedded, standalone } = await worldOf(engine);
    const { parent, child } = await embedded(WANTED);
    const active = await standalone(parent, WANTED);

    const { json } = await parent.run("plan", "--json", { cwd: child, env: { VIRTUAL_ENV: active } });

    expect(json.environment.prefix).toBe(active);
    expect(json.candidates[0]).toMatchObject({ prefix: active, origins: ["active"], action: "reuse" });
    expect(json.warnings.map((warning: { code: string }) => warning.code)).toContain("active-first");
  });
});

/** How the plan judged the environment at the prefix. */
// oxlint-disable-next-line typescript/no-explicit-any -- a document as a foreign program reads it
function judged(plan: any, prefix: string): any {
  return plan.candidates.find((candidate: { prefix: string }) => candidate.prefix === prefix);
}
