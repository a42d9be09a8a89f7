import { describe, expect, test } from "vitest";
import { join } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { reason } from "../../src/model/reason.ts";
import type { CondaQuestion } from "../../src/model/resolve.ts";
import {
  archive,
  condaGoal,
  condaPackage,
  HOME,
  NUMPY,
  OPENSSL,
  planFor,
  prefix,
  PYTHON,
  solved,
  wants,
} from "./conda-kit.ts";
import { asks, distribution, ROOT, told, venv } from "./kit.ts";

describe("a prefix that is there", () => {
  test("serves when the whole closure holds, whatever else is in it", () => {
    const plan = planFor(
      [["active", prefix(HOME, [PYTHON, OPENSSL, NUMPY, "extra 1 0"])]],
      condaGoal(["python 3.12.*", "numpy >=1.26,<2 py312*"]),
    );
    expect(told(plan)).toBe(
      `reuse ${HOME}: it satisfies 2 requirements\n  reuse ${HOME} (active): it satisfies 2 requirements`,
    );
  });

  test("serves without a Python where none is asked for", () => {
    const { executable: _executable, version: _version, ...bare } = prefix(HOME, ["r-base 4.3.3 h1"]);
    expect(planFor([["active", bare]], condaGoal(["r-base 4.3.*"])).action).toBe("reuse");
  });

  test.each([
    ["a package", [PYTHON, OPENSSL], ["numpy"]],
    ["a dependency of a dependency", [PYTHON, NUMPY], ["numpy"]],
  ])("that only lacks %s is extended", (_, holds, specs) => {
    const plan = planFor([["active", prefix(HOME, holds)]], condaGoal(specs), {
      solver: ({ mode, installed }) => {
        expect([mode, installed.map(({ name }) => name)]).toEqual([
          "frozen",
          holds.map((text) => text.split(" ")[0]),
        ]);
        return solved(holds.includes(NUMPY) ? OPENSSL : NUMPY);
      },
    });
    expect([plan.action, plan.steps.map(({ kind }) => kind)]).toEqual([
      "extend",
      ["fetch-packages", "preserve", "change-packages", "verify"],
    ]);
    expect(plan.steps[2]).toMatchObject({ prefix: HOME, create: false, removed: [], specs });
  });

  test("of another version is not changed when it is somebody else's: the project gets its own", () => {
    const plan = planFor([["active", prefix(HOME, [PYTHON, OPENSSL, NUMPY])]], condaGoal(["numpy >=2"]), {
      solver: ({ mode }) =>
        mode === "fresh" ? solved(PYTHON, OPENSSL, "numpy 2.1.0 py312_0") : { kind: "conflict", text: "" },
    });
    expect(told(plan)).toContain(`reject ${HOME} (active): numpy 1.26.4 (need >=2)`);
    expect([plan.action, plan.environment?.prefix]).toEqual(["create", join(ROOT, ".burrow/envs/app")]);
  });

  test("that is the project's own, made by another tool, is upgraded, unless something in it would break", () => {
    const upgrade = (also: string): Plan =>
      planFor(
        [["own", prefix(`${ROOT}/.burrow/envs/app`, [PYTHON, OPENSSL, NUMPY, also])]],
        condaGoal(["numpy >=2"]),
        {
          solver: ({ mode, free }) =>
            mode === "freed" && free.join() === "numpy"
              ? solved("numpy 2.1.0 py312_0")
              : solved(PYTHON, OPENSSL, "numpy 2.1.0 py312_0"),
        },
      );
    const plan = upgrade("zlib 1.3 h0");
    expect([plan.action, plan.changes]).toEqual([
      "upgrade",
      [{ name: "numpy", from: "1.26.4", to: "2.1.0" }],
    ]);
    for (const also of ["pandas 2.0 py0 needs numpy >=1.22,<2", "pandas 2.0 py0 | numpy <2"]) {
      const other = upgrade(also);
      expect(told(other)).toContain("it would break pandas");
      expect(other.candidates[0]?.breaks[0]).toMatchObject({ name: "pandas", version: "2.0" });
    }
  });

  test("is judged by what its packages forbid, and by what the machine has", () => {
    const judged = (holds: readonly string[], spec: string): string =>
      told(
        planFor([["active", prefix(HOME, holds)]], condaGoal([spec]), {
          solver: () => ({ kind: "unreachable", text: "offline" }),
        }),
      );
    expect(judged([OPENSSL, "old 1 0 | openssl <3"], "openssl")).toContain("openssl 3.3.1 (need <3)");
    expect(judged(["python 3.12.4 h1 needs __glibc >=2.99"], "python")).toContain(
      "__glibc 2.36 (need >=2.99)",
    );
    expect(judged(["python 3.12.4 h1 needs __cuda >=12"], "python")).toContain("reuse");
  });

  test("whose archive is not the one of the lock is no proof of it", () => {
    const locked = wants("python ==3.12.4 h1", 9, { hashes: [`sha256:${"ab".repeat(32)}`], fromLock: true });
    const here = (sha256: string) => prefix(HOME, [condaPackage("python 3.12.4 h1", { sha256 })]);
    const pins = [archive("python 3.12.4 h1")];
    expect(planFor([["active", here("ab".repeat(32))]], condaGoal([locked], { locked: pins })).action).toBe(
      "reuse",
    );
    expect(planFor([["active", here("cd".repeat(32))]], condaGoal([locked], { locked: pins })).action).toBe(
      "create",
    );
  });
});

