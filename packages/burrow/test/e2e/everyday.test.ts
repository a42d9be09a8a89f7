import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project, type ProjectOptions } from "../kit/e2e.ts";
import { loopback, type Loopback, NO_INDEX, ORCHARD } from "../kit/loopback.ts";
import { ownProject, ownPyproject } from "../kit/own-project.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { debianPython, ENGINES, needs, somePython, UV } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv, makeVenvWithPip, pipCheck } from "../kit/venv.ts";

/** What Debian's python3 says to whoever would install into it. */
const DEBIAN = "[externally-managed]\nError=To install Python packages system-wide, try apt install\n";

describe.each(ENGINES)("with %s", (engine) => {
  async function orchard(
    files: Readonly<Record<string, string>>,
    options: ProjectOptions = {},
  ): Promise<{ here: Project; index: Loopback }> {
    const index = await loopback(ORCHARD);
    return { here: project(files, { engine, ...options, env: { ...index.env, ...options.env } }), index };
  }

  test("a fresh clone with a build, and no Python but Debian's", async () => {
    const debian = pythonCopy(somePython(), {
      without: ["ensurepip", "site-packages"],
      files: { "EXTERNALLY-MANAGED": DEBIAN },
    });
    const was = tree(dirname(dirname(debian)));
    const { here } = await orchard(ownProject("shed", ["pear"]), {
      python: debian,
      env: { PATH: [UV, debian].map((program) => dirname(program)).join(delimiter) },
    });

    const { status, json } = await here.run("up", "--json");

    expect([status, json.status, json.plan.action], JSON.stringify(json)).toEqual([0, "done", "create"]);
    expect(json.plan.python.executable).toBe(debian);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "shed==1.0"]);
    expect(tree(dirname(dirname(debian)))).toEqual(was);
  });

  test("the same with the Python of this very Debian: an environment of it, or of pyenv's beside it; nothing goes into Debian's", async (context) => {
    needs(context, "debian-python");
    const debian = debianPython() ?? "";
    const folders = ["/usr/lib/python3/dist-packages", "/usr/local/lib/python3/dist-packages"];
    const state = () => folders.map((folder) => (existsSync(folder) ? tree(folder) : []));
    const was = state();
    const { here } = await orchard(ownProject("shed", ["pear"]));
    const alone = { env: { PATH: [dirname(UV), "/usr/bin", "/bin"].join(delimiter) } };

    const made = await here.run("up", "--json", alone);

    expect([made.status, made.json.status, made.json.plan.action], made.stderr).toEqual([
      0,
      "done",
      "create",
    ]);
    expect(made.json.plan.python.executable).toBe(debian);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1", "shed==1.0"]);
    const other = await orchard(ownProject("shed", ["pear"]));
    const beside = await other.here.run("plan", "--json");
    expect(beside.json.python.executable).toBe(somePython());
    expect(state()).toEqual(was);
  });

  test("its own .venv by `python -m venv` with two packages missing: extended in place", async () => {
    const { here, index } = await orchard({ "requirements.txt": "apple==2.0\npear\nplum\n" });
    await makeVenvWithPip(here.at(".venv"), {
      python: somePython(),
      requirements: ["apple==2.0"],
      env: index.env,
    });
    const before = freeze(here.at(".venv"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "extend"]);
    expect(json.environment.prefix).toBe(here.at(".venv"));
    expect(json.plan.missing).toEqual(["pear", "plum"]);
    expect(freeze(here.at(".venv"))).toEqual([...before, "pear==1.1", "plum==0.9"].toSorted());
    expect(pipCheck(here.at(".venv"))).toEqual([]);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("the same with one to upgrade: that one changes, and nothing else", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear>=1.1\napple\n" });
    await makeVenvWithPip(here.at(".venv"), {
      python: somePython(),
      requirements: ["apple==2.0", "pear==1.0"],
      env: index.env,
    });
    const before = freeze(here.at(".venv"));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "upgrade"]);
    expect(json.plan.changes).toEqual([{ name: "pear", from: "1.0", to: "1.1" }]);
    expect(freeze(here.at(".venv"))).toEqual(
      before.map((line) => (line === "pear==1.0" ? "pear==1.1" : line)),
    );
    expect(pipCheck(here.at(".venv"))).toEqual([]);
  });

  test("conda's base is active: never touched, and nothing is built on it", async () => {
    const python = pythonCopy(somePython(), {});
    const base = dirname(dirname(python));
    const { here } = await orchard(
      { "requirements.txt": "pear\n" },
      {
        programs: [python],
        env: { CONDA_PREFIX: base, CONDA_DEFAULT_ENV: "base", CONDA_SHLVL: "1" },
      },
    );
    condaBase(base);
    const was = tree(base);

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(json.plan.candidates).toContainEqual(
      expect.objectContaining({ prefix: base, origins: ["active"], action: "reject" }),
    );
    expect(json.plan.verdicts).toContainEqual(
      expect.objectContaining({ subject: base, because: expect.objectContaining({ code: "conda-base" }) }),
    );
    expect(json.plan.python.executable).not.toContain(base);
    expect(tree(base)).toEqual(was);
  });

  test("a stranger's environment is active: reused while it fits, never changed", async () => {
    const { here, index } = await orchard({ "requirements.txt": "pear\n" });
    const stranger = project({ "requirements.txt": "pear\n" });
    await makeVenv(stranger.at(".venv"), { python: somePython(), requirements: ["pear"], env: index.env });
    const was = tree(stranger.root);
    const active = { env: { VIRTUAL_ENV: stranger.at(".venv") } };

    const first = await here.run("up", "--json", active);
    expect([first.json.status, first.json.environment.prefix]).toEqual(["unchanged", stranger.at(".venv")]);

    here.write("requirements.txt", "pear\napple\n");
    const { json } = await here.run("up", "--json", active);
    expect([json.status, json.plan.action, json.environment.prefix]).toEqual([
      "done",
      "create",
      here.at(".venv"),
    ]);
    expect(tree(stranger.root)).toEqual(was);
  });

  test("a dependency more in an editable project: the project again, the new one, nothing else", async () => {
    const { here, index } = await orchard(ownProject("shed", ["pear==1.0"]));
    await makeVenv(here.at(".venv"), {
      python: somePython(),
      requirements: ["-e", here.root],
      env: index.env,
    });
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
    expect(here.read("builds")).toBe("b");
    here.write("pyproject.toml", ownPyproject("shed", ["pear==1.0", "apple<3"]));

    const { json } = await here.run("up", "--json");

    expect([json.status, json.plan.action], JSON.stringify(json.plan.because)).toEqual(["done", "extend"]);
    expect(json.plan.changes).toEqual([{ name: "apple", to: "2.0" }]);
    expect(json.plan.steps.filter(({ kind }: { kind: string }) => kind === "build-project")).toHaveLength(1);
    expect(here.read("builds")).toBe("bb");
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pear==1.0", "shed==1.0"]);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");
  });

  test("no network: what fits is fine; else refused with the reason, and what is there stays", async () => {
    const { here } = await orchard({ "requirements.txt": "pear\n" });
    expect((await here.run("up", "--json")).json.status).toBe("done");
    const was = tree(here.root);

    const fits = await here.run("up", "--json", { env: NO_INDEX });
    expect([fits.status, fits.json.status]).toEqual([0, "unchanged"]);

    here.write("requirements.txt", "pear\nquince\n");
    const { status, json } = await here.run("up", "--json", { env: NO_INDEX });
    expect([status, json.status, json.plan.because.code]).toEqual([3, "refused", "unreachable"]);
    here.write("requirements.txt", "pear\n");
    expect(tree(here.root)).toEqual(was);
  });

  test("hashes in a requirements file: proven once by burrow's own record, then unchanged", async () => {
    const { here, index } = await orchard({});
    const pear = index.hashOf("pear-1.1-py3-none-any.whl");
    here.write("requirements.txt", `pear==1.1 \\\n    --hash=sha256:${pear}\n`);
    const first = await here.run("up", "--json");
    expect([first.status, first.json.status], first.stderr).toEqual([0, "done"]);
    expect((await here.run("up", "--json", { env: NO_INDEX })).json.status).toBe("unchanged");

    here.write("requirements.txt", `pear==1.1 --hash=sha256:${"0".repeat(64)}\n`);
    const { status, json } = await here.run("up", "--json");
    expect([status, json.status]).toEqual([3, "refused"]);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.1"]);
  });

  test("a wheel by its address is installed and known again; a source needs leave", async () => {
    const { here, index } = await orchard({});
    const files = index.url.replace("/simple/", "/files/");
    here.write("requirements.txt", `pear @ ${files}pear-1.0-py3-none-any.whl\n`);
    const first = await here.run("up", "--json");
    expect([first.status, first.json.status], first.stderr + first.stdout).toEqual([0, "done"]);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0"]);
    expect((await here.run("up", "--json")).json.status).toBe("unchanged");

    for (const source of [`${files}pear-1.0.tar.gz`, "git+https://git.invalid/pear@main"]) {
      here.write("requirements.txt", `pear @ ${source}\n`);
      const { status, json, stdout } = await here.run("up", "--json");
      expect([status, json.plan.because.code]).toEqual([3, "needs-build"]);
      expect(stdout).toContain("--allow-build");
    }
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0"]);
  });
});

/** What makes a prefix conda's base: its history, its own record of Python, and the place for its environments. */
function condaBase(prefix: string): void {
  const put = (path: string, text: string) => writeFileSync(join(prefix, path), text);
  for (const folder of ["conda-meta", "condabin", "envs", "pkgs"]) mkdirSync(join(prefix, folder));
  put("conda-meta/history", "==> 2026-01-01 00:00:00 <==\n# cmd: conda install python\n");
  put("conda-meta/python-3.12.1-h0.json", JSON.stringify({ name: "python", version: "3.12.1", files: [] }));
}
