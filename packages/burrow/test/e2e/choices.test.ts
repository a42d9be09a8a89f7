import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { cleanVariables, project, type Project } from "../kit/e2e.ts";
import { PROGRAM, somePython } from "../kit/tools.ts";
import { makeVenv } from "../kit/venv.ts";

interface Held {
  readonly default?: string;
  readonly active?: string;
  readonly interpreters: readonly {
    readonly id: string;
    readonly executable: string;
    readonly version: string;
  }[];
  readonly environments: readonly {
    readonly id: string;
    readonly prefix: string;
    readonly lastUsed?: string;
    readonly tenants: readonly { readonly root: string }[];
  }[];
}

const registryFile = ({ home }: Project) => join(home, "burrow", "data", "registry.json");
const held = (here: Project) => JSON.parse(readFileSync(registryFile(here), "utf8")) as Held;

/** A folder with two environments, and nothing in it that makes it a project. */
async function machineWithTwo() {
  const here = project({});
  const python = somePython();
  const [one, two] = [here.at("one"), here.at("two")];
  for (const prefix of [one, two]) await makeVenv(prefix, { python, requirements: [] });
  return { here, one, two };
}

test("B15 B16 B70 exactly one environment is active, and stays so; a broken one is refused; what is forgotten keeps its files", async () => {
  const { here, one, two } = await machineWithTwo();
  const actives = async (): Promise<readonly string[]> => {
    const { json } = await here.run("list", "--all", "--search-path", here.root, "--json");
    return json.environments
      .filter((each: { active: boolean }) => each.active)
      .map((each: { prefix: string }) => each.prefix);
  };
  expect(await actives()).toEqual([]);
  const used = await here.run("use", "one", "--json");
  expect([used.status, used.json.scope, used.json.environment.prefix]).toEqual([0, "everywhere", one]);
  const { id } = held(here).environments.find(({ prefix }) => prefix === two) ?? { id: "" };
  expect(id).toMatch(/^[0-9a-f]{8}$/u);
  expect((await here.run("use", id)).stdout.replaceAll(/\s+/gu, " ")).toMatch(
    /^✓ .*two · Python [\d.]+ · used where a project has none of its own $/u,
  );
  expect(await actives()).toEqual([two]);
  expect(held(here).active).toBe(id);
  expect((await here.run("run", "python", "-c", "import sys; print(sys.prefix)")).stdout).toBe(`${two}\n`);

  rmSync(join(one, "bin"), { recursive: true });
  const refused = await here.run("use", "one");
  expect([refused.status, refused.stderr.split("\n")[0]]).toEqual([1, "✗ `one` cannot be used"]);
  expect(await here.run("use", "nowhere")).toMatchObject({ status: 2 });
  expect(held(here).active).toBe(id);

  const forgotten = await here.run("forget", two, "--json");
  expect(forgotten.json).toMatchObject({ environment: { id, prefix: two }, wasActive: true, there: true });
  expect(held(here)).not.toHaveProperty("active");
  expect(held(here).environments.map(({ prefix }) => prefix)).toEqual([one]);
  expect(readFileSync(join(two, "pyvenv.cfg"), "utf8")).toContain("home");
  expect(await here.run("forget", two)).toMatchObject({ status: 2 });
  await actives();
  expect(held(here).environments.map((each) => [each.prefix, each.id])).toContainEqual([two, id]);
});

