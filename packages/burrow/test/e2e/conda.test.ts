import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOST_SUBDIR, OTHER_SUBDIR } from "../kit/conda/channel.ts";
import { foreign, orchard, PREFIX, yml } from "../kit/conda/orchard.ts";
import { placeEngine, prefixSaid } from "../kit/conda/project.ts";
import type { Project } from "../kit/e2e.ts";
import { ORCHARD } from "../kit/loopback.ts";
import { loopback } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";

async function up(here: Project, ...more: readonly string[]) {
  const { status, json, stderr, stdout } = await here.run("up", "--json", ...more);
  if (json.error !== undefined) throw new Error(`${JSON.stringify(json.error)} ${stderr}`);
  return { status, json, stderr, stdout };
}

const titles = (here: Project) =>
  prefixSaid(here.at(PREFIX)).packages.map((one) => one.replace(/-[^-]+$/u, ""));
const python = (here: Project, code: string) =>
  execFileSync(here.at(PREFIX, "bin/python"), ["-c", code], { encoding: "utf8" }).trim();

describe("the life of a conda environment", () => {
  test("C39 C71 C72 created from environment.yml where no lock is, reused without a change, extended, upgraded with Python itself, shrunk, and gone back to", async () => {
    const { here, ask } = await orchard(["python=3.11", "pie"]);
    const sources = () => here.read("environment.yml");
    const asked = sources();

    const created = await up(here);
    expect([created.status, created.json.status, created.json.plan.action], created.stderr).toEqual([
      0,
      "done",
      "create",
    ]);
    expect([created.json.plan.engine, created.json.plan.backend]).toEqual(["py-rattler", "conda"]);
    expect(titles(here)).toEqual(["apple-2.0", "pie-1.0", "python-3.11.7", "tz-2024a"]);
    expect(python(here, "import apple, pie, sys; print(apple.__version__, *sys.version_info[:2])")).toBe(
      "2.0 3 11",
    );
    expect([sources(), existsSync(here.at("conda-lock.yml"))]).toEqual([asked, false]); // C42, C84

    const was = tree(here.root);
    const again = await up(here);
    expect([again.json.status, again.json.plan.action]).toEqual(["unchanged", "reuse"]);
    expect(tree(here.root)).toEqual(was);

    ask(["python=3.11", "pie", "pear <1.1"]);
    const extended = await up(here);
    expect([extended.json.plan.action, extended.json.plan.changes]).toEqual([
      "extend",
      [{ name: "pear", to: "1.0" }],
    ]);

    ask(["python=3.12", "pie", "pear"]);
    const upgraded = await up(here);
    expect(upgraded.json.plan.changes).toEqual([{ name: "python", from: "3.11.7", to: "3.12.1" }]);
    expect(python(here, "import apple, sys; print(*sys.version_info[:2])")).toBe("3 12");

    ask(["python=3.12", "apple >=3"]);
    await up(here);
    expect(titles(here)).toEqual(["apple-3.0", "python-3.12.1", "tz-2024a"]);
    expect(prefixSaid(here.at(PREFIX))).toMatchObject({
      wrong: [],
      requested: ["apple >=3", expect.stringContaining("python")],
    });

    const back = await here.run("rollback", "2", "--env", "orchard");
    expect([back.status, readlinkSync(here.at(PREFIX))], back.stderr).toEqual([
      0,
      "../generations/orchard/2",
    ]);
    expect(python(here, "import sys; print(*sys.version_info[:2])")).toBe("3 11");
  });

  test("C38 C49 C50 C71 locked for two platforms, restored from the lock to the build, checked, and stale", async () => {
    const { here, channels, ask } = await orchard(["python=3.11", "libstone <2"]);
    const wrote = await here.run("lock", "--platform", HOST_SUBDIR, "--platform", OTHER_SUBDIR, "--json");
    expect([wrote.status, wrote.json], wrote.stderr).toEqual([
      0,
      {
        schema: 1,
        file: here.at("conda-lock.yml"),
        changed: true,
        platforms: [HOST_SUBDIR, OTHER_SUBDIR].map((platform) => ({ platform, packages: 3 })),
      },
    ]);
    expect(
      (await here.run("lock", "--platform", HOST_SUBDIR, "--platform", OTHER_SUBDIR, "--json")).json.changed,
    ).toBe(false);
    expect((await here.run("lock", "--check", "--json")).json.fresh).toBe(true);

    const locked = here.read("conda-lock.yml");
    const before = channels.asked.length;
    await up(here);
    expect(channels.asked.slice(before).filter((path) => path.includes("repodata"))).toEqual([]); // nothing was solved
    expect(titles(here)).toEqual(["libstone-1.0", "python-3.11.7", "tz-2024a"]);
    expect([(await up(here)).json.status, here.read("conda-lock.yml")]).toEqual(["unchanged", locked]);

    ask(["python=3.11", "libstone >=2"]);
    const check = await here.run("lock", "--check", "--json");
    expect([check.status, check.json.fresh, check.json.because.code]).toEqual([1, false, "lock-stale"]);
    const strict = await here.run("up", "--strict", "--json");
    expect([strict.status, strict.json.plan.action]).toEqual([3, "refuse"]);
    const stale = await up(here);
    expect(stale.json.plan.warnings.map(({ code }: { code: string }) => code)).toContain("lock-stale");
    expect(titles(here)).toContain("libstone-2.0");
  });

  test("C38 C71 a lock alone is enough", async () => {
    const { here } = await orchard(["python=3.11", "where"]);
    await here.run("lock");
    rmSync(here.at("environment.yml"));
    const { json } = await up(here);
    expect(json.status).toBe("done");
    expect(
      readFileSync(
        join(here.root, ".burrow/envs", readdirSync(here.at(".burrow/envs"))[0] ?? "", "etc/where.cfg"),
        "utf8",
      ),
    ).toContain("prefix = ");
  });

  test("P25 pip's part stands on conda's and changes none of it; variables and activation scripts reach what runs", async () => {
    const index = await loopback(ORCHARD);
    const more = "  - pip:\n      - plum==0.9\nvariables:\n  COLOUR: green\n";
    const { here } = await orchard(["python=3.11", "pear <1.1", "where"], more, { env: index.env });
    const { json, stderr } = await up(here);
    expect(json.status, stderr).toBe("done");
    const { stdout, stderr: why } = await here.run(
      "run",
      "python",
      "-c",
      [
        "import os, importlib.metadata as m",
        "print(m.version('plum'), m.version('pear'), os.environ['COLOUR'], os.environ['WHERE_ACTIVE'],",
        "  os.environ['WHERE_VARIABLE'], os.environ['CONDA_DEFAULT_ENV'], os.environ['CONDA_PREFIX'] == os.environ['WHERE_PREFIX'])",
      ].join("\n"),
    );
    expect(stdout, why).toBe("0.9 1.0 green 2.0 2.0 orchard True\n");
    expect((await up(here)).json.status).toBe("unchanged");
  });
});

