import { expect, test } from "vitest";
import { environmentText } from "../../src/render/environment.ts";
import { errorText } from "../../src/render/error.ts";
import { goalText } from "../../src/render/goal.ts";
import { recoveryText, rollbackText } from "../../src/render/time.ts";
import { upText } from "../../src/render/up.ts";
import { whereText } from "../../src/render/where.ts";
import { whyText } from "../../src/render/why.ts";
import { environment } from "./environments.ts";
import { asks, goal, path, plan, ROOT, shown, TERMINAL } from "./kit.ts";
import { extended, isolated, refused } from "./plans.ts";

test("show", () => {
  expect(shown(environmentText(environment, TERMINAL))).toMatchInlineSnapshot(`
    "
    ~/code/shop/.venv
      python     3.12.4 (cpython)
      base       ~/.pyenv/versions/3.12.4
      kind       burrow · generation 3
      project    ~/code/shop
      holds      3 distributions
        PyYAML  6.0.2
        shop    1.0     editable, ~/code/shop
        six     1.16.0
          ✗ 3 of 12 files of six 1.16.0 are missing
    "
  `);
});

test("goal, with what could not be understood", () => {
  const read = goal(["requests>=2.31", "pytest>=8.4.0"], {
    groups: ["dev"],
    options: [{ text: "--pre", origin: { file: path(`${ROOT}/requirements.txt`), line: 9 } }],
    constraints: [asks("urllib3<3", 12)],
    problems: [
      {
        file: path(`${ROOT}/requirements.txt`),
        line: 4,
        column: 5,
        message: "`ap ple` is no requirement",
        hint: "a name has no space",
      },
    ],
  });
  expect(shown(goalText(read, TERMINAL))).toMatchInlineSnapshot(`
    "
    shop  ~/code/shop
      python     >=3.10                               pyproject.toml:4
      groups     dev
      asks for   requests>=2.31                       requirements.txt:1
                 pytest>=8.4.0                        requirements.txt:2
      held by    urllib3<3                            requirements.txt:12
      options    --pre                                requirements.txt:9
    ✗ requirements.txt:4:5 \`ap ple\` is no requirement
      hint: a name has no space
    "
  `);
});

test("bare burrow", () => {
  const view = {
    root: ROOT,
    name: "shop",
    asks: { python: ">=3.10", requirements: 7, manifests: [path(`${ROOT}/pyproject.toml`)] },
    plan: plan(),
    environment,
    size: { total: 118_000_000, own: 3_000_000 },
    next: "burrow run …",
  };
  expect(shown(whereText(view, TERMINAL))).toMatchInlineSnapshot(`
    "
    shop  ~/code/shop
      asks for   Python >=3.10 · 7 requirements (pyproject.toml)
      has        .venv · Python 3.12.4 · satisfied · 3 distributions, 118 MB (3 MB
                 its own)
      next       burrow run …
    "
  `);
});

test("bare burrow where a file cannot be understood shows the first problem", () => {
  const file = path(`${ROOT}/pyproject.toml`);
  const problem = { file, line: 3, column: 7, message: "`=` is missing", hint: "write name = value" };
  const view = {
    root: ROOT,
    name: "shop",
    asks: { python: "", requirements: 0, manifests: [file] },
    plan: { ...refused, goal: goal([], { problems: [problem, { ...problem, line: 9 }] }) },
    next: "burrow goal",
  };
  expect(shown(whereText(view, TERMINAL))).toMatchInlineSnapshot(`
    "
    shop  ~/code/shop
      asks for   0 requirements (pyproject.toml)
      has        no environment yet
      ✗ pyproject.toml:3:7 \`=\` is missing
        hint: write name = value
        and 1 more problem
      next       burrow goal
    "
  `);
});

test("bare burrow where there is nothing yet", () => {
  const view = {
    root: ROOT,
    name: "shop",
    asks: { python: "", requirements: 1, manifests: [] },
    next: "burrow plan",
  };
  expect(shown(whereText(view, TERMINAL))).toMatchInlineSnapshot(`
    "
    shop  ~/code/shop
      asks for   1 requirement
      has        no environment yet
      next       burrow plan
    "
  `);
});

test("why", () => {
  const view = {
    environment: { prefix: path(`${ROOT}/.venv`), version: "3.12.4" },
    name: "urllib3",
    version: "1.26.18",
    askedBy: [
      { name: "requests", version: "2.31.0", requirement: "urllib3<3,>=1.21.1", holds: true, limits: false },
      { name: "botocore", version: "1.34.0", requirement: "urllib3<2.1,>=1.25.4", holds: true, limits: true },
    ],
    you: [],
    chain: ["requests", "urllib3"],
  };
  expect(shown(whyText(view, TERMINAL))).toMatchInlineSnapshot(`
    "
    urllib3 1.26.18 in .venv
      asked by   requests 2.31.0   urllib3<3,>=1.21.1
                 botocore 1.34.0   urllib3<2.1,>=1.25.4       ← what holds it back
      through    requests → urllib3
    "
  `);
});

