import { describe, expect, test } from "vitest";

import type { Goal } from "../../src/model/goal.ts";
import { absolute } from "../../src/model/path.ts";
import type { GoalRequest } from "../../src/project/files.ts";
import { readGoal } from "../../src/project/goal.ts";
import { filesOf } from "../kit/files.ts";

/** The one place that reads: a goal in a tree of files. */
function goal(
  files: Readonly<Record<string, string>>,
  path: string,
  request: Omit<GoalRequest, "path" | "env"> = {},
): Goal {
  return readGoal({ path: absolute(path), env: {}, ...request }, filesOf(files));
}

const names = ({ requirements }: Goal): readonly string[] => requirements.map(({ text }) => text);

const SHOP = {
  "/w/shop/pyproject.toml": `[project]
name = "shop"
dependencies = ["flask", "shop[cache]"]
[project.optional-dependencies]
cache = ["redis"]
mail = ["aiosmtplib"]
all = ["shop[mail,cache]", "rich"]
[dependency-groups]
dev = ["pytest"]
docs = ["mkdocs"]
`,
};

describe("the selection", () => {
  test.each<
    [string, Omit<GoalRequest, "path" | "env">, readonly string[], readonly string[], readonly string[]]
  >([
    ["dev by default", {}, ["flask", "redis", "pytest"], ["dev"], []],
    ["no group", { groups: [] }, ["flask", "redis"], [], []],
    [
      "named groups, once each",
      { groups: ["Docs", "dev", "docs"] },
      ["flask", "redis", "mkdocs", "pytest"],
      ["docs", "dev"],
      [],
    ],
    [
      "an extra that names others",
      { groups: [], extras: ["ALL"] },
      ["flask", "redis", "aiosmtplib", "redis", "rich"],
      [],
      ["all"],
    ],
  ])("%s", (_, request, texts, groups, extras) => {
    const read = goal(SHOP, "/w/shop", request);
    expect(names(read)).toEqual(texts);
    expect(read.groups).toEqual(groups);
    expect(read.extras).toEqual(extras);
    expect(read.problems).toEqual([]);
  });

  test("what is not there is a problem", () => {
    const place = { file: "/w/shop/pyproject.toml", line: 1, column: 1 };
    expect(goal(SHOP, "/w/shop", { groups: ["test"], extras: ["x\u001b"] }).problems).toEqual([
      { ...place, message: "there is no dependency group `test`", hint: "there are `dev`, `docs`" },
      { ...place, message: "there is no extra `x`", hint: "there are `cache`, `mail`, `all`" },
    ]);
  });
});

describe("the Python that is asked for", () => {
  const files = { "/w/.git/HEAD": "", "/w/.python-version": "3.10\n", "/w/shop/requirements.txt": "" };

  test("is that of the repository's .python-version, if the project has none", () => {
    expect(goal(files, "/w/shop").python.asked).toEqual({
      text: "3.10",
      origin: { file: "/w/.python-version", line: 1, column: 1 },
    });
    expect(goal({ ...files, "/w/shop/.python-version": "pypy3.10" }, "/w/shop").python.asked?.text).toBe(
      "pypy3.10",
    );
  });

  test("is not looked for above the repository, nor above a project without one", () => {
    expect(
      goal({ "/.python-version": "3.8", ...files, "/w/.python-version": "" }, "/w/shop").python.asked,
    ).toBeUndefined();
    expect(
      goal({ "/w/.python-version": "3.8", "/w/shop/setup.py": "" }, "/w/shop").python.asked,
    ).toBeUndefined();
  });

  test("is what the caller says, before any file", () => {
    expect(goal(files, "/w/shop", { python: "3.13" }).python.asked).toEqual({ text: "3.13" });
  });

  test("`system` asks for nothing, a pyenv environment's name is a warning", () => {
    const system = goal({ ...files, "/w/shop/.python-version": "system" }, "/w/shop");
    expect([system.python.asked, system.warnings]).toEqual([undefined, []]);
    const named = goal({ ...files, "/w/shop/.python-version": "shop-env" }, "/w/shop");
    expect([named.python.asked, named.warnings]).toEqual([
      undefined,
      [{ code: "not-a-python", params: { text: "shop-env", path: "/w/shop/.python-version" } }],
    ]);
  });
});

describe("one file as the goal", () => {
  const files = {
    "/w/shop/pyproject.toml": '[project]\nname = "shop"\ndependencies = ["flask"]\n',
    "/w/shop/deploy/pins.txt": "-e .\n-e ./local\ngunicorn\n",
    "/w/shop/deploy/local/setup.cfg": "[metadata]\nname = near\n",
    "/w/shop/tool.py": "print()\n",
    "/w/shop/odd.lock": "celery\n",
  };

  test("a requirements file stands for itself; its paths start at the project, else beside it", () => {
    const read = goal(files, "/w/shop/deploy/pins.txt");
    expect([read.root, read.name]).toEqual(["/w/shop", "shop"]);
    expect(read.requirements.map(({ name, editable }) => [name, editable])).toEqual([
      ["shop", "/w/shop"],
      ["near", "/w/shop/deploy/local"],
      ["gunicorn", undefined],
      ["flask", undefined],
    ]);
    expect(read.manifests).toEqual([
      "/w/shop/deploy/pins.txt",
      "/w/shop/pyproject.toml",
      "/w/shop/deploy/local/setup.cfg",
    ]);
  });

  test("a pyproject.toml is its project", () => {
    expect(goal(files, "/w/shop/pyproject.toml")).toEqual(goal(files, "/w/shop"));
  });

  test("a kind for a name that does not tell", () => {
    expect(names(goal(files, "/w/shop/odd.lock", { kind: "requirements" }))).toEqual(["celery"]);
    expect(goal(files, "/w/shop/odd.lock").problems).toEqual([
      {
        file: "/w/shop/odd.lock",
        line: 1,
        column: 1,
        message: "`odd.lock` is of no kind that is read",
        hint: "say --kind requirements, script, project, environment or conda-lock",
      },
    ]);
  });

  test("a script without a block, a file that is gone", () => {
    expect(goal(files, "/w/shop/tool.py").problems.map(({ message }) => message)).toEqual([
      "`tool.py` has no `script` block (PEP 723)",
    ]);
    expect(goal(files, "/w/shop/gone.txt").problems.map(({ message }) => message)).toEqual([
      "`gone.txt` does not exist",
    ]);
  });
});

test("facts name every file that was read, as it was, and no folder", () => {
  const { facts } = goal(
    { "/w/shop/requirements.txt": "-r a.txt\n", "/w/shop/a.txt": "x", "/w/shop/b.txt": "y" },
    "/w/shop",
  );
  expect(facts.map(({ path, was }) => `${path.slice(8)} ${was}`)).toEqual([
    "pyproject.toml absent",
    "setup.cfg absent",
    "setup.py absent",
    "Pipfile absent",
    "requirements-dev.txt absent",
    "dev-requirements.txt absent",
    "requirements/dev.txt absent",
    "requirements.txt file:9",
    "a.txt file:1",
    "environment.yml absent",
    "environment.yaml absent",
    "conda-lock.yml absent",
    "uv.lock absent",
    "pylock.toml absent",
    "poetry.lock absent",
    "pdm.lock absent",
    "Pipfile.lock absent",
    ".python-version absent",
    ".tool-versions absent",
  ]);
});
