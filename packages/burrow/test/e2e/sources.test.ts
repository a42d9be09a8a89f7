import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { commitSource, sdist, type SourceRecipe, writeSource } from "../kit/source.ts";
import { atTerminal } from "../kit/terminal.ts";
import { ENGINES, needs, PROGRAM, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

const ODD: SourceRecipe = { name: "odd", version: "1.0", requires: ["pear>=1.1"] };
const ARCHIVE = sdist(ODD);
const SHA256 = createHash("sha256").update(ARCHIVE.bytes).digest("hex");

/** How often the source was built. */
const builds = ({ home }: Project) =>
  existsSync(join(home, "builds")) ? readFileSync(join(home, "builds"), "utf8").length : 0;

/** What the installation of a distribution says of where it came from (PEP 610). */
function origin(prefix: string, name: string): unknown {
  const [site = ""] = readdirSync(join(prefix, "lib")).map((python) =>
    join(prefix, "lib", python, "site-packages"),
  );
  const info = readdirSync(site).find((entry) => entry.startsWith(`${name}-`)) ?? "";
  const path = join(site, info, "direct_url.json");
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path);
  const row = `${info}/direct_url.json,sha256=${createHash("sha256").update(text).digest("base64url")},${text.length}`;
  expect(readFileSync(join(site, info, "RECORD"), "utf8").split(/\r?\n/u)).toContain(row);
  return JSON.parse(text.toString()) as unknown;
}

describe.each(ENGINES)("with %s", (engine) => {
  async function orchard(more: Readonly<Record<string, string>> = {}) {
    const index = await loopback(ORCHARD, [ARCHIVE]);
    return { here: project({ "requirements.txt": "", ...more }, { engine, env: index.env }), index };
  }

  async function outcome(here: Project, ...said: readonly string[]) {
    const { status, json } = await here.run("up", ...said, "--json");
    const { status: came, plan } = json;
    return { status, came, action: plan?.action, because: plan?.because.code, json };
  }

  test("a repository: refused without leave; with it built once at a commit that is recorded and kept to", async (context) => {
    needs(context, "git");
    const { here } = await orchard();
    const repository = join(here.home, "odd.git");
    const commit = commitSource(repository, ODD, "python");
    here.write("requirements.txt", `odd @ git+file://${repository}@main#subdirectory=python\n`);
    const before = tree(here.root);

    expect(await outcome(here)).toMatchObject({ status: 3, came: "refused", because: "needs-build" });
    const plan = await here.run("plan", "--allow-build", "odd", "--json");
    expect([plan.json.action, plan.json.steps.map(({ kind }: { kind: string }) => kind)]).toEqual([
      "create",
      ["build-wheel"],
    ]);
    expect([builds(here), tree(here.root)]).toEqual([0, before]);

    expect(await outcome(here, "--allow-build", "odd")).toMatchObject({
      status: 0,
      came: "done",
      action: "create",
    });
    expect(freeze(here.at(".venv"))).toEqual(["odd==1.0", "pear==1.1"]);
    const recorded = {
      url: `file://${repository}`,
      subdirectory: "python",
      vcs_info: { vcs: "git", requested_revision: "main", commit_id: commit },
    };
    expect(origin(here.at(".venv"), "odd")).toEqual(recorded);
    const built = builds(here);

    // The branch moves on; what is here is what was asked for, and stays with the next generation.
    commitSource(repository, { ...ODD, version: "2.0" }, "python");
    expect(await outcome(here)).toMatchObject({ came: "unchanged", action: "reuse" });
    here.write("requirements.txt", `${here.read("requirements.txt")}apple<3\n`);
    expect(await outcome(here)).toMatchObject({ status: 0, came: "done", action: "extend" });
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "odd==1.0", "pear==1.1"]);
    expect([origin(here.at(".venv"), "odd"), builds(here)]).toEqual([recorded, built]);
  });

  // pip builds for both engines; what is installed then is a wheel like any other, so one engine does for these.
  if (engine === "pip")
    test("a source archive by its address, held to its hash", async () => {
      const { here, index } = await orchard({ "burrow.toml": 'allow-builds = ["Odd"]\n' });
      const url = `${index.url.replace("/simple/", "/files/")}odd-1.0.tar.gz`;
      here.write(
        "requirements.txt",
        `odd @ ${url} --hash=sha256:${"0".repeat(64)}\npear==1.1 --hash=sha256:${index.hashOf("pear-1.1-py3-none-any.whl")}\n`,
      );
      const before = tree(here.root);
      expect(await outcome(here)).toMatchObject({ status: 4, came: "rolled-back" });
      expect([tree(here.root), builds(here)]).toEqual([before, 0]);

      here.write("requirements.txt", here.read("requirements.txt").replace("0".repeat(64), SHA256));
      expect(await outcome(here)).toMatchObject({ status: 0, came: "done", action: "create" });
      expect(origin(here.at(".venv"), "odd")).toEqual({ url, archive_info: { hashes: { sha256: SHA256 } } });
      expect(await outcome(here)).toMatchObject({ came: "unchanged" });
    });

  if (engine === "uv")
    test("a name that its index has only as a source, in place: it comes as any other", async () => {
      const { here, index } = await orchard({ "requirements.txt": "odd>=1\napple\n" });
      await makeVenv(here.at(".venv"), {
        python: somePython(),
        requirements: ["apple==1.0"],
        env: index.env,
      });
      const before = tree(here.at(".venv"));
      expect(await outcome(here)).toMatchObject({ status: 3, came: "refused" });
      expect([tree(here.at(".venv")), builds(here)]).toEqual([before, 0]);

      expect(await outcome(here, "--allow-build", "odd")).toMatchObject({
        status: 0,
        came: "done",
        action: "extend",
      });
      expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "odd==1.0", "pear==1.1"]);
      expect(origin(here.at(".venv"), "odd")).toBeUndefined();
      expect(await outcome(here)).toMatchObject({ came: "unchanged" });
    });

  test("folders outside of the project, as they are and editable", async () => {
    const { here } = await orchard();
    const [odd, even] = [here.at("../odd"), here.at("../even")];
    writeSource(odd, ODD);
    writeSource(even, { name: "even", version: "2.0", requires: ["apple<3"] });
    here.write("requirements.txt", "../odd\n-e ../even\n");
    expect(await outcome(here, "--allow-build", "odd")).toMatchObject({ status: 3, because: "needs-build" });
    expect(builds(here)).toBe(0);

    const leave = ["--allow-build", "odd", "--allow-build", "even"];
    expect(await outcome(here, ...leave)).toMatchObject({ status: 0, came: "done", action: "create" });
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "even==2.0", "odd==1.0", "pear==1.1"]);
    expect(origin(here.at(".venv"), "odd")).toEqual({ url: `file://${join(odd)}`, dir_info: {} });
    expect(origin(here.at(".venv"), "even")).toMatchObject({ dir_info: { editable: true } });
    expect(await outcome(here)).toMatchObject({ came: "unchanged" });
  });
});

