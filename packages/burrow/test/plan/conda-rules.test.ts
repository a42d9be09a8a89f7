import { describe, expect, test } from "vitest";
import type { Environment } from "../../src/model/environment.ts";
import type { CondaGoal, Goal } from "../../src/model/goal.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { CondaQuestion } from "../../src/model/resolve.ts";
import type { Tenant } from "../../src/model/survey.ts";
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
  type Solver,
} from "./conda-kit.ts";
import { asks, distribution, ROOT, told } from "./kit.ts";

const SITE = `${HOME}/lib/python3.12/site-packages`;
const OWN = join(ROOT, ".burrow/envs/app");
const GENERATION = join(ROOT, ".burrow/generations/app/1");
const ownSite = { occupant: "own-link", generations: [1], current: 1 } as const;

/** The project's own generation, with what burrow recorded of it. */
function generation(
  holds: Parameters<typeof prefix>[1],
  recorded: readonly string[],
  more: Partial<Environment> = {},
): Environment {
  const pins = recorded.map((name) => ({ name, version: "1", hashes: [] }));
  return prefix(OWN, holds, {
    realPrefix: GENERATION,
    generation: { name: "app", number: 1, folder: GENERATION, recorded: pins },
    ...more,
  });
}

/** Answers what is freed with the pins, and `fresh` with all of a new environment. */
const moving =
  (...texts: readonly string[]): Solver =>
  ({ mode }) =>
    mode === "fresh" ? solved(PYTHON, OPENSSL, ...texts) : solved(...texts);

describe("a conflict in another's prefix", () => {
  const numpy = (version: string) => [
    PYTHON,
    OPENSSL,
    `numpy ${version} py312_0 needs python >=3.12,<3.13.0a0`,
  ];

  test("that encloses the project is upgraded when it is minor, and isolates when it is major or breaking", () => {
    const from = (name: string, before: string, spec: string, after: string): Plan =>
      planFor([["enclosing", prefix(HOME, [PYTHON, OPENSSL, `${name} ${before} 0`])]], condaGoal([spec]), {
        solver: moving(`${name} ${after} 0`),
      });
    expect(told(from("numpy", "1.26.4", "numpy >=1.27", "1.27.0"))).toMatchInlineSnapshot(`
      "upgrade /conda/envs/data: numpy 1.26.4 can be upgraded to 1.27.0 and nothing else breaks
        upgrade /conda/envs/data (enclosing): numpy 1.26.4 can be upgraded to 1.27.0 and nothing else breaks
          minor numpy >=1.27, there is 1.26.4
        fetch-packages → preserve → change-packages → verify
        ~ numpy 1.26.4 → 1.27.0"
    `);
    expect(told(from("numpy", "1.26.4", "numpy >=2", "2.1.0"))).toMatchInlineSnapshot(`
      "create /home/me/app/.burrow/envs/app: 1 candidate looked at, none fits
        reject /conda/envs/data (enclosing): numpy 1.26.4 (need >=2)
          major numpy >=2, there is 1.26.4
        ignore → change-packages → verify → link
        + numpy 2.1.0
        + openssl 3.3.1
        + python 3.12.4"
    `);
    expect(from("tz", "2024a", "tz >=2025", "2025a").candidates[0]?.conflicts[0]?.severity).toBe("major");
    expect(from("pyyaml", "6.0", "pyyaml >=6.1", "6.1").action).toBe("create");
    expect(from("watchdog", "5.0", "watchdog >=6", "6.0").action).toBe("upgrade");
  });

  test("that is only active stays as it is, unless conflicts are tolerated", () => {
    const tolerating = (conflictTolerance: "strict" | "lenient"): string =>
      planFor([["active", prefix(HOME, numpy("1.26.4"))]], condaGoal(["numpy >=1.27"]), {
        policy: { conflictTolerance },
        solver: moving("numpy 1.27.0 py312_0"),
      }).action;
    expect([tolerating("strict"), tolerating("lenient")]).toEqual(["create", "upgrade"]);
  });

  test("that a person names is changed no more freely: a major conflict refuses", () => {
    const naming = (spec: string, to: string) =>
      planFor([["named", prefix(HOME, numpy("1.26.4"))]], condaGoal([`numpy >=${spec}`]), {
        policy: { conflictTolerance: "lenient" },
        solver: moving(`numpy ${to} py312_0`),
      }).because.code;
    expect([naming("1.27", "1.27.0"), naming("2", "2.1.0")]).toEqual(["minor-upgrade", "conflict"]);
  });
});

