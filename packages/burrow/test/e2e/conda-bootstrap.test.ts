import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rattlerWheel } from "../kit/conda/channel.ts";
import { orchard, PREFIX } from "../kit/conda/orchard.ts";
import type { Project } from "../kit/e2e.ts";
import type { IndexFile } from "../kit/index-server.ts";
import { loopback } from "../kit/loopback.ts";

const listed = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("py-rattler")) : [];
/** The engines of the person, and of the project alone. */
const engines = (here: Project) =>
  [join(here.home, "burrow/data/engines"), here.at(".burrow/bin")].map(listed);

/** A project of conda's without an engine, and an index that has py-rattler as these files. */
async function bare(files: readonly IndexFile[]) {
  const index = await loopback([], files);
  return { ...(await orchard(["libstone"], "", { engine: false, env: index.env })), index };
}

const real = (): IndexFile => ({ ...rattlerWheel(), project: "py-rattler" });
const fetchedFrom = (asked: readonly string[]) => asked.filter((path) => path.startsWith("/files/"));

describe("C70 an engine is fetched without a question where that was said beforehand", () => {
  test.each([
    ["for the person", [], [["py-rattler-0.28.0"], []]],
    ["for the person, said", ["--bootstrap-to", "user"], [["py-rattler-0.28.0"], []]],
    ["for the project alone", ["--bootstrap-to", "project"], [[], ["py-rattler-0.28.0"]]],
  ])("%s; it then makes the environment, and nothing is fetched again", async (_, more, places) => {
    const { here, index, ask } = await bare([real()]);
    const { json, stderr } = await here.run("up", "--auto-bootstrap", ...more, "--json", {
      env: { CI: "1" },
    });
    expect([json.status, json.plan.engine], stderr).toEqual(["done", "py-rattler"]);
    expect([engines(here), existsSync(here.at(PREFIX))]).toEqual([places, true]);
    const fetched = fetchedFrom(index.asked);
    ask(["libstone <2"]);
    expect((await here.run("up", "--json", { env: { CI: "1" } })).json.status).toBe("done");
    expect(fetchedFrom(index.asked)).toEqual(fetched);
  });

  test("a place that is none is refused before anything is fetched", async () => {
    const { here, index } = await bare([real()]);
    const wrong = await here.run("up", "--auto-bootstrap", "--bootstrap-to", "system", "--json");
    expect([wrong.status, wrong.json.error.code]).toEqual([2, "usage/bad-value"]);
    expect([index.asked, engines(here)]).toEqual([[], [[], []]]);
  });
});

describe("P22 the engine is one version, proven by a hash that burrow knows", () => {
  test("of several, that version is taken", async () => {
    const newer = { ...real(), filename: real().filename.replace("0.28.0", "99.0.0") };
    const { here, index } = await bare([newer, real()]);
    expect((await here.run("up", "--auto-bootstrap", "--json")).json.status).toBe("done");
    expect(fetchedFrom(index.asked)).toEqual([`/files/${real().filename}`]);
  });

  test("one whose bytes are others is refused, whatever the index says of them, and nothing of it is kept", async () => {
    const { filename, bytes, project } = real();
    const other = Buffer.from(bytes);
    other.writeUInt8((other.at(-1) ?? 0) ^ 1, other.length - 1);
    const { here } = await bare([{ filename, project, bytes: other }]);
    for (const place of ["user", "project"]) {
      const { status, json } = await here.run("up", "--auto-bootstrap", "--bootstrap-to", place, "--json");
      expect([status, json.plan.because.code]).toEqual([3, "unreachable"]);
      expect(json.plan.because.text).toContain("py-rattler 0.28.0 could not be fetched");
      expect(json.plan.because.text).toMatch(/do not match the hashes/iu);
      expect([engines(here), existsSync(here.at(".burrow"))]).toEqual([[[], []], false]);
    }
  });

  test("an index that has it not: refused with its name, and where to look", async () => {
    const { here } = await bare([]);
    const { status, json } = await here.run("up", "--auto-bootstrap", "--json");
    expect([status, json.plan.action]).toEqual([3, "refuse"]);
    expect(json.plan.because.text).toContain("py-rattler 0.28.0 could not be fetched");
    expect(json.plan.because.text).toContain("PIP_INDEX_URL");
  });
});
