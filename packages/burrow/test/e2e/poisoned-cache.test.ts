import { appendFileSync, readdirSync, readFileSync, truncateSync } from "node:fs";
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
