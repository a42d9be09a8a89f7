import fc from "fast-check";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Distribution } from "../../src/model/distribution.ts";
import type { GoalRequirement } from "../../src/model/goal.ts";
import { absolute, join } from "../../src/model/path.ts";
import { startOracle } from "../standards/differential/oracle.ts";
import { asks, distribution, goal, machine, planFor, ROOT, venv } from "./kit.ts";

const WORLDS = 5000;
const NAMES = ["ada", "bob", "cyd", "dee", "eve"] as const;
const name = fc.constantFrom(...NAMES);
const version = fc.constantFrom("0.9", "1.0", "1.5rc1", "1.5", "2.0", "2.0.post1", "10.0");
const specifier = fc.constantFrom(
  "",
  ">=1.0",
  "<2",
  ">=1,<2",
  "~=1.0",
  "!=1.5",
  "==2.*",
  ">2.0",
  "<=10",
  "==1.0",
);
const marker = fc.constantFrom(
  ...[
    "",
    "",
    "",
    'python_version < "3.11"',
    'python_version >= "3.8"',
    'sys_platform == "win32"',
    'extra == "x"',
  ],
  ...['extra == "x" and python_version >= "3"', 'extra == "y" or sys_platform == "linux"'],
);
const extras = fc.constantFrom("", "", "[x]", "[x,y]", "[z]");

/** `ada[x]>=1.0; extra == "x"`, written by hand and not by what reads it. */
const requirement = fc.tuple(name, extras, specifier, marker).map(([who, asked, which, when]) => ({
  text: `${who}${asked}${which}${when === "" ? "" : `; ${when}`}`,
  who,
  asked: asked.slice(1, -1).split(",").filter(Boolean),
  which,
  when,
}));

const world = fc.record({
  installed: fc.uniqueArray(
    fc.record({ who: name, version, requires: fc.array(requirement, { maxLength: 3 }) }),
    { selector: ({ who }) => who, maxLength: 5 },
  ),
  asked: fc.array(
    requirement.filter(({ when }) => !when.includes("extra")),
    { minLength: 1, maxLength: 3 },
  ),
  /** What an engine answers, however foolish. */
  answer: fc.uniqueArray(fc.tuple(name, version), { selector: ([who]) => who, minLength: 1, maxLength: 3 }),
  lenient: fc.boolean(),
  /** Another project that relies on the environment. */
  tenant: fc.record({
    asked: fc.array(
      requirement.filter(({ when }) => !when.includes("extra")),
      { maxLength: 3 },
    ),
    constraints: fc.array(fc.tuple(name, specifier), { maxLength: 2 }),
  }),
});

const VARIABLES = {
  ...{ python_version: "3.11", python_full_version: "3.11.9", sys_platform: "linux", os_name: "posix" },
  ...{ platform_machine: "x86_64", platform_system: "Linux", implementation_name: "cpython" },
  ...{
    platform_python_implementation: "CPython",
    implementation_version: "3.11.9",
    platform_release: "",
    platform_version: "",
  },
};

type Asked = typeof requirement extends fc.Arbitrary<infer Value> ? Value : never;

function asGoal({ text, who, asked, which, when }: Asked, index: number): GoalRequirement {
  return {
    kind: "pypi",
    name: who,
    specifier: which,
    extras: asked,
    hashes: [],
    text,
    origin: { file: ROOT, line: index + 1 },
    ...(when !== "" && { marker: when }),
  };
}

/** Never a reuse that is not satisfied, never a satisfied one missed, never a change after which something else is newly broken. */
test(
  `${WORLDS} worlds are judged as Python's packaging judges them`,
  { timeout: 120_000 },
  async (context) => {
    const oracle = await startOracle(context, fileURLToPath(new URL("worlds.py", import.meta.url)));
    const worlds = fc.sample(world, { numRuns: WORLDS, seed: 20_261_121 });
    const judged = worlds.map(({ installed, asked, answer, lenient, tenant }) => {
      const environment = venv("/home/me/venv", "3.11.9");
      const distributions = installed.map(({ who, version: there, requires }): Distribution => ({
        ...distribution(`${who} ${there}`, join(environment.prefix, "lib")),
        requires: requires.map(({ text }) => text),
        extras: ["x", "y"],
      }));
      const other = goal(tenant.asked.map(asGoal), {
        root: absolute("/home/me/other"),
        name: "other",
        constraints: tenant.constraints.map(([who, which]) => asks(who + which, 1)),
      });
      const survey = {
        ...machine([["enclosing", { ...environment, distributions }]]),
        tenants: [{ realPrefix: environment.realPrefix, goal: other }],
      };
      const plan = planFor(survey, goal(asked.map(asGoal)), {
        policy: { upgradeable: NAMES, conflictTolerance: lenient ? "lenient" : "strict" },
        engine: () => ({
          kind: "resolved",
          removed: [],
          pins: answer.map(([who, to]) => ({ name: who, version: to, hashes: [] })),
        }),
      });
      const changed = plan.action === "extend" || plan.action === "upgrade";
      return {
        action: plan.action,
        after: changed ? Object.fromEntries(plan.pins.map((pin) => [pin.name, pin.version])) : null,
      };
    });
    const answers = await oracle.ask(
      worlds.map(({ installed, asked, tenant }, index) => ({
        env: VARIABLES,
        installed: Object.fromEntries(
          installed.map(({ who, version: there, requires }) => [
            who,
            { version: there, requires: requires.map(({ text }) => text), extras: ["x", "y"] },
          ]),
        ),
        goal: asked.map(({ text }) => text),
        tenant: {
          goal: tenant.asked.map(({ text }) => text),
          constraints: tenant.constraints.map(([who, which]) => who + which),
        },
        after: judged[index]?.after ?? null,
      })),
    );
    await oracle.end();

    const count = { reuse: 0, extend: 0, upgrade: 0, create: 0 };
    for (const [index, answer] of (
      answers as readonly { satisfied: boolean; worse: unknown[] }[]
    ).entries()) {
      const action = judged[index]?.action ?? "refuse";
      expect({ world: worlds[index], reuse: action === "reuse", worse: answer.worse }).toEqual({
        world: worlds[index],
        reuse: answer.satisfied,
        worse: [],
      });
      if (action in count) count[action as keyof typeof count] += 1;
    }
    // The generator reaches every outcome; else the test would prove little.
    for (const outcome of Object.values(count)) expect(outcome).toBeGreaterThan(WORLDS / 100);
  },
);
