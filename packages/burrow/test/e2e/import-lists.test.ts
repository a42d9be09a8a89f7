import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanVariables, placePips, startProgram } from "../kit/e2e.ts";
import { orchardOf } from "../kit/orchard.ts";
import { ENGINES, findPython, somePython, UV } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

test.each(ENGINES)(
  "with %s, B71 what is exported as a pylock.toml or requirements is imported, counted, and restored to an equal freeze",
  async (engine) => {
    const { here, index } = await orchardOf(engine, { "requirements.txt": "pie\ntart\n" });
    expect((await here.run("up")).status).toBe(0);
    const held = freeze(here.at(".venv"));
    expect(held).toEqual(["apple==2.0", "pear==1.1", "pie==1.0", "tart==1.0"]);
    expect((await here.run("export", "--format", "pylock", "pylock.kept.toml")).status).toBe(0);
    expect((await here.run("export", "--format", "requirements", "frozen.txt")).status).toBe(0);

    rmSync(here.at(".venv"));
    rmSync(here.at(".burrow"), { recursive: true });
    rmSync(join(here.home, "burrow"), { recursive: true });
    placePips(here.home); // these were in it too
    const first = await here.run("import", "pylock.kept.toml", "--json");
    expect(first.json, first.stderr).toMatchObject({
      imported: 1,
      known: 0,
      distributions: 4,
      newDistributions: 4,
    });
    const [name] = first.json.names;
    expect((await here.run("import", "pylock.kept.toml", "--json")).json).toMatchObject({
      imported: 0,
      known: 1,
    });
    const shown = (await here.run("snapshot", "show", name, "--json")).json;
    expect([shown.environment.prefix, shown.distributions[0].hashes]).toEqual([
      here.at(".venv"),
      [`sha256:${index.hashOf("apple-2.0-py3-none-any.whl")}`],
    ]);
    const restored = await here.run("snapshot", "restore", name);
    expect(restored.status, restored.stderr).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(held);

    // The other list says the same of the same place; only what it adds is new.
    expect((await here.run("import", "frozen.txt", "--json")).json).toMatchObject({ imported: 0, known: 1 });
    const more = `${here.read("frozen.txt")}plum==0.9 --hash=sha256:${index.hashOf("plum-0.9-py3-none-any.whl")}\n`;
    here.write("more.txt", more);
    const second = await here.run("import", "more.txt");
    expect(second.stdout).toMatch(
      /^Imported 1 environment, 5 distributions \(1 new\)\n {2}burrow snapshot restore /u,
    );
    const found = (await here.run("snapshot", "list", "--json")).json.snapshots;
    const newest = found.find((one: { distributions: number }) => one.distributions === 5);
    expect((await here.run("snapshot", "restore", newest.id)).status).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual([...held.slice(0, 3), "plum==0.9", "tart==1.0"]);

    // A hash that no file has is not installed, whatever its version.
    const [, digits = ""] = /sha256 = "([0-9a-f]{64})"/u.exec(here.read("pylock.kept.toml")) ?? [];
    here.write("pylock.forged.toml", here.read("pylock.kept.toml").replace(digits, "0".repeat(64)));
    const forged = await here.run("import", "pylock.forged.toml", "--json");
    expect(forged.json).toMatchObject({ imported: 1, known: 0, newDistributions: 0 });
    const id = (await here.run("snapshot", "list", "--json")).json.snapshots[0].id;
    const away = await here.run("snapshot", "restore", id, "--at", "elsewhere");
    expect([away.status, away.stdout + away.stderr]).toEqual([4, expect.stringMatching(/hash/iu)]);
    expect(existsSync(here.at("elsewhere"))).toBe(false);
  },
);

test("a lock that uv wrote for every platform is imported for the Python that is asked for, and names what it needs", async () => {
  const { here, index } = await orchardOf("uv", {
    "requirements.in": 'pie\nplum; python_version < "3.10"\n',
  });
  const env = { ...cleanVariables({ home: here.home }), ...index.env };
  const compile = ["pip", "compile", "--universal", "--format", "pylock.toml", "--python-version", "3.8"];
  const lock = await startProgram([UV, ...compile, "requirements.in", "-o", "pylock.toml"], {
    cwd: here.root,
    env,
  }).ended;
  expect(lock.status, lock.stderr).toBe(0);
  const known = async (python: string): Promise<unknown> => {
    const { names } = (await here.run("import", "pylock.toml", "--python", python, "--json")).json;
    const { json } = await here.run("snapshot", "show", names[0], "--json");
    return json.distributions.map((one: { name: string; version: string }) => `${one.name}==${one.version}`);
  };
  expect(await known(findPython("3.9") ?? "3.9")).toEqual([
    "apple==2.0",
    "pear==1.1",
    "pie==1.0",
    "plum==0.9",
  ]);
  expect(await known("3.11")).toEqual(["apple==2.0", "pie==1.0"]);
  const old = await here.run("import", "pylock.toml", "--python", "2.7", "--json");
  expect([old.status, old.json.error.code]).toEqual([1, "python/not-found"]);
  const none = await here.run("import", "pylock.toml", "--python", "nonsense", "--json");
  expect([none.status, none.json.error.code]).toEqual([2, "usage/bad-value"]);
});

