import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { foreign } from "../kit/conda/orchard.ts";
import { type Channels, serveChannels } from "../kit/conda/channel.ts";
import { condaProject } from "../kit/conda/project.ts";
import type { Project } from "../kit/e2e.ts";

const CONDA = process.env["CONDA"] ?? "";

beforeAll(() => {
  const { stdout } = spawnSync(CONDA, ["doctor", "--help"], { encoding: "utf8" });
  if (!stdout.includes("--list")) throw new Error(`${CONDA} has no doctor`);
});

/** What conda's doctor marks as wrong of a prefix: the first line of each. */
function theirs(here: Project, prefix: string, env: NodeJS.ProcessEnv): readonly string[] {
  const { stdout, stderr } = spawnSync(CONDA, ["doctor", "--prefix", prefix, "--verbose"], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: here.home, ...env },
  });
  const wrong = stdout.split("\n").filter((line) => line.startsWith("❌"));
  return wrong.length === 0 && !stdout.includes("✅") ? [stdout + stderr] : wrong;
}

async function ours(here: Project, prefix: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { json } = await here.run("doctor", prefix, "--deep", "--json", { env });
  return (json.findings as readonly { readonly code: string }[]).map(({ code }) => code);
}

/** Edits the record of a package. */
function record(prefix: string, name: string, change: (record: any) => void): void {
  const meta = join(prefix, "conda-meta");
  const path = join(meta, readdirSync(meta).find((one) => one.startsWith(`${name}-`)) ?? "");
  const read = JSON.parse(readFileSync(path, "utf8"));
  change(read);
  writeFileSync(path, JSON.stringify(read));
}

function put(path: string, text: string): void {
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

type Break = (prefix: string, home: string) => NodeJS.ProcessEnv | void;

/** Every way in which conda's doctor can be dissatisfied; the codes that burrow has for it. */
const WAYS: readonly (readonly [string, Break, RegExp | undefined, readonly string[]])[] = [
  ["nothing", () => {}, undefined, []],
  [
    "a file is gone",
    (prefix) => rmSync(join(prefix, "etc/where.cfg")),
    /Missing Files/u,
    ["conda-files-missing"],
  ],
  [
    "a link leads nowhere",
    (prefix) => {
      rmSync(join(prefix, "share/where/link"));
      symlinkSync("../../etc/nowhere", join(prefix, "share/where/link"));
    },
    /Missing Files/u,
    ["conda-files-missing"],
  ],
  [
    "a file is altered",
    (prefix) => put(join(prefix, "etc/where.cfg"), "x\n"),
    /Altered Files/u,
    ["conda-files-altered"],
  ],
  [
    "what a package needs is not there",
    (prefix) => record(prefix, "pie", (one) => one.depends.push("nowhere >=1")),
    /not consistent/u,
    ["requirement-missing"],
  ],
  [
    "what a package needs is another version",
    (prefix) => record(prefix, "pie", (one) => one.depends.push("tz >=2030")),
    /not consistent/u,
    ["requirement-conflict"],
  ],
  [
    "what a package forbids is there",
    (prefix) => record(prefix, "where", (one) => (one.constrains = ["tz <2020"])),
    /not consistent/u,
    ["requirement-conflict"],
  ],
  [
    "what a package needs of the machine is not there",
    (prefix) => record(prefix, "where", (one) => (one.depends = ["__cuda >=12", "__glibc >=99"])),
    /not consistent/u,
    ["requirement-missing"],
  ],
  [
    "it is not listed",
    (_, home) => put(join(home, ".conda/environments.txt"), "/elsewhere\n"),
    /not listed/u,
    ["conda-unregistered"],
  ],
  [
    "a pin is for what is not there",
    (prefix) => put(join(prefix, "conda-meta/pinned"), "tz 2024a\nnunpy <2\n"),
    /maybe malformed/u,
    ["conda-pinned-vain"],
  ],
  [
    "a pin cannot be read",
    (prefix) => put(join(prefix, "conda-meta/pinned"), "tz =<=>= 1\n"),
    /pinned/u,
    ["conda-pinned"],
  ],
  [
    "certificates are named that are not there",
    () => ({ REQUESTS_CA_BUNDLE: "/nowhere/ca.pem" }),
    /REQUESTS_CA_BUNDLE/u,
    ["certificates-missing"],
  ],
  ["its locks are off", () => ({ CONDA_NO_LOCK: "1" }), /locking/u, ["conda-locks-off"]],
];

test.each(WAYS)("%s: what conda's doctor finds, burrow's does", async (_, breaks, said, codes) => {
  const channels: Channels = await serveChannels();
  const here = condaProject({});
  const prefix = await foreign(here, channels, ["python=3.11", "pie", "where", "tz"]);
  // The small packages tell no content of their links, which conda's doctor would compare.
  for (const name of ["python", "where"])
    record(prefix, name, ({ paths_data: { paths } }) => {
      for (const one of paths) if (one.path_type === "softlink") delete one.sha256_in_prefix;
    });
  put(join(here.home, ".conda/environments.txt"), `${prefix}\n`);
  const env = { CONDA_OVERRIDE_CUDA: undefined, ...breaks(prefix, here.home) };
  const wrong = theirs(here, prefix, env);
  const found = await ours(here, prefix, env);
  if (said === undefined) expect([wrong, found]).toEqual([[], []]);
  else {
    expect(wrong.join("\n")).toMatch(said);
    expect(found).toEqual(expect.arrayContaining([...codes]));
  }
});
