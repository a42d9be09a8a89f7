import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foreign, piped as pipedFrom, PREFIX } from "../kit/conda/orchard.ts";
import { prefixSaid } from "../kit/conda/project.ts";
import { NO_INDEX } from "../kit/loopback.ts";
import { ownProject } from "../kit/own-project.ts";
import { tree } from "../kit/tree.ts";

const piped = (specs: readonly string[], lines: readonly string[]) =>
  pipedFrom(specs, lines, [{ name: "libstone", version: "9.0" }]);

const titles = (prefix: string) => prefixSaid(prefix).packages.map((one) => one.replace(/-[^-]+$/u, ""));

describe("what pip is asked for does not go with conda's packages: refused while planning, with both lines", () => {
  test.each([
    [
      "the same distribution, asked for by both",
      ["python=3.11", "apple <3"],
      ["apple>=3"],
      "environment.yml:8 asks pip for `apple>=3`, and conda gives apple 2.0 for `apple <3` (environment.yml:6)",
    ],
    [
      "one that another package of conda's needs",
      ["python=3.11", "pie"],
      ["plum", "apple >= 3"],
      "environment.yml:9 asks pip for `apple >= 3`, and conda gives apple 2.0 for `pie` (environment.yml:6)",
    ],
    [
      "in a file that the section names",
      ["python=3.11", "apple <3"],
      ["-r more.txt"],
      "more.txt:2 asks pip for `apple==3.0`, and conda gives apple 2.0 for `apple <3` (environment.yml:6)",
    ],
    [
      "a source of what conda gives",
      ["python=3.11", "apple <3"],
      ["-e ./apple"],
      "environment.yml:8 asks pip for `-e ./apple`, and conda gives apple 2.0 for `apple <3` (environment.yml:6)",
    ],
  ])("%s", async (_, specs, lines, text) => {
    const { here, index } = await piped(specs, lines);
    here.write("more.txt", "pear\napple==3.0\n");
    for (const [path, said] of Object.entries(ownProject("apple", []))) here.write(`apple/${path}`, said);
    const was = tree(here.root);
    const { status, json } = await here.run("up", "--json");
    expect([status, json.plan.because.code, json.plan.because.text]).toEqual([3, "pip-clash", text]);
    expect([tree(here.root), index.asked]).toEqual([was, []]);
  });

  test("what only the index tells: in the resolver's words", async () => {
    const { here } = await piped(["python=3.11", "apple >=3"], ["plum", "pie"]);
    const was = tree(here.root);
    const { status, json } = await here.run("up", "--json");
    expect([status, json.plan.because.code]).toEqual([3, "pip-clash-deeper"]);
    expect(json.plan.because.text).toContain(
      "what pip is asked for, `pie` (environment.yml:9), does not go with conda's apple 3.0 for `apple >=3` (environment.yml:6): ",
    );
    expect(json.plan.because.text).toContain("pie depend on apple<3 and apple==3.0");
    expect(tree(here.root)).toEqual(was);
  });

  test("what stands already is left as it is", async () => {
    const { here, ask } = await piped(["python=3.11", "apple <3"], ["pear"]);
    expect((await here.run("up", "--json")).json.status).toBe("done");
    const was = tree(here.at(".burrow"));
    ask(["python=3.11", "apple <3"], ["pear", "apple>=3"]);
    expect((await here.run("up", "--json")).status).toBe(3);
    expect(tree(here.at(".burrow"))).toEqual(was);
  });

  test("into a prefix that others made: neither it nor one of the project's own", async () => {
    const { here, channels } = await piped(["python=3.11", "apple >=3"], ["pie"]);
    const prefix = await foreign(here, channels, ["python=3.11", "apple >=3"]);
    const was = tree(prefix);
    const { status, json } = await here.run("up", "--json", { env: { CONDA_PREFIX: prefix } });
    expect([status, json.plan.because.code, existsSync(here.at(".burrow"))], JSON.stringify(json)).toEqual([
      3,
      "pip-clash-deeper",
      false,
    ]);
    expect(tree(prefix)).toEqual(was);
  });
});

describe("what goes together is not refused", () => {
  test("a version of conda's that was only kept gives way", async () => {
    const { here, ask } = await piped(["python=3.11", "apple <3"], ["pear"]);
    expect((await here.run("up", "--json")).json.status).toBe("done");
    ask(["python=3.11", "apple"], ["pear", "apple>=3"]);
    const { json, stdout } = await here.run("up", "--json");
    expect(json.status, stdout).toBe("done");
    expect(titles(here.at(PREFIX))).toContain("apple-3.0");
  });

  test("a name that conda has for something else, a line for another Python, and an index that does not answer while planning", async () => {
    const { here } = await piped(
      ["python=3.11", "libstone <2", "apple <3"],
      ["libstone>=9", "apple>=3; python_version<'3'"],
    );
    const planned = await here.run("plan", "--json", { env: NO_INDEX });
    expect(planned.json.action).toBe("create");
    const { json, stdout } = await here.run("up", "--json");
    expect(json.status, stdout).toBe("done");
    expect(titles(here.at(PREFIX))).toContain("libstone-1.0");
  });
});
