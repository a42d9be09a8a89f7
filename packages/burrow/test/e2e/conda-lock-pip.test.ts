import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { HOST_SUBDIR, OTHER_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { condaProject } from "../kit/conda/project.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";

/** A wheel's tag by the platform that takes it; the tests run on the first or the last of them. */
const WHEELS: Readonly<Record<string, string>> = {
  "linux-64": "cp311-cp311-manylinux_2_17_x86_64",
  "linux-aarch64": "cp311-cp311-manylinux_2_17_aarch64",
  "osx-arm64": "cp311-cp311-macosx_11_0_arm64",
};

/** A project whose `pip:` part needs one distribution that conda gives and one that is another wheel on each platform. */
async function project(pip: readonly string[] = ["plum==0.9", "quince"]) {
  const channels = await serveChannels();
  const tags = Object.values(WHEELS).map((tag) => ({ name: "quince", version: "2.0", tag }));
  const index = await loopback([...ORCHARD, ...tags]);
  const yml = (asked: readonly string[]) =>
    `name: orchard\nchannels: [${channels.main}]\ndependencies:\n  - python=3.11\n  - pear <1.1\n  - pip:\n${asked.map((one) => `    - ${one}\n`).join("")}`;
  const here = condaProject({ "environment.yml": yml(pip) }, { env: index.env });
  return { here, index, ask: (asked: readonly string[]) => here.write("environment.yml", yml(asked)) };
}

/** The entries of pip's in a lock: name, version, platform, address, hash. */
function entries(text: string) {
  return text
    .split(/^- name: /mu)
    .filter((one) => one.includes("manager: pip"))
    .map((one) => {
      const field = (name: string) => new RegExp(`${name}: '?([^'\\n]+)`, "u").exec(one)?.[1];
      return [one.split("\n", 1)[0], field("version"), field("platform"), field("url"), field("sha256")];
    });
}

test("the `pip:` part is locked beside conda's packages, for each platform its own wheel, and had again by its hash", async () => {
  const { here, index, ask } = await project();
  const platforms = ["--platform", HOST_SUBDIR, "--platform", OTHER_SUBDIR];
  const wrote = await here.run("lock", ...platforms, "--json");
  expect(wrote.status, wrote.stdout + wrote.stderr).toBe(0);
  const wheel = (subdir: string) => `quince-2.0-${WHEELS[subdir]}.whl`;
  const plum = "plum-0.9-py3-none-any.whl";
  const entry = (name: string, version: string, subdir: string, file: string) => [
    name,
    version,
    subdir,
    expect.stringMatching(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/files/${file}$`, "u")),
    index.hashOf(file),
  ];
  const sorted = [HOST_SUBDIR, OTHER_SUBDIR].toSorted();
  expect(entries(here.read("conda-lock.yml"))).toEqual([
    ...sorted.map((subdir) => entry("plum", "0.9", subdir, plum)),
    ...sorted.map((subdir) => entry("quince", "2.0", subdir, wheel(subdir))),
  ]); // and no pear: conda has it
  expect((await here.run("lock", ...platforms, "--json")).json.changed).toBe(false);
  expect((await here.run("lock", "--check", "--json")).json.fresh).toBe(true);

  const { json, stderr } = await here.run("up", "--json");
  expect(json.status, stderr).toBe("done");
  const code =
    "import importlib.metadata as m; print(m.version('plum'), m.version('quince'), m.version('pear'))";
  const python = here.at(".burrow/envs/orchard/bin/python");
  expect(execFileSync(python, ["-c", code], { encoding: "utf8" })).toBe("0.9 2.0 1.0\n");
  expect((await here.run("up", "--json")).json.status).toBe("unchanged");

  ask(["plum==0.9", "quince", "apple"]);
  const check = await here.run("lock", "--check", "--json");
  expect([check.status, check.json.because.code]).toEqual([1, "lock-stale"]);
});

test("what conda has under a name of pip's without being a Python package is locked of both", async () => {
  const channels = await serveChannels();
  const index = await loopback([...ORCHARD, { name: "libstone", version: "9.0" }]);
  const dependencies = "dependencies: [python=3.11, libstone <2, pip: [libstone>=9]]\n";
  const here = condaProject(
    { "environment.yml": `name: orchard\nchannels: [${channels.main}]\n${dependencies}` },
    { env: index.env },
  );
  const wrote = await here.run("lock", "--json");
  expect(wrote.status, wrote.stdout).toBe(0);
  expect(entries(here.read("conda-lock.yml")).map(([name, version]) => [name, version])).toEqual([
    ["libstone", "9.0"],
  ]);
});

test("a wheel that is not what the lock says is refused, and nothing is left", async () => {
  const { here, index } = await project(["plum==0.9"]);
  await here.run("lock");
  const lock = here.read("conda-lock.yml");
  const hash = index.hashOf("plum-0.9-py3-none-any.whl");
  expect(lock).toContain(hash);
  here.write("conda-lock.yml", lock.replace(hash, "0".repeat(64)));
  const { status, json } = await here.run("up", "--json");
  expect([status, json.status]).toEqual([4, "rolled-back"]);
  expect(json.failure.detail).toContain("no wheel of plum 0.9 has a hash that was asked for");
  expect(existsSync(here.at(".burrow/envs"))).toBe(false);
});

test("what cannot be locked is said: a folder, a name that is nowhere", async () => {
  const { here, ask } = await project(["-e ./tools"]);
  here.write("tools/pyproject.toml", '[project]\nname = "tools"\nversion = "1"\n');
  const folder = await here.run("lock", "--json");
  expect([folder.status, folder.json.error.code, folder.json.error.because]).toEqual([
    3,
    "lock/unsupported",
    "a folder, a repository and an archive have no wheel that could be locked",
  ]);
  ask(["no-such-fruit"]);
  const nowhere = await here.run("lock", "--json");
  expect([nowhere.json.error.code, nowhere.json.error.because]).toEqual([
    "lock/unsolved",
    expect.stringContaining("no-such-fruit"),
  ]);
  expect(existsSync(here.at("conda-lock.yml"))).toBe(false);
});
