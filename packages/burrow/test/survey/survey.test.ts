import { describe, expect, test } from "vitest";
import type { Event } from "../../src/model/event.ts";
import { absolute } from "../../src/model/path.ts";
import type { Reach, Survey } from "../../src/model/survey.ts";
import { survey, type SurveyRequest } from "../../src/survey/survey.ts";
import { condaEnv, distribution, python, venv, type Tree } from "../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../kit/fake-machine.ts";

const BASE = python("/opt/python312", "3.12.4");
const NOW = Date.UTC(2026, 10, 21);

interface Ways extends Omit<Partial<SurveyRequest>, "root" | "named" | "remembered"> {
  readonly root?: string;
  readonly named?: string;
  /** What is remembered. */
  readonly tenant?: string;
}

function surveyOf(
  files: Tree,
  options: FakeOptions = {},
  { root = "/w/app", named, tenant, ...ways }: Ways = {},
): Promise<Survey> {
  return survey(
    fakeMachine({ ...BASE, "/w/app": { folder: true }, ...files }, options),
    {
      root: absolute(root),
      reuse: "enclosing",
      pythons: absolute("/none"),
      interpreters: false,
      ...ways,
      ...(named !== undefined && { named: absolute(named) }),
      ...(tenant !== undefined && { remembered: { tenant: absolute(tenant), shared: [], machine: [] } }),
    },
    { report: () => {}, signal: new AbortController().signal, now: () => NOW },
  );
}

/** Each reach as a line: how, by which path, to which environment or with which problem, of which project. */
async function reaches(files: Tree, options: FakeOptions = {}, ways: Ways = {}): Promise<readonly string[]> {
  return (await surveyOf(files, options, ways)).reaches.map(line);
}

function line({ origin, path, realPrefix, project, problem }: Reach): string {
  const end = problem === undefined ? (realPrefix === path ? "" : ` → ${realPrefix}`) : ` ✗ ${problem.code}`;
  return `${origin} ${path}${end}${project === undefined ? "" : ` of ${project}`}`;
}