test("B37 B38 B39 what is chosen is kept in a file or by a program, and chosen again by another process; both or neither", async () => {
  const { here, one, two } = await machineWithTwo();
  await here.run("use", one);
  const { version } = (await here.run("show", one, "--json")).json;
  await here.run("python", "default", version);
  const saved = await here.run("use", "--save", "before.json", "--json");
  expect(saved.json).toMatchObject({ environment: { prefix: one }, default: version });
  expect((statSync(here.at("before.json")).mode & 0o777).toString(8)).toBe("600");
  expect(await here.run("use", "--save", "before.json")).toMatchObject({ status: 2 });

  await here.run("use", two);
  await here.run("python", "default", "none");
  const now = () => {
    const { active, default: asked, environments } = held(here);
    return [environments.find(({ id }) => id === active)?.prefix, asked];
  };
  expect(now()).toEqual([two, undefined]);
  expect((await here.run("use", "--restore", "before.json", "--dry-run")).status).toBe(0);
  expect(now()).toEqual([two, undefined]);
  const restored = await here.run("use", "--restore", "before.json", "--json");
  expect(restored.json).toMatchObject({ environment: { prefix: one }, default: version });
  expect(now()).toEqual([one, version]);

  // A program keeps it beside the states of other things, in its own words.
  const library = new URL("index.js", pathToFileURL(PROGRAM)).href;
  const subsystems = `
    const { choices, restoreChoices } = await import(${JSON.stringify(library)});
    const subsystems = new Map();
    subsystems.set("python_environment", [() => choices(), (state) => restoreChoices(state)]);
    const kept = process.argv[1];
    const [get, restore] = subsystems.get("python_environment");
    if (kept === undefined) process.stdout.write(JSON.stringify(await get()));
    else await restore(JSON.parse(kept));
  `;
  const program = (...kept: readonly string[]) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", subsystems, ...kept], {
      env: cleanVariables({ home: here.home }),
      cwd: here.root,
      encoding: "utf8",
    });
  const kept = program();
  expect(JSON.parse(kept)).toMatchObject({ schema: 1, active: one, default: version });
  await here.run("use", two);
  program(kept.replace(one, one.toUpperCase()));
  expect(now()).toEqual([one, version]);

  for (const [text, because] of [
    ["", "it is not JSON"],
    ['{"schema": 2}', "schema is not 1"],
    [here.read("before.json").replace(one, "lab"), "active is not an absolute path"],
    [
      here.read("before.json").replace(version, "3\\u001b[2J"),
      "default is not a line of text without control characters",
    ],
  ] as const) {
    here.write("bad.json", text);
    const { status, json } = await here.run("use", "--restore", "bad.json", "--json");
    expect([status, json.error.code, json.error.because]).toEqual([2, "use/choices", because]);
  }
  await here.run("use", two);
  rmSync(join(one, "bin"), { recursive: true });
  expect((await here.run("use", "--restore", "before.json", "--json")).json.error.code).toBe("use/unhealthy");
  expect(now()).toEqual([two, version]);
});

test("in a project the choice is its link, which comes first; none takes it back", async () => {
  const here = project({ "requirements.txt": "", ".git/HEAD": "main" });
  for (const name of ["lab", ".venv"])
    await makeVenv(here.at(name), { python: somePython(), requirements: [] });
  const where = async () =>
    (await here.run("run", "python", "-c", "import sys; print(sys.prefix)")).stdout.trim();
  expect(await where()).toBe(here.at(".venv"));
  const used = await here.run("use", "./lab", "--json");
  expect(used.json).toMatchObject({
    scope: "project",
    link: here.at(".burrow/current"),
    environment: { prefix: here.at("lab") },
  });
  expect(readlinkSync(here.at(".burrow/current"))).toBe("../lab");
  expect(here.read(".gitignore")).toContain(".burrow/");
  expect(await where()).toBe(here.at("lab"));
  await here.run("use", "none");
  expect(() => readlinkSync(here.at(".burrow/current"))).toThrow("ENOENT");
  expect(await where()).toBe(here.at(".venv"));
  mkdirSync(here.at(".burrow/current"), { recursive: true });
  writeFileSync(here.at(".burrow/current/mine"), "");
  expect(await here.run("use", "lab")).toMatchObject({ status: 4 });
  expect(here.read(".burrow/current/mine")).toBe("");
});

