import { mkdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";

// What a stranger meets who mistypes a path, deletes what a link leads to, or looks for what was made elsewhere.

test("a file or an environment that is nowhere is said to be so, once and by its path", async () => {
  const here = project({});
  const said = async (...args: readonly string[]) => {
    const { status, stderr } = await here.run(...args);
    return [status, stderr.split("\n").filter((line) => !line.startsWith("✓") && line !== "")];
  };
  const nowhere = [
    2,
    [
      `✗ there is nothing at \`${here.at("gone.json")}\``,
      "  hint: name the file that `burrow backup` or `burrow export` wrote",
    ],
  ];
  expect(await said("restore", "gone.json")).toEqual(nowhere);
  expect(await said("import", "gone.json")).toEqual(nowhere);
  expect(await said("up", "--env", "/gone/env")).toEqual([
    2,
    ["✗ there is no environment `/gone/env`", "  because: nothing is at /gone/env", "  hint: burrow list"],
  ]);
});

test("a link whose environment was deleted is called that by doctor", async () => {
  const here = project({ "requirements.txt": "" });
  mkdirSync(here.at(".burrow"));
  symlinkSync(".burrow/generations/default/1", here.at(".venv"));
  const { status, stdout } = await here.run("doctor");
  expect([status, stdout.replaceAll(/\s+/gu, " ")]).toEqual([
    1,
    expect.stringContaining("✗ .venv broken leads to .burrow/generations/default/1, which is not there"),
  ]);
});

test("where no file of a project is, bare burrow says so", async () => {
  const here = project({});
  expect((await here.run()).stdout).toContain("  asks for   nothing: no file of a project is here\n");
});

test("what burrow made is listed from anywhere, though no survey looks there", async () => {
  const here = project({ "requirements.txt": "" });
  await here.run("up");
  const listed = async (): Promise<readonly string[]> => {
    const { json } = await here.run("list", "--all", "--json", { cwd: here.home });
    return json.environments.map(({ prefix }: { readonly prefix: string }) => prefix);
  };
  expect(await listed()).toContain(here.at(".venv"));
  await here.run("forget", here.at(".venv"));
  expect(await listed()).not.toContain(here.at(".venv"));
});