test("an empty machine gives an empty survey", async () => {
  const events: Event[] = [];
  const machine = fakeMachine({ "/w/app": { folder: true } });
  const request = {
    root: absolute("/w/app"),
    reuse: "enclosing",
    pythons: absolute("/none"),
    interpreters: true,
  } as const;
  const found = await survey(machine, request, {
    report: (event) => void events.push(event),
    signal: new AbortController().signal,
    now: () => NOW,
  });
  expect(found).toEqual({
    schema: 1,
    id: expect.stringMatching(/^survey-/u) as string,
    takenAt: "2026-11-21T00:00:00.000Z",
    platform: { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
    interpreters: [],
    environments: [],
    reaches: [],
    site: {
      root: "/w/app",
      link: "/w/app/.venv",
      occupant: "nothing",
      name: "default",
      generations: [],
      unfinished: false,
      writable: true,
      git: false,
      ignored: false,
      isHome: false,
      facts: [{ path: "/w/app/.venv", was: "absent" }],
    },
    warnings: [],
  });
  expect(events).toEqual([
    { type: "survey.started" },
    { type: "survey.finished", environments: 0, interpreters: 0, seconds: 0 },
  ]);
});

test("every way, in the order in which candidates are tried", async () => {
  const files = {
    ...venv("/x/named"),
    ...venv("/w/app/.venv"),
    ...venv("/x/tenant"),
    ...venv("/x/active"),
    ...condaEnv("/x/conda", "3.11.5"),
    ...venv("/w/venv"),
    "/w/package.json": "{}",
  };
  const env = { VIRTUAL_ENV: "/x/active", CONDA_PREFIX: "/x/conda" };
  expect(await reaches(files, { env }, { named: "/x/named", tenant: "/x/tenant" })).toEqual([
    "named /x/named",
    "own /w/app/.venv",
    "tenant /x/tenant",
    "active /x/active",
    "active /x/conda",
    "enclosing /w/venv of /w",
  ]);
});

test("one real path reached in several ways is one environment with all its paths", async () => {
  const files = { ...venv("/x/shared"), "/w/app/.venv": { link: "/x/shared" }, "/l": { link: "/x" } };
  const found = await surveyOf(files, { env: { VIRTUAL_ENV: "/l/shared" } }, { tenant: "/x/shared" });
  expect(found.environments.map(({ prefix, aliases }) => [prefix, aliases])).toEqual([
    ["/w/app/.venv", ["/l/shared", "/x/shared"]],
  ]);
  expect(found.reaches.map(line)).toEqual([
    "own /w/app/.venv → /x/shared",
    "tenant /x/shared",
    "active /l/shared → /x/shared",
  ]);
});

describe("the project's own", () => {
  test.each<[string, Tree, readonly string[]]>([
    [
      "the current one before .venv",
      { ...venv("/w/app/.venv"), ...venv("/x/e"), "/w/app/.burrow/current": { link: "/x/e" } },
      ["own /w/app/.burrow/current → /x/e"],
    ],
    [".venv before venv", { ...venv("/w/app/.venv"), ...venv("/w/app/venv") }, ["own /w/app/.venv"]],
    ["venv before env", { ...venv("/w/app/env"), ...venv("/w/app/venv") }, ["own /w/app/venv"]],
    ["a folder named env that is something else", { "/w/app/env/settings.py": "" }, []],
    ["an empty .venv", { "/w/app/.venv": { folder: true } }, ["own /w/app/.venv ✗ not-an-environment"]],
    [
      "a .venv that leads nowhere",
      { "/w/app/.venv": { link: "/gone" } },
      ["own /w/app/.venv ✗ not-an-environment"],
    ],
    [
      "an empty .venv, and venv",
      { "/w/app/.venv": { folder: true }, ...venv("/w/app/venv") },
      ["own /w/app/.venv ✗ not-an-environment", "own /w/app/venv"],
    ],
    [
      "a .venv file (PEP 832)",
      { "/w/app/.venv": "../elsewhere\n", ...venv("/w/elsewhere") },
      ["own /w/app/.venv → /w/elsewhere"],
    ],
    [
      "a .venv file that names nothing",
      { "/w/app/.venv": "/gone" },
      ["own /w/app/.venv ✗ not-an-environment"],
    ],
    [
      "what burrow built beside somebody's .venv",
      {
        ...venv("/w/app/.venv"),
        ...venv("/w/app/.burrow/generations/default/1"),
        "/w/app/.burrow/envs/default": { link: "../generations/default/1" },
      },
      ["own /w/app/.burrow/envs/default → /w/app/.burrow/generations/default/1", "own /w/app/.venv"],
    ],
  ])("%s", async (_name, files, expected) => {
    expect(await reaches(files)).toEqual(expected);
  });

  test("by another name lies in .burrow/envs alone", async () => {
    const files = { ...venv("/w/app/.venv"), ...condaEnv("/w/app/.burrow/envs/gpu", "3.11.5") };
    expect(await reaches(files, {}, { siteName: "gpu" })).toEqual(["own /w/app/.burrow/envs/gpu"]);
  });

  test.each<[string, string, readonly string[]]>([
    ["a member", 'members = ["a*"]', ["own /w/.venv"]],
    ["a member by **", 'members = ["**"]', ["own /w/.venv"]],
    ["excluded", 'members = ["*"]\nexclude = ["app"]', []],
    ["no member", 'members = ["libs/*"]', []],
    ["a file that is no TOML", 'members = ["*"', []],
  ])("of a uv workspace's member is the workspace's: %s", async (_name, table, expected) => {
    const files = {
      ...venv("/w/.venv"),
      "/w/pyproject.toml": `[tool.uv.workspace]\n${table}\n`,
      "/w/app/pyproject.toml": "",
    };
    expect((await reaches(files)).filter((reach) => reach.startsWith("own"))).toEqual(expected);
  });

  test("a broken one is found and says why", async () => {
    const found = await surveyOf(venv("/w/app/.venv", { base: "/opt/gone" }));
    expect(found.reaches.map(line)).toEqual(["own /w/app/.venv"]);
    expect(found.environments[0]?.broken).toEqual({
      code: "base-gone",
      params: { path: "/opt/gone/bin/python3.12" },
    });
  });
});

describe("the enclosing project", () => {
  test.each([
    "package.json",
    "requirements.txt",
    "requirements-dev.txt",
    "pyproject.toml",
    "setup.py",
    ".git/HEAD",
  ])("by %s", async (mark) => {
    expect(await reaches({ ...venv("/w/.venv"), [`/w/${mark}`]: "" })).toEqual(["enclosing /w/.venv of /w"]);
  });

  test.each<[string, Tree, readonly string[]]>([
    ["no mark", venv("/w/.venv"), []],
    ["no environment", { "/w/package.json": "" }, []],
    [
      "the nearest with both",
      { ...venv("/.venv"), ...venv("/w/env"), "/w/a/setup.py": "", "/w/setup.py": "" },
      ["enclosing /w/env of /w"],
    ],
    ["a mark at the root embeds nothing", { ...venv("/.venv"), "/setup.py": "" }, []],
  ])("%s", async (_name, files, expected) => {
    expect(await reaches({ ...files, "/w/a/b": { folder: true } }, {}, { root: "/w/a/b" })).toEqual(expected);
  });

  test("the home folder embeds nothing, and nothing above it does", async () => {
    const files = {
      ...venv("/home/me/.venv"),
      "/home/me/.git": { folder: true as const },
      ...venv("/home/.venv"),
      "/home/setup.py": "",
      "/home/me/app": { folder: true as const },
    };
    expect(await reaches(files, {}, { root: "/home/me/app" })).toEqual([]);
  });
});

describe("the active environment", () => {
  test("that is not there is a problem to tell", async () => {
    expect(await reaches({}, { env: { VIRTUAL_ENV: "/gone", CONDA_PREFIX: "" } })).toEqual([
      "active /gone ✗ not-an-environment",
    ]);
  });

  const generations = {
    ...venv("/w/app/.burrow/generations/default/1"),
    ...venv("/w/app/.burrow/generations/default/2"),
  };
  const link = { "/w/app/.venv": { link: ".burrow/generations/default/2" } };

  test("that is the current generation is the own one", async () => {
    const found = await surveyOf(
      { ...generations, ...link },
      { env: { VIRTUAL_ENV: "/w/app/.burrow/generations/default/2" } },
    );
    expect(found.reaches.map(line)).toEqual([
      "own /w/app/.venv → /w/app/.burrow/generations/default/2",
      "own /w/app/.burrow/generations/default/2",
    ]);
    expect(found.warnings).toEqual([]);
  });

  test("that is an earlier generation asks to activate again, and does not compete", async () => {
    const found = await surveyOf(
      { ...generations, ...link },
      { env: { VIRTUAL_ENV: "/w/app/.burrow/generations/default/1" } },
    );
    expect(found.reaches.map(line)).toEqual(["own /w/app/.venv → /w/app/.burrow/generations/default/2"]);
    expect(found.warnings).toEqual([{ code: "activate-again", params: { number: 1 } }]);
  });

  test("that is a generation without a link is the own one", async () => {
    const found = await surveyOf(generations, {
      env: { VIRTUAL_ENV: "/w/app/.burrow/generations/default/1" },
    });
    expect(found.reaches.map(line)).toEqual(["own /w/app/.burrow/generations/default/1"]);
  });
});

describe("the site", () => {
  const site = async (files: Tree, options: FakeOptions = {}, ways: Ways = {}) =>
    (await surveyOf(files, options, ways)).site;
  const journal = (...types: readonly string[]) =>
    types.map((type, seq) => `{"sum":"0","entry":{"seq":${seq},"type":"${type}"}}\n`).join("");

  test.each<[string, Tree, object]>([
    ["a folder of somebody", venv("/w/app/.venv"), { occupant: "folder" }],
    ["a file", { "/w/app/.venv": "x" }, { occupant: "file" }],
    ["a link elsewhere", { "/w/app/.venv": { link: "/x" } }, { occupant: "foreign-link" }],
    [
      "a link of burrow's",
      { "/w/app/.venv": { link: ".burrow/generations/default/10" } },
      { occupant: "own-link", current: 10 },
    ],
    [
      "a link of burrow's beside a folder",
      { "/w/app/.venv/x": "", "/w/app/.burrow/envs/default": { link: "../generations/default/2" } },
      { occupant: "folder", current: 2 },
    ],
  ])("%s", async (_name, files, expected) => {
    expect(await site(files)).toMatchObject(expected);
  });

  test("generations are folders with a number, in the order of numbers", async () => {
    const at = "/w/app/.burrow/generations/default";
    const files: Tree = {
      [`${at}/10/x`]: "",
      [`${at}/9/x`]: "",
      [`${at}/9.json`]: "",
      [`${at}/tmp/x`]: "",
      [`${at}/3`]: { link: "10" },
    };
    expect((await site(files))?.generations).toEqual([9, 10]);
  });

  test.each<[string, string, boolean]>([
    ["begun", journal("begin", "intent"), true],
    ["committed", journal("begin", "intent", "done", "committed"), false],
    ["rolled back", journal("begin", "undone", "rolled-back"), false],
    [
      "cut short while it was committed",
      `${journal("begin", "done")}{"sum":"0","entry":{"seq":2,"type":"committed"`,
      true,
    ],
    ["nothing written yet", "", true],
  ])("a journal that is %s", async (_name, text, unfinished) => {
    const found = await surveyOf({ "/w/app/.burrow/journal/1.jsonl": text });
    expect(found.site?.unfinished).toBe(unfinished);
    expect(found.warnings).toEqual(
      unfinished ? [{ code: "unfinished-journal", params: { path: "/w/app" } }] : [],
    );
  });

  test("of conda and of a name lies in .burrow/envs", async () => {
    expect((await site({}, {}, { backend: "conda" }))?.link).toBe("/w/app/.burrow/envs/default");
    expect((await site({}, {}, { siteName: "gpu" }))?.link).toBe("/w/app/.burrow/envs/gpu");
  });

  test("lies in a git work tree, or cannot be written", async () => {
    expect((await site({ "/w/.git": "gitdir: elsewhere" }))?.git).toBe(true);
    expect((await site({}, { readOnly: ["/w"] }))?.writable).toBe(false);
  });
});

test("a failure while one place is judged is that place's problem", async () => {
  const fake = fakeMachine(
    { ...BASE, ...venv("/w/app/.venv"), ...venv("/x/active", { packages: [distribution("six", "1.0")] }) },
    { env: { VIRTUAL_ENV: "/x/active" } },
  );
  const machine = {
    ...fake,
    list: (path: Parameters<typeof fake.list>[0]) => {
      if (path.startsWith("/w/app/.venv/lib")) throw new Error("EIO: the disk fails");
      return fake.list(path);
    },
  };
  const found = await survey(
    machine,
    { root: absolute("/w/app"), reuse: "enclosing", pythons: absolute("/none"), interpreters: false },
    { report: () => {}, signal: new AbortController().signal, now: () => NOW },
  );
  expect(found.reaches[0]).toEqual({
    origin: "own",
    path: "/w/app/.venv",
    problem: { code: "analysis-failed", params: { detail: "EIO: the disk fails" } },
  });
  expect(found.reaches.slice(1).map(line)).toEqual(["active /x/active"]);
});

test("interpreters are listed, and reached as environments", async () => {
  const found = await surveyOf(
    { ...python("/usr", "3.7.16") },
    { env: { PATH: "/opt/python312/bin" } },
    { interpreters: true },
  );
  expect(found.interpreters?.map(({ executable, unfit }) => [executable, unfit?.code])).toEqual([
    ["/opt/python312/bin/python3.12", undefined],
    ["/usr/bin/python3.7", "too-old"],
  ]);
  expect(found.reaches.map(line)).toEqual(["interpreter /opt/python312/bin/python3.12 → /opt/python312"]);
  expect(found.environments.map(({ prefix, kind, aliases }) => [prefix, kind, aliases])).toEqual([
    ["/opt/python312", "base", []],
  ]);
});

test("an abort ends it", async () => {
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  const request = {
    root: absolute("/w"),
    reuse: "own",
    pythons: absolute("/none"),
    interpreters: false,
  } as const;
  const asking = survey(fakeMachine({}), request, {
    report: () => {},
    signal: controller.signal,
    now: () => NOW,
  });
  await expect(asking).rejects.toThrow("enough");
});