describe("what is refused, and how", () => {
  test.each([
    [["no-such-thing >=1"], "impossible-name", "no-such-thing"],
    [["apple >=7"], "impossible", "apple"],
    [["cherry", "plum"], "unsatisfiable", "cherry 1.0 would require libstone 1.*"],
    [["lost"], "unsatisfiable", "lost 1.0 would require nowhere >=1"],
  ] as const)("%s", async (specs, code, words) => {
    const { here } = await orchard(specs);
    const was = tree(here.root);
    const { status, json } = await up(here);
    expect([status, json.status, json.plan.because.code]).toEqual([3, "refused", code]);
    expect(json.plan.because.text).toContain(words);
    expect(tree(here.root)).toEqual(was);
  });

  test("a channel that is not there, by its address", async () => {
    const { here, channels } = await orchard(["apple"]);
    here.write("environment.yml", yml({ ...channels, main: `${channels.main}-gone` }, ["apple"]));
    const { status, json } = await up(here);
    expect([status, json.plan.because.code]).toEqual([3, "unreachable"]);
    expect(json.plan.because.text).toContain(`${channels.main}-gone`);
  });

  test("C59, C66 no engine and nobody to ask: refused with what to say, no venv; then fetched only because it was said", async () => {
    const { here } = await orchard(["libstone"], "", { engine: false });
    const refused = await up(here);
    expect(refused.status).toBe(3);
    expect(refused.json.plan.because.text).toContain("burrow up --auto-bootstrap");
    expect([existsSync(here.at(".venv")), existsSync(here.at(".burrow"))]).toEqual([false, false]);
    expect(existsSync(join(here.home, "burrow/data/engines"))).toBe(false);

    const { json, stderr } = await up(here, "--auto-bootstrap", "--bootstrap-to", "project");
    expect(json.status, stderr).toBe("done");
    expect(readdirSync(here.at(".burrow/bin"))).toEqual(["py-rattler-0.28.0"]);
    expect((await up(here)).json.status).toBe("unchanged");
  });

  test("an engine that burrow does not drive, by why", async () => {
    const { here } = await orchard(["libstone"]);
    const { status, json } = await up(here, "--engine", "pixi");
    expect([status, json.plan.because.text]).toEqual([
      3,
      expect.stringContaining("burrow does not drive it: it makes environments of its own projects alone"),
    ]);
    expect(existsSync(here.at(".burrow"))).toBe(false);
  });

  test("an engine in the project's folder that burrow did not put there is not run", async () => {
    const { here } = await orchard(["libstone"], "", { engine: false });
    here.write(".burrow/bin/py-rattler-0.28.0/rattler/__init__.py", "raise SystemExit('owned')\n");
    here.write(".burrow/bin/py-rattler-0.28.0/x.dist-info/RECORD", "");
    const { status, json } = await up(here);
    expect([status, json.plan.because.text]).toEqual([3, expect.stringContaining("no conda engine is here")]);
    placeEngine(here);
    expect((await up(here)).json.status).toBe("done");
  });
});