test("up: ready, unchanged, refused, rolled back, cancelled", () => {
  const told = [
    upText({ status: "done", plan: isolated, environment: isolated.environment! }, TERMINAL),
    upText({ status: "unchanged", plan: plan(), environment: plan().environment! }, TERMINAL),
    upText({ status: "refused", plan: refused }, TERMINAL),
    upText(
      {
        status: "rolled-back",
        plan: extended,
        failure: { step: "install", detail: "no space left on device" },
      },
      TERMINAL,
    ),
    upText({ status: "cancelled", plan: extended }, TERMINAL),
  ];
  expect(shown(told.flatMap((lines) => [...lines, "--"]))).toMatchInlineSnapshot(`
    "
    ready  .venv · Python 3.12.4 · burrow run …
    --
    unchanged  .venv satisfies 2 requirements
    --
    ✗ \`requets>=2\` (requirements.txt:2) is on no index
      hint: edit requirements.txt:2, then burrow up
    nothing was changed
    --
    ✗ installing failed; everything is as it was before
      because: no space left on device
      hint: burrow plan
    --
    ✗ cancelled; everything is as it was before
    --
    "
  `);
});

test("recover and rollback", () => {
  const told = [
    recoveryText({ status: "nothing", transactions: [] }, TERMINAL),
    recoveryText(
      { status: "before", transactions: [{ id: "t1", prefix: path(`${ROOT}/.venv`), outcome: "before" }] },
      TERMINAL,
    ),
    rollbackText({ from: 4, to: 2, prefix: path(`${ROOT}/.venv`), seconds: 0.0421 }, TERMINAL, false),
    rollbackText({ from: 4, to: 2, prefix: path(`${ROOT}/.venv`), seconds: 0 }, TERMINAL, true),
    rollbackText({ from: 2, to: 2, prefix: path(`${ROOT}/.venv`), seconds: 0 }, TERMINAL, false),
    rollbackText(
      {
        from: "1a",
        to: "1",
        prefix: path(`${ROOT}/.venv`),
        seconds: 0.42,
        restored: {
          environment: {
            ...isolated.environment!,
            generation: path(`${ROOT}/.burrow/generations/default/3`),
          },
        },
      },
      TERMINAL,
      false,
    ),
    rollbackText(
      { from: "3", to: "2", prefix: path("/opt/lab"), seconds: 1.2, restored: {} },
      TERMINAL,
      false,
    ),
  ].flat();
  expect(told).toEqual([
    "nothing to recover",
    "✓ .venv is as it was before the change",
    "back at generation 2 in 0.04 s   (4 is kept: burrow rollback 4)",
    "would go back from generation 4 to 2 · nothing was changed",
    "already at generation 2",
    "back at 1, as generation 3, in 0.42 s   (1a is kept: burrow rollback 1a)",
    "back at 2 in 1.20 s   (3 is kept: burrow rollback 3)",
  ]);
});

test("an error: what failed, why, what to do", () => {
  const view = { message: "`x` failed", because: "the disk is full", hint: "burrow recover" };
  const lines = ["✗ `x` failed", "  because: the disk is full", "  hint: burrow recover"];
  expect(errorText(view, TERMINAL)).toEqual(lines);
  expect(errorText({ message: "m" }, TERMINAL)).toEqual(["✗ m"]);
});

test("an error wraps at 80 columns without a terminal too, but words and commands stay whole", () => {
  const piped = { ...TERMINAL, cut: false };
  const deep = `/srv/${"deep/".repeat(20)}end`;
  const because = `the index answered 503 and nobody knows why, least of all ${deep} or its owner`;
  expect(errorText({ message: "`x` failed", because, hint: `burrow show ${deep} --json` }, piped)).toEqual([
    "✗ `x` failed",
    "  because: the index answered 503 and nobody knows why, least of all",
    `           ${deep}`,
    "           or its owner",
    `  hint: burrow show ${deep} --json`,
  ]);
});

test("problems are all told with their places and hints, at most ten", () => {
  const problems = Array.from({ length: 12 }, (_, index) => ({
    file: path(`${ROOT}/burrow.toml`),
    line: index + 1,
    column: 1,
    message: `\`k${index}\` is no setting`,
    ...(index === 1 && { hint: "reuse" }),
  }));
  const told = errorText({ message: "m", because: "b", hint: "h", problems }, TERMINAL);
  expect([...told.slice(0, 4), ...told.slice(-2)]).toEqual([
    "✗ m",
    "✗ burrow.toml:1:1 `k0` is no setting",
    "✗ burrow.toml:2:1 `k1` is no setting",
    "  hint: reuse",
    "✗ burrow.toml:10:1 `k9` is no setting",
    "  and 2 more",
  ]);
  expect(errorText({ message: "m", because: "b", problems: problems.slice(0, 1) }, TERMINAL)).toEqual([
    "✗ m",
    "  because: b",
  ]);
});

test("without UTF-8 everything has an ASCII form, data too", () => {
  const ascii = { ...TERMINAL, unicode: false };
  expect(upText({ status: "done", plan: isolated, environment: isolated.environment! }, ascii)).toEqual([
    "ready  .venv - Python 3.12.4 - burrow run ...",
  ]);
  expect(errorText({ message: "`é` → 中" }, ascii)).toEqual(["x `\\xe9` -> \\u4e2d"]);
});

test("colour adds nothing that the words do not say", () => {
  const colours = errorText({ message: "m", hint: "h" }, { ...TERMINAL, colour: true });
  expect(colours).toEqual(["\u001b[31m✗ \u001b[39mm", "  hint: h"]);
});