describe("the policies", () => {
  test("1: a base is never a candidate (C61)", () => {
    const base = prefix("/conda", [PYTHON, OPENSSL], { kind: "conda-base" });
    const plan = planFor([["active", base]], condaGoal(["python"]), {
      solver: () => solved(PYTHON, OPENSSL),
    });
    expect(told(plan)).toContain("reject /conda (active): it is a conda base, which is never used");
    expect(plan.action).toBe("create");
  });

  test("2: what pip put beside conda's packages is told (C62), and what the file asks pip for is not (C63)", () => {
    const site = "/conda/envs/data/lib/python3.12/site-packages";
    const more = {
      distributions: [
        distribution("rich 13.0", site, { installer: "pip" }),
        distribution("flask 3.0", site, { installer: "uv" }),
      ],
    };
    const plan = planFor(
      [["active", prefix(HOME, [PYTHON, OPENSSL], more)]],
      condaGoal(["python", asks("rich", 7)]),
    );
    expect([plan.action, plan.warnings.map(({ code, params }) => [code, params["names"]])]).toEqual([
      "reuse",
      [["pip-beside-conda", "flask"]],
    ]);
  });

  test("3 and 5: a venv never serves a conda goal, nor pip a conda prefix unless that is allowed (C64, C67)", () => {
    const plan = planFor([["own", venv(`${ROOT}/.venv`, "3.12.4")]], condaGoal(["python"]), {
      solver: () => solved(PYTHON, OPENSSL),
    });
    expect(told(plan)).toContain("the project asks for conda, this is venv");
    expect(plan.backend).toBe("conda");
  });

  test("4: without an engine the plan refuses; nothing of pip's is tried (C66)", () => {
    const plan = planFor([], condaGoal(["python", asks("rich", 7)]), {
      solver: () => ({ kind: "unreachable", text: "no conda engine is here" }),
    });
    expect([plan.action, plan.steps, plan.because.params["detail"]]).toEqual([
      "refuse",
      [],
      "no conda engine is here",
    ]);
  });

  test("what its owner froze is used as it stands and not changed; the message is shown", () => {
    const frozen = prefix(HOME, [PYTHON, OPENSSL], { frozen: "ask the lab" });
    expect(planFor([["active", frozen]], condaGoal(["python"])).action).toBe("reuse");
    const plan = planFor([["active", frozen]], condaGoal(["numpy"]), {
      solver: () => solved(PYTHON, OPENSSL, NUMPY),
    });
    expect(told(plan)).toContain("its owner froze it: ask the lab");
  });
});