test("a use is remembered with its project, and the next plan of it says where it came from", async () => {
  const { here, one } = await machineWithTwo();
  mkdirSync(here.at("app"));
  here.write("app/requirements.txt", "");
  const at = { cwd: here.at("app") };
  expect((await here.run("run", "--env", one, "python", "-c", "pass", at)).status).toBe(0);
  const [entry] = held(here).environments;
  expect(entry).toMatchObject({ prefix: one, tenants: [{ root: here.at("app") }] });
  expect(Math.abs(Date.parse(entry?.lastUsed ?? "") - Date.now())).toBeLessThan(120_000);
  const { json } = await here.run("plan", "--json", at);
  expect([json.action, json.environment.prefix, json.environment.origins]).toEqual([
    "reuse",
    one,
    ["tenant"],
  ]);
  expect((await here.run("run", "python", "-c", "import sys; print(sys.prefix)", at)).stdout).toBe(
    `${one}\n`,
  );
});

test("B13 D12 D15 D86 the Pythons of the machine have ids that stay; the default is chosen by version, path or id, and makes new environments", async () => {
  const here = project({ "requirements.txt": "" });
  const listed = await here.run("python", "list", "--json");
  const { interpreters } = listed.json;
  const ids = interpreters.map((each: { id: string }) => each.id);
  expect(ids.every((id: string) => /^[0-9a-f]{8}$/u.test(id))).toBe(true);
  expect(
    interpreters
      .filter((each: { default: boolean }) => each.default)
      .map((each: { executable: string }) => each.executable),
  ).toEqual([listed.json.default]);
  expect(
    (await here.run("python", "list", "--json")).json.interpreters.map((each: { id: string }) => each.id),
  ).toEqual(ids);
  expect(new Set(held(here).interpreters.map(({ id }) => id))).toEqual(new Set(ids));

  const other =
    interpreters.find(
      (each: { executable: string; unfit?: unknown; source: string; version: string }) =>
        each.executable !== listed.json.default &&
        each.unfit === undefined &&
        each.source !== "conda" &&
        /^3\.\d+\.\d+$/u.test(each.version),
    ) ?? interpreters.find((each: { executable: string }) => each.executable === listed.json.default);
  for (const said of [other.id, other.executable, other.version]) {
    const chosen = await here.run("python", "default", said, "--json");
    expect([
      chosen.status,
      chosen.json.interpreters.find((each: { default: boolean }) => each.default)?.version,
    ]).toEqual([0, other.version]);
  }
  expect((await here.run("python", "default")).stdout).toMatch(
    /^default {2}Python [\d.]+ · .* · as you chose\n$/u,
  );
  expect((await here.run("plan", "--json")).json.environment.version).toBe(other.version);
  expect(await here.run("python", "default", "3.2")).toMatchObject({ status: 1 });
  expect(held(here).default).toBe(other.version);
  expect((await here.run("python", "default", "none", "--json")).json.default).toBe(listed.json.default);
  expect(held(here)).not.toHaveProperty("default");
  expect((await here.run("python", "defualt")).stderr).toContain("`default` is near");
});

test("B23 D21 D99 a registry that was cut off is said once and kept; one of a newer burrow is refused and left", async () => {
  const { here, one } = await machineWithTwo();
  await here.run("use", one);
  await here.run("use", "two");
  const whole = readFileSync(registryFile(here), "utf8");
  writeFileSync(registryFile(here), whole.slice(0, 60));
  const said = await here.run("list", "--all", "--search-path", here.root);
  expect(said.status).toBe(0);
  expect(said.stderr.replaceAll(/\s+/gu, " ")).toContain(
    "it is kept as `registry.unreadable.json`, and the version before it is used",
  );
  expect((await here.run("list", "--all", "--search-path", here.root)).stderr).toBe("");
  expect(held(here).environments.map(({ prefix }) => prefix)).toContain(one);

  writeFileSync(registryFile(here), '{"schema": 99}');
  for (const command of [
    ["use", one],
    ["forget", one],
    ["python", "default", "none"],
  ]) {
    const refused = await here.run(...command, "--json");
    expect([refused.status, refused.json.error.code]).toEqual([2, "registry/newer"]);
  }
  expect(readFileSync(registryFile(here), "utf8")).toBe('{"schema": 99}');
});