test("a source that does not build: everything is as it was, and nothing of it is kept", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "../odd\n" }, { engine: "pip", env: index.env });
  writeSource(here.at("../odd"), { name: "odd", version: "0" });
  const before = tree(here.root);

  const { status, json } = await here.run("up", "--allow-build", "odd", "--json");

  expect([status, json.status, json.failure.step]).toEqual([4, "rolled-back", "build-wheel"]);
  expect(json.failure.detail).toContain("this source does not build");
  expect(tree(here.root)).toEqual(before);
  expect(
    readdirSync(join(here.home, "burrow", "cache", "built")).filter((name) => name !== ".burrow"),
  ).toEqual([]);
});

describe("leave is asked for on a terminal", () => {
  const QUESTION = "build it? [y/N] ";
  async function ask(answer: string, env: Readonly<Record<string, string>> = {}) {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "../odd\n" }, { engine: "pip", env: index.env });
    writeSource(here.at("../odd"), ODD);
    const up = [process.execPath, PROGRAM, "up", "--engine", "pip"];
    const program = atTerminal(up, { question: QUESTION, answer });
    return { here, ran: await here.run({ program, env: { TERM: "xterm", ...env } }) };
  }

  test("and nothing is built without", async () => {
    const { here, ran } = await ask("n");
    expect([ran.status, ran.stdout.split(QUESTION).length - 1, builds(here)]).toEqual([3, 1, 0]);
    expect(ran.stdout).toContain("../odd has to be built from source, which runs code of its own");
  });

  test("once", async () => {
    const { here, ran } = await ask("y");
    expect([ran.status, ran.stdout.split(QUESTION).length - 1], ran.stdout).toEqual([0, 1]);
    expect(freeze(here.at(".venv"))).toEqual(["odd==1.0", "pear==1.1"]);
  });

  test("but not in CI", async () => {
    const { here, ran } = await ask("y", { CI: "true" });
    expect([ran.status, ran.stdout.includes(QUESTION), builds(here)]).toEqual([3, false, 0]);
  });
});