describe("what would break", () => {
  test("is another project's goal, minded where that is possible and named where it is not", () => {
    const home = absolute("/home/me");
    const shared = prefix("/home/me/forge", [PYTHON, OPENSSL, NUMPY]);
    const tenants: readonly Tenant[] = [
      {
        realPrefix: shared.realPrefix,
        goal: condaGoal(["numpy <1.28"], {}, { root: home, name: "home" }),
      },
    ];
    const asked: CondaQuestion[] = [];
    const asking = (spec: string): Plan =>
      planFor([["enclosing", shared]], condaGoal([spec]), {
        tenants,
        solver: (question) => {
          asked.push(question);
          if (question.mode === "fresh") return solved(PYTHON, OPENSSL, "numpy 1.29.0 py312_0");
          if (!question.constraints.includes("numpy <1.28")) return solved("numpy 1.29.0 py312_0");
          return spec === "numpy >=1.27" ? solved("numpy 1.27.5 py312_0") : { kind: "conflict", text: "" };
        },
      });
    expect(asking("numpy >=1.27").changes).toEqual([{ name: "numpy", from: "1.26.4", to: "1.27.5" }]);
    expect(asked.map(({ key }) => key)).toEqual(["freed:/home/me/forge:numpy:minding"]);
    const plan = asking("numpy >=1.28");
    expect(plan.action).toBe("create");
    expect(plan.candidates[0]?.breaks).toEqual([
      { name: "home", version: "(project)", needs: "numpy <1.28" },
    ]);
  });

  test("is what pip put there: what it needs of conda's packages, and all of it when Python itself moves", () => {
    const pips = [
      distribution("numpy 1.26.4", SITE, { installer: "conda" }),
      distribution("frames 2.0 needs numpy<2", SITE, { installer: "pip" }),
    ];
    const own = prefix(HOME, [PYTHON, OPENSSL, NUMPY], { distributions: pips });
    const breaks = (specs: readonly string[], ...texts: readonly string[]) =>
      planFor([["named", own]], condaGoal(specs), {
        policy: { conflictTolerance: "lenient" },
        solver: moving(...texts),
      }).candidates[0]?.breaks;
    expect(breaks(["numpy >=2"], "numpy 2.1.0 py312_0")).toEqual([
      { name: "frames", version: "2.0", needs: "numpy<2" },
    ]);
    const next = "python 3.13.1 h1 needs openssl >=3.3,<4.0a0";
    expect(breaks(["python 3.13.*"], next, "numpy 1.26.4 py313_0 needs python >=3.13,<3.14.0a0")).toEqual([
      { name: "frames", version: "2.0", needs: "python 3.12.*" },
    ]);
  });

  test("is not what pip is asked for: that is installed again for the new Python", () => {
    const own = prefix(HOME, [PYTHON, OPENSSL], {
      distributions: [distribution("rich 13.0", SITE, { installer: "pip" })],
    });
    const plan = planFor([["named", own]], condaGoal(["python 3.13.*", asks("rich", 9)]), {
      policy: { conflictTolerance: "lenient" },
      solver: moving("python 3.13.1 h1 needs openssl >=3.3,<4.0a0"),
    });
    expect([plan.action, plan.steps.map(({ kind }) => kind)]).toEqual([
      "upgrade",
      ["fetch-packages", "preserve", "change-packages", "install-requirements", "verify"],
    ]);
  });

  test("is not what was broken before: that is only told", () => {
    const plan = planFor(
      [["active", prefix(HOME, [PYTHON, OPENSSL, "old 1.0 0 needs gone >=1"])]],
      condaGoal(["numpy"]),
      { solver: moving(NUMPY) },
    );
    expect(told(plan)).toMatchInlineSnapshot(`
      "extend /conda/envs/data: it lacks 1 package and nothing in it has to change
        extend /conda/envs/data (active): it lacks 1 package and nothing in it has to change
          missing numpy
        fetch-packages → preserve → change-packages → verify
        + numpy 1.26.4
        ! old 1.0 was broken before: it needs gone >=1"
    `);
  });
});

