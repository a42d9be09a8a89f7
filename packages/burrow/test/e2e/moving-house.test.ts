import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Project, project } from "../kit/e2e.ts";
import { loopback, type Loopback, ORCHARD } from "../kit/loopback.ts";
import { ENGINES, somePython } from "../kit/tools.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** What environments of a home hold, in turn. */
const HOLDINGS = [
  ["apple==1.0"],
  ["pear"],
  ["pie", "apple==2.0"],
  ["tart", "pear==1.0"],
  ["plum", "apple==3.0"],
  ["apple==1.0", "pear==1.0"],
] as const;

/** A home of 30 environments: 3 that burrow made, 27 of uv's in projects, in folders of many and with other names. */
async function home(index: Loopback): Promise<Project & { readonly places: readonly string[] }> {
  const here = project({}, { env: index.env, engine: "uv" });
  const places: string[] = [];
  for (let number = 0; number < 30; number += 1) {
    const holds = HOLDINGS[number % HOLDINGS.length] ?? [];
    const folder = join(here.home, number % 2 === 0 ? `code/p${number}` : "envs");
    const prefix = number % 2 === 0 ? join(folder, ".venv") : join(folder, `lab-${number}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "requirements.txt"), number % 2 === 0 ? `${holds.join("\n")}\n` : "");
    if (number % 10 === 0) expect((await here.run("up", { cwd: folder })).status).toBe(0);
    else await makeVenv(prefix, { python: somePython(), requirements: holds, env: index.env });
    places.push(prefix);
  }
  return { ...here, places };
}

test("B30 B31 a home of 30 environments, wiped, is the same in another home", async () => {
  const index = await loopback(ORCHARD);
  const here = await home(index);
  const before = here.places.map((place) => freeze(place));
  mkdirSync(join(here.home, "burrow/config"), { recursive: true });
  writeFileSync(join(here.home, "burrow/config/burrow.toml"), 'reuse = "own"\n');

  const file = join(dirname(here.home), "home.json");
  const saved = await here.run("backup", file, "--in", here.home, "--json");
  expect([saved.status, saved.json.environments.length, saved.stderr]).toEqual([0, 30, ""]);
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  rmSync(here.home, { recursive: true });

  const other = realpathSync(mkdtempSync(join(tmpdir(), "burrow-other-home-")));
  onTestFinished(() => rmSync(other, { recursive: true, force: true }));
  const env = { HOME: other, BURROW_HOME: join(other, "burrow") };
  const moved = here.places.map((place) => place.replace(here.home, other));
  const dry = await here.run("restore", file, "--dry-run", "--json", { env });
  expect([dry.status, readdirSync(other).filter((name) => name !== "burrow")]).toEqual([0, []]);

  const restored = await here.run("restore", file, "--json", { env });
  expect([restored.status, restored.json.status, restored.json.settings]).toEqual([0, "done", "restored"]);
  expect(restored.json.environments.map((one: { prefix: string }) => one.prefix).toSorted()).toEqual(
    moved.toSorted(),
  );
  expect(moved.map((place) => freeze(place))).toEqual(before);
  const again = await here.run("restore", file, "--json", { env });
  expect(again.json.environments.map((one: { status: string }) => one.status)).toEqual(
    Array.from({ length: 30 }, () => "unchanged"),
  );
});

test.each(ENGINES)(
  "with %s, one that cannot be had stops no other; what is meant can be chosen and mapped",
  async (engine) => {
    const index = await loopback(ORCHARD);
    const here = project({}, { env: index.env, engine });
    const python = somePython();
    await makeVenv(here.at("a/.venv"), { python, requirements: ["apple==1.0"], env: index.env });
    await makeVenv(here.at("b/.venv"), { python, requirements: ["pear"], env: index.env });
    await here.run("backup", here.at("all.json"), "--in", here.root);
    rmSync(here.at("a"), { recursive: true });
    rmSync(here.at("b"), { recursive: true });

    const fewer = await loopback(ORCHARD.filter(({ name }) => name !== "apple"));
    const restored = await here.run("restore", "all.json", "--json", { env: fewer.env });
    expect([restored.status, restored.json.status]).toEqual([1, "partly"]);
    expect(restored.json.environments.map((one: any) => [one.prefix, one.status, one.unavailable])).toEqual([
      [here.at("a/.venv"), "refused", ["apple 1.0"]],
      [here.at("b/.venv"), "done", undefined],
    ]);
    expect(freeze(here.at("b/.venv"))).toEqual(["pear==1.1"]);

    const elsewhere = await here.run(
      "restore",
      "all.json",
      "--only",
      here.at("a/.venv"),
      "--map",
      `${here.root}=${here.at("new")}`,
    );
    expect(elsewhere.status, elsewhere.stderr).toBe(0);
    expect(freeze(here.at("new/a/.venv"))).toEqual(["apple==1.0"]);
  },
);

test("B57 encrypted with a passphrase nothing can be read, and with the wrong one nothing happens; secrets never go along", async () => {
  const index = await loopback(ORCHARD);
  const here = project({}, { env: index.env, engine: "uv" });
  await makeVenv(here.at("a/.venv"), { python: somePython(), requirements: ["apple==1.0"], env: index.env });
  mkdirSync(join(here.home, "burrow/config"), { recursive: true });
  writeFileSync(
    join(here.home, "burrow/config/burrow.toml"),
    '[after]\n"x" = { run = ["a", "https://me:hunter2@example.org"] }\n',
  );
  const open = await here.run("backup", here.at("open.age"), "--in", here.root, "--encrypt", "passphrase");
  expect([open.status, existsSync(here.at("open.age"))]).toEqual([2, false]);
  expect(open.stderr).toContain("hint: set BURROW_PASSPHRASE, or encrypt to a key: --encrypt age1");
  const BURROW_PASSPHRASE = "correct horse";
  const sealed = await here.run("backup", here.at("all.age"), "--in", here.root, "--encrypt", "passphrase", {
    env: { BURROW_PASSPHRASE },
  });
  expect(sealed.status, sealed.stderr).toBe(0);
  expect(readFileSync(here.at("all.age"), "latin1")).not.toContain("apple");
  await here.run("backup", here.at("plain.json"), "--in", here.root);
  expect(here.read("plain.json")).not.toContain("hunter2");
  rmSync(here.at("a"), { recursive: true });

  for (const env of [{}, { BURROW_PASSPHRASE: "wrong" }]) {
    const refused = await here.run("restore", "all.age", "--json", { env });
    expect([refused.status, refused.json.error.code]).toEqual([2, "backup/key"]);
  }
  expect((await here.run("restore", "all.age", { env: { BURROW_PASSPHRASE } })).status).toBe(0);
  expect(freeze(here.at("a/.venv"))).toEqual(["apple==1.0"]);
});

test.each(ENGINES)("with %s, a backup needs no index when its wheels are in it", async (engine) => {
  const index = await loopback(ORCHARD);
  const here = project({}, { env: index.env, engine });
  await makeVenv(here.at("a/.venv"), { python: somePython(), requirements: ["pie"], env: index.env });
  const saved = await here.run(
    "backup",
    here.at("all.json"),
    "--in",
    here.root,
    "--include-wheels",
    "--json",
  );
  expect([saved.status, saved.json.wheels], saved.stderr).toEqual([0, 2]);
  rmSync(here.at("a"), { recursive: true });
  const nobody = await loopback([]);
  const restored = await here.run("restore", "all.json", { env: nobody.env });
  expect(restored.status, restored.stdout + restored.stderr).toBe(0);
  expect(freeze(here.at("a/.venv"))).toEqual(["apple==2.0", "pie==1.0"]);
});

test("B58 B59 a backup is its user's alone and signed; on another machine it is believed by the key that its maker told", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "apple==1.0\n" }, { env: index.env, engine: "uv" });
  await here.run("up");
  const made = await here.run("backup", here.at("all.json"), "--in", here.root, "--json");
  const { signedBy, projects } = made.json;
  expect(projects).toEqual([{ root: here.root, environments: [here.at(".venv")] }]);
  for (const file of [here.at("all.json"), join(here.home, "burrow/data/signing-key.pem")])
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  const mine = await here.run("restore", "all.json", "--dry-run", "--json");
  expect([mine.json.signer, mine.json.signedBy]).toEqual(["own", signedBy]);

  const other = realpathSync(mkdtempSync(join(tmpdir(), "burrow-other-home-")));
  onTestFinished(() => rmSync(other, { recursive: true, force: true }));
  const env = { HOME: other, BURROW_HOME: join(other, "burrow") };
  const there = (...more: readonly string[]) => here.run("restore", "all.json", "--json", ...more, { env });
  expect((await there("--dry-run")).json.signer).toBe("unknown");
  const refused = await there("--signed-by", "ab".repeat(16));
  expect([refused.status, refused.json.error.code, refused.json.error.because]).toEqual([
    3,
    "backup/refused",
    `the key of its signature is ${signedBy}`,
  ]);
  expect((await there("--signed-by", signedBy)).json).toMatchObject({ status: "done", signer: "known" });
  expect((await there("--dry-run")).json.signer).toBe("known");

  const altered = here
    .read("all.json")
    .replace(/(?<="value": ")./u, (letter) => (letter === "A" ? "B" : "A"));
  writeFileSync(here.at("all.json"), altered);
  expect((await there("--dry-run")).json.error.code).toBe("backup/refused");
});

test("B27 B28 B29 without a name a backup goes to burrow's own folder, and tells a person what to do without burrow", async () => {
  const index = await loopback(ORCHARD);
  const here = project({ "requirements.txt": "pie\n" }, { env: index.env, engine: "uv" });
  await here.run("up");
  const made = await here.run("backup", "--in", here.root, "--json");
  expect(made.json.file).toMatch(/\/backups\/burrow_backup_\d{8}_\d{6}\.json$/u);
  const { members, contents } = JSON.parse(readFileSync(made.json.file, "utf8"));
  expect(contents.map((one: { path: string }) => one.path)).toEqual(Object.keys(members));
  const head = JSON.parse(members["backup.json"]);
  expect(Object.keys(head)).toEqual([
    "schema",
    "createdAt",
    "version",
    "platform",
    "home",
    "projects",
    "pythons",
    "diagnostics",
  ]);
  const held = JSON.parse(members["environments/0001.json"]);
  expect([held.environment.prefix, held.distributions.map((one: { name: string }) => one.name)]).toEqual([
    here.at(".venv"),
    ["apple", "pie"],
  ]);
  const instructions: string = members["instructions.txt"];
  expect(instructions.match(/^\d\. /gmu)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => `${number}. `));
  expect(instructions).toContain("Packages to install: apple, pie\n");
});
