import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { siteOf } from "../kit/breakages.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { needs, PROGRAM, ROOT, UV } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { makeVenv } from "../kit/venv.ts";

const NOBODY = 65_534;
const SYSTEM_PYTHON = "/usr/bin/python3";

/** Burrow as `nobody`, who may read the project and not change it. */
async function visitor(): Promise<{ here: Project; env: NodeJS.ProcessEnv; program: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "burrow-visitor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  // A copy where `nobody` may read it: a clone may lie below a home that others cannot enter.
  cpSync(dirname(PROGRAM), join(folder, "package/dist"), { recursive: true });
  cpSync(join(dirname(PROGRAM), "../python"), join(folder, "package/python"), { recursive: true });
  cpSync(join(dirname(PROGRAM), "../package.json"), join(folder, "package/package.json"));
  copyDependencies(join(folder, "package/package.json"), join(folder, "package/node_modules"));
  cpSync(UV, join(folder, "bin/uv"));
  mkdirSync(join(folder, "home"));
  chownSync(join(folder, "home"), NOBODY, NOBODY);

  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\n" }, { env: index.env });
  chmodSync(dirname(here.root), 0o755);
  const become = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--no-new-privs"];
  return {
    here,
    program: [...become, process.execPath, join(folder, "package/dist/main.js")],
    env: {
      HOME: join(folder, "home"),
      BURROW_HOME: join(folder, "home/burrow"),
      UV_CACHE_DIR: join(folder, "home/cache"),
      PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
    },
  };
}

/** Copies what a package needs, and what that needs. */
function copyDependencies(manifest: string, into: string): void {
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    if (existsSync(join(into, name))) continue;
    cpSync(join(ROOT, "node_modules", name), join(into, name), { recursive: true });
    copyDependencies(join(into, name, "package.json"), into);
  }
}

test("another user's folder: refused, nothing touched", async (context) => {
  needs(context, "root");
  const { here, program, env } = await visitor();
  const was = tree(here.root);

  const { status, json } = await here.run("up", "--json", { program, env });

  expect([status, json.status]).toEqual([3, "refused"]);
  expect(tree(here.root)).toEqual(was);
});

test("another user's environment that fits is reused as it stands", async (context) => {
  needs(context, "root");
  const { here, program, env } = await visitor();
  await makeVenv(here.at(".venv"), {
    python: SYSTEM_PYTHON,
    requirements: ["pear"],
    env: (await loopback(ORCHARD)).env,
  });
  execFileSync("chmod", ["-R", "go+rX", here.root]);
  const was = tree(here.root);

  const { status, json } = await here.run("up", "--json", { program, env });

  expect([status, json.status, json.environment.prefix]).toEqual([0, "unchanged", here.at(".venv")]);
  expect(tree(here.root)).toEqual(was);
});

test("a survey passes over folders that this user may not enter, and says of an environment that it may not read that it is unknown", async (context) => {
  needs(context, "root");
  const { here, program, env } = await visitor();
  const home = env["HOME"] ?? "";
  const make = (name: string) => {
    const prefix = join(home, name, ".venv");
    execFileSync(SYSTEM_PYTHON, ["-m", "venv", "--without-pip", prefix]);
    return prefix;
  };
  const open = make("open");
  const secret = make("secret");
  chmodSync(join(secret, "pyvenv.cfg"), 0o600);
  make("closed");
  chmodSync(join(home, "closed"), 0o700);

  const { status, json, stderr } = await here.run("list", "--all", "--json", { program, env, cwd: home });

  expect([status, stderr]).toEqual([0, ""]);
  const health = (json.environments as readonly { prefix: string; health: string }[])
    .filter(({ prefix }) => prefix.startsWith(`${home}/`))
    .map((one) => [one.prefix, one.health]);
  expect(health).toEqual([
    [open, "healthy"],
    [secret, "unknown"],
  ]);
});

test("what this user may not read is found by its cause: files, a folder of a package, site-packages; an x that a library lost is nothing", async (context) => {
  needs(context, "root");
  const { here, program, env: visitors } = await visitor();
  const index = await loopback([...ORCHARD, { name: "vine", version: "1.0", files: LEAVES }]);
  const env = { ...index.env, ...visitors };
  const home = env["HOME"] ?? "";
  const made = async (name: string) => {
    const prefix = join(home, name, ".venv");
    await makeVenv(prefix, {
      python: SYSTEM_PYTHON,
      requirements: ["pear", "vine"],
      env: { ...index.env, UV_LINK_MODE: "copy" },
    });
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, join(home, name)]);
    return { prefix, site: siteOf(prefix) };
  };
  const said = async (prefix: string, ...words: readonly string[]) => {
    const { json, stderr } = await here.run(...words, prefix, "--json", { program, env, cwd: home });
    return { json, stderr };
  };
  const found = async (prefix: string) =>
    (
      (await said(prefix, "doctor")).json.findings as readonly {
        severity: string;
        because: { code: string };
      }[]
    )
      .filter(({ severity }) => severity !== "info")
      .map(({ because }) => because.code);

  const cases = [
    ["file", "vine/leaf.py", 0o000, ["unreadable-files"]],
    ["library", "vine/fast.so", 0o200, ["unreadable-files"]],
    ["x-lost", "vine/fast.so", 0o644, []],
    ["folder", "vine", 0o600, ["unreadable-folder"]],
    ["place", "", 0o300, ["unreadable-place"]],
  ] as const;
  for (const [name, path, mode, codes] of cases) {
    const { prefix, site } = await made(name);
    chmodSync(join(site, path), mode);
    expect(await found(prefix), name).toEqual(codes);
    if (codes.length === 0) continue;
    const { json } = await said(prefix, "repair", "--yes");
    expect([json.status, json.left[0].action.split(" ").slice(0, 3)], name).toEqual([
      "refused",
      ["chmod", "-R", "u+rX"],
    ]);
    execFileSync("sh", ["-c", json.left[0].action]);
    expect(await found(prefix), name).toEqual([]);
  }

  // What burrow made is built anew.
  const root = join(home, "shop");
  mkdirSync(root);
  writeFileSync(join(root, "requirements.txt"), "vine\n");
  chownSync(root, NOBODY, NOBODY);
  const own = { program, env, cwd: root };
  expect((await here.run("up", "--json", own)).json.status).toBe("done");
  const leaf = () => join(siteOf(join(root, ".venv")), "vine/leaf.py");
  rmSync(leaf());
  writeFileSync(leaf(), "green = True\n", { mode: 0o200 });
  chownSync(leaf(), NOBODY, NOBODY);
  expect(await found(join(root, ".venv"))).toContain("unreadable-files");
  expect((await here.run("repair", "--yes", "--json", own)).json.status).toBe("done");
  expect(statSync(leaf()).mode & 0o444).toBe(0o444);
});

const LEAVES = { "vine/__init__.py": "", "vine/leaf.py": "green = True\n", "vine/fast.so": "no library\n" };
