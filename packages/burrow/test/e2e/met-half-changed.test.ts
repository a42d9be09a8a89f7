import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { project, type Project } from "../kit/e2e.ts";
import { faultyUv } from "../kit/faulty-uv.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** Somebody's environment with a snapshot of it, whose change in place burrow was killed at, when the engine had done its part. */
async function halfChanged(): Promise<{ readonly here: Project; readonly was: object }> {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "apple==1.0\npear\n" }, { env: index.env, engine: "uv" });
  const requirements = ["apple==1.0", "pear"];
  await makeVenv(here.at(".venv"), { python: somePython(), requirements, env: index.env });
  expect((await here.run("snapshot", "create", "first")).status).toBe(0);
  here.write("requirements.txt", "apple==2.0\npear\n");
  const was = tree(here.root);
  const env = { PATH: `${dirname(faultyUv("install", "die-after"))}:/usr/bin:/bin` };
  expect((await here.run("up", "--yes", { env })).signal).toBe("SIGKILL");
  expect(tree(here.root)).not.toEqual(was);
  return { here, was };
}

/** What the states that burrow keeps say of apple. */
async function applesKept(here: Project): Promise<readonly string[]> {
  const { json } = await here.run("snapshot", "list", "--json");
  const all: string[] = [];
  for (const { id } of json.snapshots as readonly { readonly id: string }[]) {
    const shown = await here.run("snapshot", "show", id, "--json");
    const { distributions } = shown.json as {
      readonly distributions: readonly { readonly name: string; readonly version: string }[];
    };
    all.push(...distributions.filter(({ name }) => name === "apple").map(({ version }) => version));
  }
  return [...new Set(all)];
}

describe("a command that meets half a change brings it to an end first, and keeps no half state", () => {
  test.each([
    ["snapshot", "restore", "first", "--yes"],
    ["repair", ".venv", "--yes"],
    ["track", ".venv"],
    ["snapshot", "create", "second"],
    ["export", "--env", ".venv"],
    ["backup", "../all.json"],
  ])("%s %s", async (...words) => {
    const { here, was } = await halfChanged();

    const { status, stdout, stderr } = await here.run(...words);

    expect(status, stdout + stderr).toBe(0);
    expect(tree(here.root)).toEqual(was);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "pear==1.1"]);
    expect(await applesKept(here)).toEqual(["1.0"]);
  });

  test("history only looks", async () => {
    const { here } = await halfChanged();

    const { status, json } = await here.run("history", ".venv", "--json");

    expect(status).toBe(0);
    expect(json.entries).toHaveLength(1);
    expect(await applesKept(here)).toEqual(["1.0"]);
    expect((await here.run("recover", "--json")).json.status).toBe("before");
  });
});
