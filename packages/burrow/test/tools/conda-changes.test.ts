import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { type Channels, channelOnDisk, HOST_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { yml } from "../kit/conda/orchard.ts";
import { project, type Project } from "../kit/e2e.ts";
import { tree } from "../kit/tree.ts";

const CONDA = process.env["CONDA"] ?? "";
const BY = ["--engine", basename(CONDA), "--allow-post-link"] as const;

/** A project whose burrow finds the tool that `CONDA` names on PATH, with a cache of packages that nothing else fills. */
function shop(channels: Channels, specs: readonly string[], more = ""): Project {
  const here = project({ "environment.yml": yml(channels, specs, more) }, { programs: [CONDA] });
  mkdirSync(join(here.home, "packages"));
  return here;
}

/** Runs burrow by that tool. */
async function by(here: Project, ...args: readonly string[]) {
  const env = { CONDA_PKGS_DIRS: join(here.home, "packages"), NO_PROXY: "127.0.0.1" };
  const said = args[0] === "lock" ? BY.slice(0, 2) : BY;
  return here.run(...args, ...said, "--json", { env });
}

const PREFIX = ".burrow/envs/orchard";

function held(here: Project): readonly string[] {
  return readdirSync(here.at(PREFIX, "conda-meta"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(/-[^-]*\.json$/u, ""))
    .toSorted();
}

test("made, extended, upgraded with its Python: healthy", async () => {
  const channels = await serveChannels();
  const here = shop(channels, ["python=3.11", "pie", "where"], "variables:\n  COLOUR: green\n");
  const to = async (specs: readonly string[]) => {
    here.write("environment.yml", yml(channels, specs));
    const { json } = await by(here, "up");
    return [json.status, json.plan?.action, json.failure];
  };
  const made = await by(here, "up");
  expect([made.json.status, made.json.failure]).toEqual(["done", undefined]);
  expect(held(here)).toEqual(["apple-2.0", "pie-1.0", "python-3.11.7", "tz-2024a", "where-2.0"]);
  expect(JSON.parse(here.read(`${PREFIX}/conda-meta/state`)).env_vars).toEqual({ COLOUR: "green" });
  expect((await by(here, "up")).json.status).toBe("unchanged");

  expect(await to(["python=3.11", "pie", "where", "tart"])).toEqual(["done", "extend", undefined]);
  expect(held(here)).toContain("tart-1.0");
  expect(await to(["python=3.12", "pie", "tart"])).toEqual(["done", "upgrade", undefined]);
  expect(held(here)).toContain("python-3.12.1");
  const code = "import sys, apple, pear; print(*sys.version_info[:2], apple.__version__)";
  const run = () => execFileSync(here.at(PREFIX, "bin/python"), ["-c", code], { encoding: "utf8" });
  expect(run()).toBe("3 12 2.0\n");
  const { json: report } = await here.run("doctor", "orchard", "--deep", "--json");
  expect([
    report.health,
    report.findings.filter(({ severity }: { severity: string }) => severity !== "info"),
  ]).toEqual(["healthy", []]);
});

test("locked, and made from the lock elsewhere: the same", async () => {
  const channels = await serveChannels();
  const here = shop(channels, ["python=3.11", "pear"]);
  const locked = await by(here, "lock");
  expect(locked.status, locked.stderr).toBe(0);
  const other = shop(channels, ["python=3.11", "pear"]);
  other.write("conda-lock.yml", here.read("conda-lock.yml"));
  const made = await by(other, "up");
  expect([made.json.status, made.json.failure]).toEqual(["done", undefined]);
  expect(held(other)).toEqual(["pear-1.1", "python-3.11.7", "tz-2024a"]);
});

test("what is impossible is refused with the name at fault, and nothing is touched", async () => {
  const channels = await serveChannels();
  for (const [specs, code] of [
    [["no-such-thing"], "impossible-name"],
    [["apple>=7"], "impossible"],
    [["cherry", "plum"], "unsatisfiable"],
  ] as const) {
    const here = shop(channels, specs);
    const was = tree(here.root);
    const { status, json } = await by(here, "up");
    expect([status, json.status, json.plan.because.code]).toEqual([3, "refused", code]);
    expect(tree(here.root)).toEqual(was);
  }
});

test("what is not what its hash says takes everything back, served and on disk", async () => {
  const served = await serveChannels();
  served.spoil("cherry-1.0");
  const names = readdirSync(join(channelOnDisk().slice("file://".length), HOST_SUBDIR));
  const archive = names.find((name) => name.startsWith("cherry-1.0")) ?? "";
  const disk = { ...served, main: channelOnDisk([`${HOST_SUBDIR}/${archive}`]) };
  for (const channels of [served, disk]) {
    const here = shop(channels, ["cherry"]);
    const { status, json } = await by(here, "up");
    expect([status, json.status]).toEqual([4, "rolled-back"]);
    expect(json.failure.detail).toContain("cherry-1.0");
    expect(existsSync(here.at(PREFIX))).toBe(false);
  }
});

test("two packages with a file of one path: made, and told as that by a deep look", async () => {
  const channels = await serveChannels();
  const here = shop(channels, ["left", "right"]);
  const { json } = await by(here, "up");
  expect([json.status, json.failure]).toEqual(["done", undefined]);
  expect(readFileSync(here.at(PREFIX, "share/both"), "utf8")).toMatch(/^(?:left|right)\n$/u);
  const { json: report } = await here.run("doctor", "orchard", "--deep", "--json");
  const codes = report.findings.map(({ code }: { code: string }) => code);
  expect([report.health, codes]).toEqual(["healthy", expect.arrayContaining(["conda-files-shared"])]);
});
