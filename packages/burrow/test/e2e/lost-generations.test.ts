import { readlinkSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { tree } from "../kit/tree.ts";
import { freeze } from "../kit/venv.ts";

/** A project with two generations, of pear 1.0 and 1.1. */
async function twice() {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear==1.0\n" }, { env: index.env });
  await here.run("up");
  here.write("requirements.txt", "pear==1.1\n");
  await here.run("up");
  const labels = async () => {
    const { json } = await here.run("history", "--json");
    return (json.entries as readonly { label: string; current: boolean }[]).map(
      ({ label, current }) => `${label}${current ? " now" : ""}`,
    );
  };
  expect([readlinkSync(here.at(".venv")), await labels()]).toEqual([
    ".burrow/generations/default/2",
    ["2 now", "1"],
  ]);
  return { here, labels };
}

test.each([
  ["the folder of all generations", [".burrow"]],
  ["that and the link", [".burrow", ".venv"]],
])(
  "deleted by hand: %s. History stays, the next one bears the next number, and what was can be had again",
  async (_, gone) => {
    const { here, labels } = await twice();
    for (const name of gone) rmSync(here.at(name), { recursive: true });
    expect(await labels()).toEqual(["2", "1"]);

    const { json } = await here.run("up", "--json");
    expect([json.status, json.plan.action]).toEqual(["done", "create"]);
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/3");
    expect(await labels()).toEqual(["3 now", "2", "1"]);

    here.write("requirements.txt", "pear\n");
    expect((await here.run("rollback", "1", "--json")).status).toBe(0);
    expect(freeze(here.at(".venv"))).toEqual(["pear==1.0"]);
    expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/4");
  },
);

test("deleted by hand, and repaired instead: as recorded, under the next number", async () => {
  const { here, labels } = await twice();
  rmSync(here.at(".burrow"), { recursive: true });
  expect((await here.run("doctor", "--json")).json.findings[0].code).toBe("not-an-environment");
  const { json } = await here.run("repair", "--yes", "--json");
  expect([json.status, freeze(here.at(".venv"))]).toEqual(["done", ["pear==1.1"]]);
  expect(readlinkSync(here.at(".venv"))).toBe(".burrow/generations/default/3");
  expect(await labels()).toEqual(["3 now", "2", "1"]);
});

test("of which nothing was recorded: not repaired into an empty one", async () => {
  const index = await loopback(ORCHARD);
  const files = { "requirements.txt": "pear==1.0\n", "burrow.toml": "snapshots = false\n" };
  const here = project(files, { env: index.env });
  await here.run("up");
  rmSync(here.at(".burrow"), { recursive: true });
  const was = tree(here.root);
  const { status, json } = await here.run("repair", "--yes", "--json");
  expect([status, json.status, json.repairs[0].because.code]).toEqual([3, "refused", "nothing-recorded"]);
  expect(tree(here.root)).toEqual(was);
});
