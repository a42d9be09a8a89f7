import { mkdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";

// What a person reads who mistyped a path, or deleted what a link led to.

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