describe("a prefix that is made", () => {
  test("from a lock needs no solver, and holds exactly its archives", () => {
    const locked = [
      archive(PYTHON),
      archive(OPENSSL),
      { name: "rich", version: "13.7.1", hashes: ["sha256:00"] },
    ];
    const plan = planFor(
      [],
      condaGoal([wants("python ==3.12.4 h1", 1), asks("rich==13.7.1", 2)], {
        locked,
        variables: { MODE: "dev" },
      }),
    );
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      "ignore",
      "change-packages",
      "install-requirements",
      "verify",
      "link",
    ]);
    expect(plan.steps[1]).toMatchObject({
      create: true,
      pins: locked.slice(0, 2),
      variables: { MODE: "dev" },
      scripts: false,
    });
    expect([plan.environment?.version, plan.environment?.kind, plan.pins.map(({ name }) => name)]).toEqual([
      "3.12.4",
      "conda",
      ["python", "openssl"],
    ]);
  });

  test("is refused where a lock's Python is not the one that was asked for", () => {
    const planned = (asked: string) =>
      planFor(
        [],
        condaGoal(
          [wants("python ==3.12.4 h1", 1)],
          { locked: [archive(PYTHON)] },
          { lock: join(ROOT, "conda-lock.yml"), python: { specifier: "", asked: { text: asked } } },
        ),
      );
    expect(planned("3.12").action).toBe("create");
    expect(planned(">=3.9,<3.13").action).toBe("create");
    for (const asked of ["3.11", "3.12.5", ">=3.13", "pypy3.12", "3.12t"])
      expect([planned(asked).action, planned(asked).because]).toEqual([
        "refuse",
        reason("locked-python", { path: join(ROOT, "conda-lock.yml"), version: "3.12.4", asked }),
      ]);
  });

  test("is solved for the channels in order, `nodefaults` apart, with the Python that was asked for", () => {
    const questions: CondaQuestion[] = [];
    planFor(
      [],
      condaGoal(
        ["numpy"],
        { channels: ["b", "a", "nodefaults"] },
        { python: { specifier: "", asked: { text: "3.12" } } },
      ),
      {
        solver: (question) => {
          questions.push(question);
          return solved(PYTHON, OPENSSL, NUMPY);
        },
      },
    );
    expect(questions).toMatchObject([
      { mode: "fresh", channels: ["b", "a"], specs: ["numpy", "python 3.12.*"], installed: [] },
    ]);
  });

  test("follows the generation before, whose packages are preferred; a contradiction is told in the solver's words", () => {
    const number = join(ROOT, ".burrow/generations/app/1");
    const own = prefix(`${ROOT}/.burrow/envs/app`, [PYTHON, OPENSSL], {
      realPrefix: number,
      generation: { name: "app", number: 1, folder: number },
    });
    const site = { occupant: "own-link", generations: [1], current: 1 } as const;
    const plan = planFor([["own", own]], condaGoal(["numpy"]), {
      site,
      solver: ({ mode, installed }) => {
        expect([mode, installed.map(({ name }) => name)]).toEqual(["fresh", ["python", "openssl"]]);
        return solved(PYTHON, OPENSSL, NUMPY);
      },
    });
    expect([plan.action, plan.environment?.generation, plan.changes]).toEqual([
      "extend",
      join(ROOT, ".burrow/generations/app/2"),
      [{ name: "numpy", to: "1.26.4" }],
    ]);
    const refused = planFor([["own", own]], condaGoal(["numpy >=9"]), {
      site,
      solver: () => ({ kind: "impossible", cause: "unsatisfiable", text: "nothing provides numpy >=9" }),
    });
    expect([refused.action, refused.because.params["detail"]]).toEqual([
      "refuse",
      "nothing provides numpy >=9",
    ]);
  });
});
