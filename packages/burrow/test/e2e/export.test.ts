import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanVariables, placePips, project, startProgram } from "../kit/e2e.ts";
import { ENGINES, UV, somePython } from "../kit/tools.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv, pythonOf } from "../kit/venv.ts";

test.each(ENGINES)(
  "with %s, B25 B26 B71 what is exported is imported once, and restored; what is not of its form is refused and nothing written",
  async (engine) => {
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pie\n" }, { env: index.env, engine });
    await here.run("up");
    const text = (await here.run("export", "--format", "requirements")).stdout.split("\n");
    expect(text).toEqual([
      `apple==2.0 --hash=sha256:${index.hashOf("apple-2.0-py3-none-any.whl")}`,
      `pie==1.0 --hash=sha256:${index.hashOf("pie-1.0-py3-none-any.whl")}`,
      "",
    ]);
    expect((await here.run("export", "env.json")).status).toBe(0);
    expect((statSync(here.at("env.json")).mode & 0o777).toString(8)).toBe("600");
    expect((await here.run("export", "env.json", "--json")).json.error.code).toBe("usage/bad-value");

    rmSync(here.at(".venv"));
    rmSync(here.at(".burrow"), { recursive: true });
    rmSync(join(here.home, "burrow"), { recursive: true });
    placePips(here.home); // these were in it too
    const imported = await here.run("import", "env.json", "--json");
    expect(imported.json).toMatchObject({ imported: 1, known: 0 });
    expect((await here.run("import", "env.json")).stdout).toBe("Imported 0 environments, 1 known already\n");
    expect((await here.run("snapshot", "restore", imported.json.names[0])).status).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(["apple==2.0", "pie==1.0"]);

    const before = tree(here.home);
    const good = here.read("env.json");
    const spoiled = [
      ["", "it is not JSON"],
      [
        good.replace('"name": "apple"', '"name": "../apple"'),
        "distributions[0].name is not a normalised name",
      ],
      [
        good.replace('"version": "2.0"', '"version": "2.0\\u001b[2J"'),
        "distributions[0].version is not a version",
      ],
      [good.replace('"schema": 1', '"schema": 3'), "schema is not 1"],
      ['{"kind": "burrow backup", "schema": 1, "members": {}}', "contents is not a list"],
    ] as const;
    for (const [bad, because] of spoiled) {
      writeFileSync(here.at("bad.json"), bad);
      const { status, json } = await here.run("import", "bad.json", "--json");
      expect([status, json.error.code, json.error.because]).toEqual([3, "backup/refused", because]);
    }
    expect(tree(here.home)).toEqual(before);
    expect(readdirSync(here.root).toSorted()).toEqual([
      ".burrow",
      ".venv",
      "bad.json",
      "env.json",
      "requirements.txt",
    ]);
  },
);

test("what is exported as pylock.toml another tool installs, file by file and hash by hash; conda's list is of conda's alone", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pie\n" }, { env: index.env, engine: "uv" });
  await here.run("up");
  const made = await here.run("export", "--format", "pylock", "pylock.other.toml", "--json");
  expect([made.status, made.json.distributions], made.stderr).toEqual([0, 2]);
  expect(here.read("pylock.other.toml")).toContain(index.hashOf("pie-1.0-py3-none-any.whl"));

  const judge = async (name: string) => {
    await makeVenv(here.at(name), { python: somePython(), requirements: [] });
    const env = { ...cleanVariables({ home: here.home }), ...index.env };
    const sync = ["pip", "sync", "--no-cache", "pylock.other.toml", "--python", pythonOf(here.at(name))];
    return startProgram([UV, ...sync], { cwd: here.root, env }).ended;
  };
  expect((await judge("one")).status).toBe(0);
  expect(freeze(here.at("one"))).toEqual(["apple==2.0", "pie==1.0"]);
  const other = (text: string): string => text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
  here.write("pylock.other.toml", here.read("pylock.other.toml").replaceAll(/sha256 = "./gu, other));
  const spoilt = await judge("two");
  expect([spoilt.status, spoilt.stderr], spoilt.stderr).toEqual([1, expect.stringMatching(/hash/iu)]);

  const refused = await here.run("export", "--format", "explicit", "--json");
  expect([refused.status, refused.json.error.code, refused.json.error.because]).toEqual([
    2,
    "export/impossible",
    "it is no conda environment",
  ]);
});
