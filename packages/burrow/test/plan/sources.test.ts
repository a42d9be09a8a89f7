import { describe, expect, test } from "vitest";
import type { BuiltWheel } from "../../src/model/built.ts";
import type { GoalRequirement } from "../../src/model/goal.ts";
import { absolute } from "../../src/model/path.ts";
import type { ResolveQuestion } from "../../src/model/resolve.ts";
import { addressOf } from "../../src/plan/source-address.ts";
import { asks, distribution, goal, machine, pins, planFor, ROOT, told, venv } from "./kit.ts";

const COMMIT = "a".repeat(40);
const OTHER = "b".repeat(40);
const policy = { allowBuilds: ["Odd"] } as const;
const engine = () => pins("odd==1.0", "flask==3.0.0");

function source(url: string, more: Partial<GoalRequirement> = {}): GoalRequirement {
  return asks("odd", 1, { url, text: `odd @ ${url}`, ...more });
}
const repository = "git+https://example.invalid/odd";
const from = (url = `${repository}@main`, more: Partial<GoalRequirement> = {}) =>
  goal([source(url, more), asks("flask", 2)]);

function wheel(url: string, more: Partial<BuiltWheel> = {}): BuiltWheel {
  return {
    source: { kind: "address", url },
    python: "cpython-3.12",
    name: "odd",
    version: "1.0",
    file: absolute("/home/me/.cache/burrow/built/one/odd-1.0-py3-none-any.whl"),
    sha256: "1".repeat(64),
    directUrl: {
      url: "https://example.invalid/odd",
      vcs: { kind: "git", commit: COMMIT, requested: "main" },
    },
    fresh: false,
    ...more,
  };
}

