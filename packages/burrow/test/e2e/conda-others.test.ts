import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Channels, serveChannels } from "../kit/conda/channel.ts";
import { foreign } from "../kit/conda/orchard.ts";
import { condaProject, prefixSaid } from "../kit/conda/project.ts";
import type { Project } from "../kit/e2e.ts";
import { somePython } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";

const WRITER = fileURLToPath(new URL("../kit/conda/as-conda.py", import.meta.url));
const FIRST = ["python=3.11", "pie"];

function yml({ main }: Channels, specs: readonly string[]): string {
  return `name: orchard\nchannels: [${main}]\ndependencies: ${JSON.stringify(specs)}\n`;
}

/** A prefix as conda leaves it, in a home that has one more, listed as conda lists them. */
async function conda(here: Project, channels: Channels) {
  const prefix = await foreign(here, channels, FIRST, join(here.home, "miniforge3/envs/it"));
  execFileSync(somePython(), ["-I", WRITER, prefix, ...FIRST]);
  mkdirSync(join(here.home, ".conda"));
  // As people have them: one that is gone, another's, no newline at the end.
  writeFileSync(join(here.home, ".conda/environments.txt"), `/data/gone\n${prefix}\n/srv/theirs`);
  return prefix;
}

test("a prefix with conda's own records and history is used as it stands, then changed so that both stay true; conda's list of environments is not touched", async () => {
  const channels = await serveChannels();
  const here = condaProject({ "environment.yml": yml(channels, FIRST) });
  const prefix = await conda(here, channels);
  const env = { CONDA_PREFIX: prefix };
  const list = () => readFileSync(join(here.home, ".conda/environments.txt"), "utf8");
  const [was, listed] = [tree(prefix), list()];

  const reused = await here.run("up", "--json", { env });
  expect([reused.json.plan.action, reused.json.plan.environment.prefix], reused.stdout).toEqual([
    "reuse",
    prefix,
  ]);
  expect(tree(prefix)).toEqual(was);

  here.write("environment.yml", yml(channels, [...FIRST, "pear <1.1"]));
  const extended = await here.run("up", "--json", { env });
  expect([extended.json.status, extended.json.plan.action], extended.stdout).toEqual(["done", "extend"]);
  const said = prefixSaid(prefix);
  expect(said).toEqual({
    packages: [
      "apple-2.0-py_0",
      "pear-1.0-py_0",
      "pie-1.0-py_0",
      expect.stringMatching(/^python-3\.11/u),
      "tz-2024a-0",
    ],
    history: said.packages,
    requested: ["pear <1.1", "pie", "python 3.11.*"],
    wrong: [],
  });
  const history = readFileSync(join(prefix, "conda-meta/history"), "utf8");
  expect(history).toMatch(/^==> 2024-01-15 10:30:00 <==\n# cmd: \/opt\/conda\/bin\/conda create -p it\n/u);
  expect(history).not.toContain("remove specs"); // nobody asked for what conda calls "None"
  expect(list()).toBe(listed);

  // One of burrow's own, its next generation, and a way back: none of them is conda's to list.
  expect((await here.run("up", "--isolate", "--json")).json.plan.action).toBe("create");
  here.write("environment.yml", yml(channels, FIRST));
  await here.run("up", "--isolate", "--json");
  await here.run("rollback", "1", "--env", "orchard");
  expect(list()).toBe(listed);
});

test("what somebody asked conda for stays while Python changes below it", async () => {
  const channels = await serveChannels();
  const here = condaProject({ "environment.yml": yml(channels, ["python=3.12", "apple >=2"]) });
  const prefix = await conda(here, channels);
  const { json, stdout } = await here.run("up", "--env", prefix, "--lenient", "--json");
  expect([json.status, json.plan.action], stdout).toEqual(["done", "upgrade"]);
  const said = prefixSaid(prefix);
  expect(said.packages).toEqual(
    expect.arrayContaining(["pie-1.0-py_0", expect.stringMatching(/^python-3\.12/u)]),
  );
  expect([said.wrong, said.history]).toEqual([[], said.packages]);
});

test("what conda put into site-packages is whole to a deep look, moves with its Python, and is found when it is altered", async () => {
  const channels = await serveChannels();
  const here = condaProject({ "environment.yml": yml(channels, ["python=3.12", "apple >=2"]) });
  const prefix = await conda(here, channels);
  const codes = async () => {
    const { json } = await here.run("doctor", prefix, "--deep", "--json");
    return (json.findings as readonly { readonly code: string; readonly severity: string }[])
      .filter(({ severity }) => severity !== "info")
      .map(({ code }) => code);
  };
  expect(await codes()).toEqual([]);

  const changed = await here.run("up", "--env", prefix, "--lenient", "--json");
  expect([changed.json.status, changed.json.failure]).toEqual(["done", undefined]);
  expect(existsSync(join(prefix, "lib/python3.11/site-packages/apple.py"))).toBe(false);
  expect(await codes()).toEqual([]);

  // What a record says of it, whether conda wrote the record or another tool.
  execFileSync(somePython(), ["-I", WRITER, prefix, ...FIRST]);
  const file = join(prefix, "lib/python3.12/site-packages/apple.py");
  rmSync(file);
  writeFileSync(file, "spoiled = True\n");
  expect(await codes()).toEqual(["conda-files-altered"]);
});
