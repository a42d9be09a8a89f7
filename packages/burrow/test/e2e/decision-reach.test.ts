import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type ProjectOptions } from "../kit/e2e.ts";
import { loopback } from "../kit/loopback.ts";
import { type Files, judged, orchardOf } from "../kit/orchard.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** Bytes of the files below a folder, each inode once. */
function bytesBelow(folder: string): number {
  const sizes = new Map<number, number>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const status = lstatSync(join(folder, path));
    if (status.isFile()) sizes.set(status.ino, status.size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** The ways to what a decision is made from, on both engines. */
describe.each(ENGINES)("A47 with %s, what is reached", (engine) => {
  const orchard = (files: Files, options?: ProjectOptions) => orchardOf(engine, files, options);

  test("on the machine (reuse = machine): used as it stands, with what that saves on disk; else left alone (A35)", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" });
    const other = project(
      { "requirements.txt": "pear\n" },
      { env: { BURROW_HOME: join(here.home, "burrow") } },
    );
    await makeVenv(other.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
    expect((await other.run("up", "--json")).json.status).toBe("unchanged");
    const was = tree(other.at(".venv"));

    expect((await here.run("plan", "--json")).json.action).toBe("create");
    here.write("requirements.txt", "pear\napple\n");
    const lacks = await here.run("plan", "--reuse", "machine", "--json");
    expect([lacks.json.action, judged(lacks.json, other.at(".venv")).because.code]).toEqual([
      "create",
      "governed",
    ]);
    here.write("requirements.txt", "pear\n");
    const { json } = await here.run("up", "--reuse", "machine", "--json");

    expect([json.status, json.environment?.prefix], JSON.stringify(json.plan)).toEqual([
      "unchanged",
      other.at(".venv"),
    ]);
    expect(json.plan.saves.bytes).toBe(bytesBelow(other.at(".venv")));
    expect(tree(other.at(".venv"))).toEqual(was);
  });

  test("by a `.venv` file (PEP 832): what it names is the project's own", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n", ".venv": "../home/elsewhere\n" });
    const elsewhere = join(here.home, "elsewhere");
    await makeVenv(elsewhere, { python: somePython(), requirements: ["pear"], env: index.env });

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action, json.environment.origins[0]]).toEqual([
      "unchanged",
      "reuse",
      "own",
    ]);
    expect(here.read(".venv")).toBe("../home/elsewhere\n");
  });

  test("by its files: what is included counts, what only limits is no root, and groups are chosen", async () => {
    const { here } = await orchard({
      "requirements.txt": "-r more/base.txt\n-c limits.txt\ntart\n",
      "more/base.txt": "apple\n",
      "limits.txt": "apple<3\npie==1.0\npear<1.1\n",
    });
    expect((await here.run("up", "--json")).json.status).toBe("done");
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.0", "tart==1.0"]);

    rmSync(here.at("requirements.txt"));
    here.write(
      "pyproject.toml",
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["apple<3"]\n[dependency-groups]\ndev = ["tart"]\ndocs = ["plum"]\n',
    );
    const { json } = await here.run("up", "--group", "docs", "--json");
    expect(
      [json.status, json.plan.changes.map(({ name }: { name: string }) => name)],
      JSON.stringify(json.plan.because),
    ).toEqual(["done", ["plum", "tart"]]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.0", "plum==0.9"]);
  });

  test("from several indexes: uv takes a name from the first that has it, pip takes none without its hash", async () => {
    const { here, index } = await orchard({});
    const other = await loopback([{ name: "apple", version: "1.5" }]);
    const lines = (...hashes: readonly string[]) =>
      [
        `--extra-index-url ${other.url}`,
        ...["apple", "pear"].map((name, at) => name + (hashes[at] ?? "")),
      ].join("\n");
    here.write("requirements.txt", `${lines()}\n`);

    const { status, json } = await here.run("up", "--json");

    if (engine === "uv") expect(freeze(here.at(".venv"))).toEqual(["apple==1.5", "pear==1.1"]);
    else {
      expect([status, json.status, existsSync(here.at(".venv"))]).toEqual([3, "refused", false]);
      expect(json.plan.because.text).toContain("whichever of several indexes has the newest");
      const apple = ` ==3.0 --hash=sha256:${index.hashOf("apple-3.0-py3-none-any.whl")}`;
      const pear = ` ==1.1 --hash=sha256:${index.hashOf("pear-1.1-py3-none-any.whl")}`;
      here.write("requirements.txt", `${lines(apple, pear)}\n`);
      expect((await here.run("up", "--json")).json.status).toBe("done");
      expect(freeze(here.at(".venv"))).toEqual(["apple==3.0", "pear==1.1"]);
    }
  });

  test("by a plan that was saved: carried out as it is, and refused once a fact of it changed", async () => {
    const { here } = await orchard({ "requirements.txt": "pear\n" });
    expect((await here.run("plan", "--out", "plan.json")).status).toBe(0);
    expect(existsSync(here.at(".venv"))).toBe(false);
    expect((await here.run("up", "plan.json", "--json")).json.status).toBe("done");
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);

    here.write("requirements.txt", "pear\napple\n");
    expect((await here.run("plan", "--out", "plan.json")).status).toBe(0);
    here.write("requirements.txt", "pear\nplum\n");
    const { status, json } = await here.run("up", "plan.json", "--json");
    expect([status, json.error.code]).toEqual([4, "plan/stale"]);
    expect(JSON.stringify(json.error)).toContain(here.at("requirements.txt"));
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
  });
});
