import { expect, test } from "vitest";
import { planText } from "../../src/render/plan.ts";
import { reason } from "../../src/model/reason.ts";
import { candidate, path, plan, ROOT, shown, TERMINAL } from "./kit.ts";
import { extended, isolated, refused, upgraded } from "./plans.ts";

test("create: what was looked at, what stands in the way, the steps", () => {
  expect(shown(planText(isolated, TERMINAL))).toMatchInlineSnapshot(`
    "
    create .venv                              why: 2 candidates looked at, none fits

      ~/code/.venv         enclosing project  ✗ would break botocore
          conflict    urllib3 1.26.18 (need >=2.2)        requirements.txt:3
          in the way  botocore 1.34.0 needs urllib3<2.1
          unchanged   canvas keeps working as it is
      /usr/bin/python3.11  base interpreter   ✗ externally managed (PEP 668)

      1  ignore    .venv and .burrow/ in the project's ignore files, so that no
                   archive swallows them
      2  create    .venv with Python 3.12.4 (pyenv), the newest that fits >=3.10
      3  install   2 distributions, 293 kB to fetch
      4  verify    files against RECORD, requirements, imports
      5  link      .venv → generation 1, by one rename

      + certifi 2024.8.30, urllib3 2.2.3

    nothing was changed · burrow up to do this
    "
  `);
});

test("extend: what is missing, what is added, what it saves", () => {
  expect(shown(planText(extended, TERMINAL))).toMatchInlineSnapshot(`
    "
    extend ~/code/.venv
      why: it lacks 2 distributions and nothing in it has to change

      ~/code/.venv  active, enclosing project  ✓ chosen

      1  install   2 distributions, 293 kB to fetch

      missing watchdog>=6.0.0, psutil>=6.1.1
      + psutil 7.1.0, watchdog 6.0.0

    ! rich 14.0b1 is a pre-release

    nothing was changed · saves 118 MB · burrow up to do this
    "
  `);
});

test("upgrade: the conflict in its fixed form, and what becomes of it", () => {
  expect(shown(planText(upgraded, TERMINAL))).toMatchInlineSnapshot(`
    "
    upgrade ~/code/.venv
      why: psutil 5.9.8 can be upgraded to 7.1.0 and nothing else breaks

      ~/code/.venv  enclosing project  ✓ psutil is listed as upgradeable

      conflict  psutil 5.9.8 (need >=6.1.1)         psutil is listed as upgradeable

      ~ psutil 5.9.8 → 7.1.0
      - six 1.16.0

    nothing was changed · burrow up to do this
    "
  `);
});

test("reuse: nothing to do", () => {
  expect(shown(planText(plan({ saves: { bytes: 3_000_000 } }), TERMINAL))).toMatchInlineSnapshot(`
    "
    reuse .venv                                 why: it satisfies all 2 requirements

      .venv  the project's own  ✓ chosen

    nothing to do · saves 3 MB · burrow run …
    "
  `);
});

test("refuse: the name with its line, and what to do", () => {
  expect(shown(planText(refused, TERMINAL))).toMatchInlineSnapshot(`
    "
    ✗ \`requets>=2\` (requirements.txt:2) is on no index
      hint: edit requirements.txt:2, then burrow up

    nothing was changed
    "
  `);
});

test("verbose: every verdict, and the analysis", () => {
  expect(shown(planText(isolated, { ...TERMINAL, verbose: true }))).toMatchInlineSnapshot(`
    "
    create .venv                              why: 2 candidates looked at, none fits

      ~/code/.venv         enclosing project  ✗ would break botocore
          conflict    urllib3 1.26.18 (need >=2.2)        requirements.txt:3
          in the way  botocore 1.34.0 needs urllib3<2.1
          unchanged   canvas keeps working as it is
      /usr/bin/python3.11  base interpreter   ✗ externally managed (PEP 668)

      1  ignore    .venv and .burrow/ in the project's ignore files, so that no
                   archive swallows them
      2  create    .venv with Python 3.12.4 (pyenv), the newest that fits >=3.10
      3  install   2 distributions, 293 kB to fetch
      4  verify    files against RECORD, requirements, imports
      5  link      .venv → generation 1, by one rename

      + certifi 2024.8.30, urllib3 2.2.3

      ✗  breaks               ~/code/.venv          it would break botocore
      ✗  externally-managed   /usr/bin/python3.11   externally managed (PEP 668)

    ============================================================
    environment:       virtual (enclosing project)
    python:            3.12.4
    path:              ~/code/.venv
    enclosing project: canvas at ~/code/canvas (embedded installation)
    missing:           none
    conflicts:
      - urllib3 1.26.18 (need >=2.2)
    recommendation:    create .venv
    reason:            2 candidates looked at, none fits
    ============================================================

    nothing was changed · burrow up to do this
    "
  `);
});