describe("a prefix that cannot be relied on", () => {
  test.each([
    [
      "whose needed package lost files",
      [PYTHON, OPENSSL, NUMPY],
      ["numpy"],
      "1 of 2 files of numpy 1 are missing",
    ],
    [
      "with two records of one package",
      [
        PYTHON,
        OPENSSL,
        condaPackage("numpy 1.26.4 py312_0", {
          problems: [{ code: "duplicate-metadata", params: { name: "numpy", versions: "1.26.4, 2.0" } }],
        }),
      ],
      [],
      "numpy has two metadata folders: 1.26.4, 2.0",
    ],
  ] as const)("%s is rejected; the project's own is made anew", (_, holds, gutted, says) => {
    const wanted = condaGoal(["numpy"]);
    const solver = moving(NUMPY);
    const others = planFor([["active", prefix(HOME, holds)]], wanted, { gutted, solver });
    expect(told(others)).toContain(`reject ${HOME} (active): ${says}`);
    const own = planFor([["own", generation(holds, [])]], wanted, { gutted, solver, site: ownSite });
    expect([own.action, own.environment?.generation]).toEqual([
      "repair",
      join(ROOT, ".burrow/generations/app/2"),
    ]);
  });

  test("whose other packages lost files serves all the same", () => {
    const plan = planFor([["active", prefix(HOME, [PYTHON, OPENSSL, NUMPY])]], condaGoal(["python"]), {
      gutted: ["numpy"],
    });
    expect(plan.action).toBe("reuse");
  });
});

describe("policies", () => {
  const active = prefix(HOME, [PYTHON, OPENSSL, NUMPY]);

  test.each([{ isolate: true }, { reuse: "never" }, { reuse: "own" }] as const)(
    "%o gives its own",
    (policy) => {
      const plan = planFor([["active", active]], condaGoal(["numpy"]), { policy, solver: moving(NUMPY) });
      expect([plan.action, plan.environment?.prefix]).toEqual(["create", OWN]);
    },
  );

  test("what pip put beside conda's packages is no matter once that is allowed (C63)", () => {
    const mixed = prefix(HOME, [PYTHON, OPENSSL], {
      distributions: [distribution("rich 13.0", SITE, { installer: "pip" })],
    });
    const warned = (allowPipInConda: boolean) =>
      planFor([["active", mixed]], condaGoal(["python"]), { policy: { allowPipInConda } }).warnings.map(
        ({ code }) => code,
      );
    expect([warned(false), warned(true)]).toEqual([["pip-beside-conda"], []]);
  });

  test("what stands in the way of its own and is not burrow's is not touched", () => {
    const plan = planFor([], condaGoal(["python"]), { site: { occupant: "folder" } });
    expect([plan.action, plan.because.code]).toEqual(["refuse", "in-the-way"]);
    const adopted = planFor([], condaGoal(["python"]), {
      site: { occupant: "folder" },
      policy: { adopt: true },
      solver: moving(),
    });
    expect(adopted.steps.map(({ kind }) => kind)).toEqual([
      "ignore",
      "change-packages",
      "verify",
      "set-aside",
      "link",
    ]);
  });

  test("the newest are taken in the project's own, and nothing is done when there are none", () => {
    const newest = (...texts: readonly string[]): Plan =>
      planFor([["own", generation([PYTHON, OPENSSL, NUMPY], ["numpy"])]], condaGoal(["numpy"]), {
        policy: { newest: true },
        site: ownSite,
        solver: ({ installed }) => {
          expect(installed).toEqual([]);
          return solved(PYTHON, OPENSSL, ...texts);
        },
      });
    expect(newest(NUMPY).because.code).toBe("newest-already");
    expect(newest("numpy 1.26.4 py312_1").changes).toEqual([
      { name: "numpy", from: "1.26.4=py312_0", to: "1.26.4=py312_1" },
    ]);
    expect(
      planFor(
        [
          ["named", active],
          ["own", active],
        ],
        condaGoal(["numpy"]),
        {
          policy: { newest: true },
          solver: ({ mode, free, newest: flag }) => {
            expect([mode, free, flag]).toEqual(["freed", ["numpy", "openssl", "python"], true]);
            return solved("numpy 1.27.0 py312_0");
          },
        },
      ).changes,
    ).toEqual([{ name: "numpy", from: "1.26.4", to: "1.27.0" }]);
  });
});

describe("what pip does on top", () => {
  const mixed = (rich: { readonly installer: string }) =>
    prefix(HOME, [PYTHON, OPENSSL], { distributions: [distribution("rich 12.0", SITE, rich)] });
  const wanted = condaGoal(["python", asks("rich>=13", 9)]);

  test("changes what it put there itself, and never what conda did", () => {
    const plan = planFor([["own", mixed({ installer: "pip" })]], wanted);
    expect([plan.action, plan.steps.find(({ kind }) => kind === "install-requirements")]).toMatchObject([
      "upgrade",
      { requirements: ["rich>=13"], free: ["rich"] },
    ]);
    const [kept] = planFor([["own", mixed({ installer: "conda" })]], wanted, {
      solver: () => solved(PYTHON, OPENSSL),
    }).candidates;
    expect(kept).toMatchObject({ action: "reject", because: { code: "conflict" } });
  });

  test("needs leave where it would run somebody's build", () => {
    const plan = planFor(
      [],
      condaGoal(["python", asks("rich", 9, { url: "git+https://hub.example/rich", text: "rich @ git+…" })]),
    );
    expect([plan.action, plan.because.code]).toEqual(["refuse", "needs-build"]);
  });
});

