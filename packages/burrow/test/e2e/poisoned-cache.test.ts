import { appendFileSync, chmodSync, readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

/** The module of the pear below a folder. */
function pearIn(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) =>
    path.endsWith("/pear.py"),
  );
  if (found === undefined) throw new Error(`there is no pear in ${folder}`);
  return join(folder, found);
}

test.each([
  [
    "a file edited in place in another environment that shares it",
    (other: string) => appendFileSync(pearIn(other), "WORM = 1\n"),
  ],
  ["a file of uv's cache that was cut off", (_: string, cache: string) => truncateSync(pearIn(cache), 0)],
])("%s is found by its hash, fetched anew, and named", async (_, poison) => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pear\nplum\n" }, { env: index.env, engine: "uv" });
  const other = here.at("../other");
  await makeVenv(other, { python: somePython(), requirements: ["pear"], env: index.env });
  const whole = readFileSync(pearIn(other), "utf8");
  poison(other, index.env["UV_CACHE_DIR"] ?? "");

  const { status, json } = await here.run("up", "--json");

  expect([status, json.status]).toEqual([0, "done"]);
  expect(
    json.warnings.map(({ code, params }: { code: string; params: { name: string } }) => [code, params.name]),
  ).toEqual([["cache-poisoned", "pear"]]);
  expect(readFileSync(pearIn(here.at(".venv/lib")), "utf8")).toBe(whole);
});

/** A distribution with a compiled program and a script, which uv takes out of its cache as they are. */
const PRESS = {
  name: "press",
  version: "1.0",
  files: {
    "press.py": "",
    "press-1.0.data/scripts/press": "\u007fELF, or near enough",
    "press-1.0.data/scripts/squeeze": "#!/bin/sh\necho squeezed\n",
  },
};

test("a program that may not be executed any more in uv's cache may be in what is made of it", async () => {
  const index = await loopback([PRESS]);
  const here = project({ "requirements.txt": "press\n" }, { env: index.env, engine: "uv" });
  const other = here.at("../other");
  await makeVenv(other, { python: somePython(), requirements: ["press"], env: index.env });
  const cache = index.env["UV_CACHE_DIR"] ?? "";
  const cached = readdirSync(cache, { recursive: true, encoding: "utf8" })
    .filter((path) => /\/(?:press|squeeze)$/u.test(path))
    .map((path) => join(cache, path));
  const programs = ["press", "squeeze"].map((name) => join(other, "bin", name));
  for (const path of [...cached, ...programs]) chmodSync(path, 0o644);

  const { status, json, stderr } = await here.run("up", "--json");

  expect([status, json.status], stderr).toEqual([0, "done"]);
  for (const name of ["press", "squeeze"])
    expect([name, (statSync(here.at(".venv/bin", name)).mode & 0o777).toString(8)]).toEqual([name, "755"]);
  expect(programs.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(["644", "644"]);

  // The same once it is made: found, and healed.
  chmodSync(here.at(".venv/bin/press"), 0o644);
  const found = await here.run("doctor", ".venv", "--json");
  expect(found.json.findings.map(({ code }: { code: string }) => code)).toContain("script-broken");
  const { stdout } = await here.run("repair", ".venv", "--yes");
  expect((statSync(here.at(".venv/bin/press")).mode & 0o777).toString(8), stdout).toBe("755");
});