describe("a source that may be built", () => {
  test("is built first, for the Python that was chosen, and nothing is asked of an engine before", () => {
    const plan = planFor(machine([]), from(), { policy });
    expect(told(plan)).toMatchInlineSnapshot(`
      "create /home/me/app/.venv: to be built from source before the rest can be told: \`odd @ git+https://example.invalid/odd@main\`
        build-wheel
        ! what it needs is planned once it is built"
    `);
    expect(plan.steps).toMatchObject([
      {
        python: "/usr/bin/python3.12",
        tag: "cpython-3.12",
        source: { kind: "address", url: `${repository}@main` },
        folder: expect.stringMatching(/^\/home\/me\/\.cache\/burrow\/built\/built-[0-9a-f]{16}$/u),
      },
    ]);
  });

  test("stands as the wheel that it was built to, which says where it came from", () => {
    const asked: ResolveQuestion[] = [];
    const plan = planFor(machine([]), from(), {
      policy,
      wheels: [wheel(`${repository}@main`, { fresh: true })],
      engine: (question) => {
        asked.push(question);
        return engine();
      },
    });
    expect(plan.action).toBe("create");
    expect(asked[0]?.requirements[0]).toMatchObject({
      name: "odd",
      url: "file:///home/me/.cache/burrow/built/one/odd-1.0-py3-none-any.whl",
    });
    expect(plan.pins[0]).toMatchObject({
      hashes: [`sha256:${"1".repeat(64)}`],
      directUrl: { url: "https://example.invalid/odd", vcs: { commit: COMMIT, requested: "main" } },
    });
  });

  test.each<[string, string, Partial<BuiltWheel>]>([
    ["of a branch that may have moved since", `${repository}@main`, {}],
    ["for another Python", `${repository}@main`, { fresh: true, python: "cpython-3.11" }],
    ["at another commit", `${repository}@${OTHER}`, {}],
    ["of another folder in it", `${repository}@${COMMIT}#subdirectory=x`, {}],
    ["of another archive", `https://example.invalid/odd#sha256=${OTHER}`, {}],
  ])("is built again where there is only one %s", (_, url, more) => {
    const plan = planFor(machine([]), from(url), { policy, wheels: [wheel(`${repository}@main`, more)] });
    expect(plan.steps.map(({ kind }) => kind)).toEqual(["build-wheel"]);
  });

  test("at a full commit, a wheel of that commit will do however it was asked for, and needs no leave", () => {
    const plan = planFor(machine([]), from(`${repository}@${COMMIT}`), {
      wheels: [wheel(`${repository}@main`)],
      engine,
    });
    expect(plan.action).toBe("create");
    expect(plan.pins[0]?.directUrl?.vcs).toEqual({ kind: "git", commit: COMMIT, requested: COMMIT });
  });

  test("is built into an environment that lacks it only when nothing there is in the way", () => {
    const active = (...holds: readonly string[]) =>
      machine([["active", venv("/home/me/work", "3.12.4", holds)]]);
    const lacking = planFor(active("flask 3.0.0"), from(), { policy });
    expect([lacking.environment?.prefix, lacking.action, ...lacking.steps.map(({ kind }) => kind)]).toEqual([
      "/home/me/work",
      "extend",
      "build-wheel",
    ]);
    const clashing = planFor(
      active("flask 3.0.0"),
      goal([source(`${repository}@main`), asks("flask>=4", 2)]),
      {
        policy,
      },
    );
    expect(clashing.environment?.prefix).toBe(`${ROOT}/.venv`);
  });

  test("beside one that may not is not built", () => {
    const wanted = goal([
      source(`${repository}@main`),
      asks("even", 2, { url: "git+https://example.invalid/even" }),
    ]);
    const plan = planFor(machine([]), wanted, { policy });
    expect([plan.action, plan.because.params["requirement"]]).toEqual(["refuse", "even"]);
  });

  test("a commit that a generation holds is kept by the next one", () => {
    const folder = absolute(`${ROOT}/.burrow/generations/default/1`);
    const own = venv(`${ROOT}/.venv`, "3.12.4", [], {
      realPrefix: folder,
      generation: { name: "default", number: 1, folder, recorded: [] },
    });
    const held = distribution("odd 1.0", own.prefix, {
      directUrl: {
        url: "https://example.invalid/odd",
        vcs: { kind: "git", commit: OTHER, requested: "main" },
      },
    });
    const survey = machine([["own", { ...own, distributions: [held] }]], {
      site: { occupant: "own-link", generations: [1], current: 1 },
    });
    const plan = planFor(survey, from(), { policy, wheels: [wheel(`${repository}@main`)] });
    expect(plan.steps).toMatchObject([{ kind: "build-wheel", source: { url: `${repository}@${OTHER}` } }]);
  });

  test("a name without a wheel: its newest source, found like any wheel once it is built", () => {
    const wanted = goal(["odd>=1", "flask"], { constraints: [asks("odd<2", 3)] });
    const withoutWheel = () =>
      ({ kind: "impossible", cause: "no-wheel", requirement: "odd", text: "no wheel" }) as const;
    const first = planFor(machine([]), wanted, { policy, engine: withoutWheel });
    const made = { kind: "index", name: "odd", specifier: ">=1,<2" } as const;
    expect(first.steps).toMatchObject([{ kind: "build-wheel", source: made }]);

    const { directUrl: _, ...built } = wheel("", { source: made });
    const options: string[] = [];
    const second = planFor(machine([]), wanted, {
      policy,
      wheels: [built],
      engine: (question) => {
        options.push(...question.options.map(({ text }) => text));
        return engine();
      },
    });
    expect([second.action, options]).toEqual(["create", ["--find-links /home/me/.cache/burrow/built/one"]]);
    // What was built and still does not serve is not built for ever.
    const never = planFor(machine([]), wanted, { policy, wheels: [built], engine: withoutWheel });
    expect(never.action).toBe("refuse");
    // Nothing would prove the hashes of another file.
    const hashed = goal([asks("odd==1", 1, { hashes: [`sha256:${OTHER}`] })]);
    expect(planFor(machine([]), hashed, { policy, engine: withoutWheel }).action).toBe("refuse");
  });
});

test.each([
  ["git+ssh://git@host/a/b.git@v1#egg=b&subdirectory=x", "git+ssh://git@host/a/b.git@v1#subdirectory=x"],
  ["git+https://host/b#egg=b[x]", "git+https://host/b"],
  ["https://host/b.tar.gz#sha256=AB&egg=b", "https://host/b.tar.gz#sha256=AB"],
  ["file:///a/b", "file:///a/b"],
])("%s is given to pip as %s", (url, given) => {
  expect(addressOf({ url, hashes: [] }).url).toBe(given);
});