const own = candidate(`${ROOT}/.venv`, {
  action: "repair",
  because: reason("python-not-asked", { version: "3.11.7", asked: "3.99" }),
});

test("a generation that the next one follows is no rejection; one that nothing follows is", () => {
  const followed = { ...isolated, candidates: [own] };
  expect(planText(followed, TERMINAL).slice(2, 4)).toEqual([
    "  .venv  the project's own",
    "    ✓ followed by generation 1: Python 3.11.7 is not the 3.99 that was asked for",
  ]);
  expect(planText({ ...followed, because: own.because }, TERMINAL)).toContain(
    "  .venv  the project's own  ✓ followed by generation 1",
  );
  const because = reason("no-interpreter", { specifier: "3.99" });
  expect(planText({ ...refused, because, candidates: [own] }, TERMINAL)).toContain(
    "  .venv  the project's own  ✗ Python 3.11.7 is not the 3.99 that was asked for",
  );
});

test("a plan that refuses for what it could not read says all of it", () => {
  const problem = { file: path(`${ROOT}/requirements.txt`), line: 2, column: 1, message: "`a b` is odd" };
  const problems = [problem, { ...problem, line: 7, hint: "a name has no space" }];
  const because = reason("goal-problems", { what: "2 lines" });
  expect(planText({ ...refused, because, goal: { ...refused.goal, problems } }, TERMINAL)).toEqual([
    "✗ 2 lines in the project's files cannot be understood",
    "✗ requirements.txt:2:1 `a b` is odd",
    "✗ requirements.txt:7:1 `a b` is odd",
    "  hint: a name has no space",
    "",
    "nothing was changed",
  ]);
  const one = { ...refused, because, goal: { ...refused.goal, problems: problems.slice(0, 1) } };
  expect(planText(one, TERMINAL)).toEqual(["✗ requirements.txt:2:1 `a b` is odd", "", "nothing was changed"]);
  const many = {
    ...refused,
    because,
    goal: { ...refused.goal, problems: Array.from({ length: 12 }, () => problem) },
  };
  expect(planText(many, TERMINAL).slice(-3)).toEqual([
    "  and 2 more: burrow goal",
    "",
    "nothing was changed",
  ]);
});

test("a plan that finds no Python says which line asks for it", () => {
  const because = reason("no-interpreter", { specifier: "3.99" });
  const asked = { text: "3.99", origin: { file: path(`${ROOT}/.python-version`), line: 1 } };
  const goal = { ...refused.goal, python: { specifier: "", asked } };
  expect(planText({ ...refused, because, goal, candidates: [] }, TERMINAL).slice(0, 3)).toEqual([
    "✗ no Python here satisfies 3.99, and none can be provided",
    "  because: .python-version:1 asks for it",
    "  hint: install a Python that fits, or ask for another, then burrow up",
  ]);
});

test("in a pipe a conflict's reason goes below rather than over 80 columns", () => {
  const conflicts = upgraded.conflicts.map((one) => ({
    ...one,
    installed: "5.9.8.post20240101+local.of.us",
  }));
  const lines = planText({ ...upgraded, conflicts }, { ...TERMINAL, cut: false });
  const index = lines.findIndex((one) => one.startsWith("  conflict"));
  expect(lines.slice(index, index + 2)).toEqual([
    "  conflict  psutil 5.9.8.post20240101+local.of.us (need >=6.1.1)",
    "            psutil is listed as upgradeable",
  ]);
});

test("from another folder the project is named", () => {
  const look = { ...TERMINAL, here: path("/home/me") };
  expect(planText(plan(), look).slice(0, 2)).toEqual([
    "reuse .venv                                 why: it satisfies all 2 requirements",
    "  for ~/code/shop",
  ]);
});

test("many base interpreters are one line, many conflicts are counted", () => {
  const bases = ["3.9", "3.10", "3.11"].map((version) => ({
    ...(isolated.candidates[1] ?? isolated.candidates[0]),
    prefix: path(`/usr/bin/python${version}`),
  }));
  const [first] = isolated.candidates;
  const conflicts = ["a>=2", "b>=2", "c>=2", "d>=2", "e>=2"].map((requirement) => ({
    ...first?.conflicts[0],
    requirement,
    name: requirement.slice(0, 1),
    installed: "1",
  }));
  const crowded = {
    ...isolated,
    candidates: [{ ...first, conflicts, breaks: [] }, ...bases],
  } as typeof isolated;
  expect(shown(planText(crowded, TERMINAL).slice(2, 9))).toMatchInlineSnapshot(`
    "
      ~/code/.venv                   enclosing project  ✗ would break botocore
          conflict    a 1 (need >=2)
          conflict    b 1 (need >=2)
          conflict    c 1 (need >=2)
                      and 2 more
          unchanged   canvas keeps working as it is
      /usr/bin/python3.9 and 2 more  base interpreters
    "
  `);
});