describe("what was added by hand", () => {
  const ipython = condaPackage("ipython 8.0 0", { requested: ["ipython"] });
  const byHand = [distribution("rich 13.0", SITE, { installer: "pip", requested: true })];
  const own = generation([PYTHON, OPENSSL, ipython], ["python", "openssl"], { distributions: byHand });
  const next = (specs: readonly string[], exact: boolean, solver: Solver): Plan =>
    planFor([["own", own]], condaGoal(specs), { policy: { exact }, site: ownSite, solver });

  test("lives on at its exact version, conda's and pip's", () => {
    const plan = next(["numpy"], false, ({ specs }) => {
      expect(specs).toEqual(["numpy", "ipython ==8.0"]);
      return solved(PYTHON, OPENSSL, NUMPY, "ipython 8.0 0");
    });
    expect([plan.byHand, plan.warnings.map(({ code }) => code)]).toEqual([
      ["ipython", "rich"],
      ["carried-over", "carried-over"],
    ]);
    expect(plan.steps.find(({ kind }) => kind === "install-requirements")).toMatchObject({
      requirements: ["rich==13.0"],
    });
  });

  test("is dropped by name with --exact, where it does not resolve, and of pip's with another Python", () => {
    const dropped = ({ warnings, byHand: kept = [] }: Plan) => [
      kept,
      warnings.filter(({ code }) => code === "dropped").map(({ params }) => params["name"]),
    ];
    expect(next(["numpy"], true, moving(NUMPY)).byHand).toBeUndefined();
    expect(
      dropped(
        next(["numpy"], false, ({ specs }) =>
          specs.includes("ipython ==8.0")
            ? { kind: "impossible", cause: "unsatisfiable", text: "no" }
            : solved(PYTHON, OPENSSL, NUMPY),
        ),
      ),
    ).toEqual([[], ["ipython", "rich"]]);
    const moved = next(["python 3.13.*"], false, () => solved("python 3.13.1 h1", OPENSSL, "ipython 8.0 0"));
    expect(dropped(moved)).toEqual([["ipython"], ["rich"]]);
  });
});

describe("the generation of the project around this one", () => {
  const home = absolute("/home/me");
  const folder = absolute("/home/me/.burrow/generations/home/1");
  const link = absolute("/home/me/.burrow/envs/home");
  const parent = prefix(link, [PYTHON, OPENSSL, NUMPY], {
    realPrefix: folder,
    project: home,
    generation: { name: "home", number: 1, folder, recorded: [] },
  });
  const beside = (host: Goal, specs: readonly string[], solver: Solver): Plan => {
    const site = { root: home, link, name: "home", writable: true, git: true, ignored: true, facts: [] };
    const state = { ...ownSite, isHome: false, unfinished: false };
    const tenants = [{ realPrefix: folder, goal: host, site: { ...site, ...state } }];
    return planFor([["enclosing", parent]], condaGoal(specs), { tenants, solver });
  };
  const hostAsks = (spec: string, conda: Partial<CondaGoal> = {}): Goal =>
    condaGoal([spec], { channels: ["forge"], ...conda }, { root: home, name: "home" });

  test("is followed by one for both: the channels of both, and nothing that is there moves", () => {
    const plan = beside(hostAsks("numpy", { locked: [archive(PYTHON)] }), ["zlib"], ({ specs, channels }) => {
      expect([channels, specs]).toEqual([
        ["forge", "main"],
        ["numpy", "zlib", "python ==3.12.4", "openssl ==3.3.1", "numpy ==1.26.4"],
      ]);
      return solved(PYTHON, OPENSSL, NUMPY, "zlib 1.3 h0");
    });
    expect([plan.action, plan.environment?.generation, plan.tenants]).toEqual([
      "extend",
      absolute("/home/me/.burrow/generations/home/2"),
      [ROOT],
    ]);
  });

  test("is left alone where the two do not go together", () => {
    const plan = beside(hostAsks("numpy <2"), ["numpy >=2"], ({ mode }) =>
      mode === "fresh" ? solved(PYTHON, OPENSSL, "numpy 2.1.0 py312_0") : solved("numpy 2.1.0 py312_0"),
    );
    expect(told(plan)).toContain("it would break home");
    expect(plan.environment?.prefix).toBe(OWN);
  });
});