test.each(ENGINES)("with %s, what a list names by its address comes from there again", async (engine) => {
  const { here, index } = await orchardOf(engine, {});
  const wheel = "plum-0.9-py3-none-any.whl";
  const address = `${index.url.replace("/simple/", "/files/")}${wheel}`;
  const hash = (file: string): string => `--hash=sha256:${index.hashOf(file)}`;
  here.write(
    "frozen.txt",
    `pear==1.0 ${hash("pear-1.0-py3-none-any.whl")}\nplum @ ${address} ${hash(wheel)}\n`,
  );
  const { json, stderr } = await here.run("import", "frozen.txt", "--json");
  expect(json, stderr).toMatchObject({ imported: 1, distributions: 2, newDistributions: 2 });
  const restored = await here.run("snapshot", "restore", json.names[0], "--json");
  expect(restored.status, restored.stdout).toBe(0);
  expect(freeze(here.at(".venv"))).toEqual(["pear==1.0", "plum==0.9"]);
  const found = await here.run("show", ".venv", "--json");
  expect(found.stdout).toContain(address);
});

test("B71 lists that cannot be believed are refused by name and line, and nothing is written", async () => {
  const { here } = await orchardOf("uv", {});
  await makeVenv(here.at(".venv"), { python: somePython() });
  const lock = 'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "--pre"\nversion = "1"\n';
  const files: Readonly<Record<string, readonly [content: string | Uint8Array, because: string]>> = {
    "pylock.toml": [lock, "line 4: `--pre` is not the name of a project"],
    "latin.toml": [
      Uint8Array.from([...Buffer.from('lock-version = "1.0"\n# caf'), 0xe9]),
      "line 2: it holds bytes that are not `utf-8`",
    ],
    "up.txt": ["pie==1.0\n-r ../x\n", "line 2: `-r ../x` is another file: a list holds everything itself"],
    "escape.txt": ["pie==1.0 # \u001b[2J\n", "line 1: the character U+001B does not belong into a list"],
    "twice.txt": ["pie==1.0\npie==2.0\n", "line 2: `pie` stands there twice, first at line 1"],
    "spec.txt": [
      "@EXPLICIT\nhttps://x.invalid/noarch/../../pie-1.0-0.conda\n",
      "line 2: `https://x.invalid/noarch/../../pie-1.0-0.conda` leads somewhere else than it says",
    ],
    "bare.txt": [
      "@EXPLICIT\nhttps://x.invalid/noarch/pie-1.0-0.conda\n",
      "line 2: it has no hash, so nothing would prove the archive",
    ],
    "environment.yml": ["dependencies:\n  - pie\n", "it is none of the forms that are known"],
    "random.bin": [Uint8Array.from([0xff, 0x00, 0xfe, 0xff]), "line 1: it holds bytes that are not `utf-8`"],
    "huge.toml": ["", "it is larger than 8388608 bytes"],
  };
  for (const [name, [content]] of Object.entries(files)) writeFileSync(here.at(name), content);
  truncateSync(here.at("huge.toml"), 100 * 1024 * 1024);
  mkdirSync(here.at("folder.toml"));
  spawnSync("mkfifo", [here.at("pipe.toml")]);
  const before = [tree(here.home), tree(here.root)];
  for (const [name, [, because]] of Object.entries(files)) {
    const { status, json } = await here.run("import", name, "--json");
    expect([name, status, json.error.code, json.error.because]).toEqual([name, 3, "backup/refused", because]);
    expect(json.error.message).toContain(name);
  }
  for (const name of ["folder.toml", "pipe.toml"]) {
    const { status, json } = await here.run("import", name, "--json");
    expect([status, json.error.code, json.error.because]).toEqual([
      3,
      "backup/refused",
      "it is no regular file",
    ]);
  }
  const bare = (await here.run("import", "bare.txt", "--json")).json.error;
  expect(bare.hint).toBe("conda list --explicit --md5");
  expect([tree(here.home), tree(here.root)]).toEqual(before);
});