describe("prefixes that others made", () => {
  test("one that is satisfied is used as it stands; one that lacks something is extended in place, its history with it", async () => {
    const { here, channels, ask } = await orchard(["python=3.11", "pie"]);
    const prefix = await foreign(here, channels, ["python=3.11", "pie"]);
    const was = tree(prefix);
    const env = { CONDA_PREFIX: prefix };
    const reused = await here.run("up", "--json", { env });
    expect([reused.json.plan.action, reused.json.plan.environment.prefix], reused.stderr).toEqual([
      "reuse",
      prefix,
    ]);
    expect(tree(prefix)).toEqual(was);

    ask(["python=3.11", "pie", "pear"]);
    const extended = await here.run("up", "--json", { env });
    expect([extended.json.status, extended.json.plan.action], extended.stdout).toEqual(["done", "extend"]);
    const said = prefixSaid(prefix);
    expect([said.wrong, said.history]).toEqual([[], said.packages]);
    expect(said.packages).toContain("pear-1.1-py_0");
  });

  test("a conflict in another's isolates; frozen prefixes are used as they stand and their owner is heard; base never (C61)", async () => {
    const { here, channels, ask } = await orchard(["python=3.11", "apple >=3"]);
    const prefix = await foreign(here, channels, ["python=3.11", "pie"]);
    const was = tree(prefix);
    const env = { CONDA_PREFIX: prefix };
    const isolated = await here.run("up", "--json", { env });
    expect([isolated.json.plan.action, isolated.json.plan.environment.prefix]).toEqual([
      "create",
      here.at(PREFIX),
    ]);
    expect(tree(prefix)).toEqual(was);
    rmSync(here.at(".burrow"), { recursive: true });

    ask(["python=3.11", "pear"]);
    execFileSync("sh", ["-c", `echo '{"message": "ask the lab"}' > ${prefix}/conda-meta/frozen`]);
    const frozen = await here.run("plan", "--json", { env });
    const [candidate] = frozen.json.candidates;
    expect([candidate.action, candidate.because.text]).toEqual([
      "reject",
      expect.stringContaining("ask the lab"),
    ]);

    rmSync(join(prefix, "conda-meta/frozen"));
    execFileSync("mkdir", [join(prefix, "condabin")]);
    const base = await here.run("plan", "--json", { env });
    expect([base.json.candidates[0].action, base.json.candidates[0].because.code]).toEqual([
      "reject",
      "conda-base",
    ]);
  });

  test("another's is upgraded in place where minor conflicts are tolerated, and is as it was when that cannot be", async () => {
    const { here, channels } = await orchard(["python=3.12", "apple >=2"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple <3"]);
    const was = tree(prefix);
    channels.spoil("python-3.12");
    const cache = join(here.root, "..", "cache");
    const failed = await here.run("up", "--lenient", "--json", "--env", prefix, {
      env: { RATTLER_CACHE_DIR: cache },
    });
    expect([failed.status, failed.json.status], failed.stdout).toEqual([4, "rolled-back"]);
    expect(failed.json.failure.detail).toMatch(/hash mismatch.*python-3\.12/u);
    expect(tree(prefix)).toEqual(was);

    const done = await here.run("up", "--lenient", "--json", "--env", prefix);
    expect([done.json.status, done.json.plan.action], done.stdout).toEqual(["done", "upgrade"]);
    expect(prefixSaid(prefix)).toMatchObject({
      wrong: [],
      packages: expect.arrayContaining([expect.stringMatching(/^python-3\.12/u)]),
    });
  });

  test("a venv never serves a conda project, and where one stands nothing of it changes", async () => {
    const { here } = await orchard(["libstone"]);
    here.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    expect((await up(here)).json.plan.environment.prefix).toBe(here.at(PREFIX));
    expect(lstatSync(here.at(".venv")).isDirectory()).toBe(true);
  });
});
