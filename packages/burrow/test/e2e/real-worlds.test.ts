import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback } from "../kit/loopback.ts";
import { ENGINES, pipFolder, somePython } from "../kit/tools.ts";
import { makeVenv, pipCheck, pythonOf } from "../kit/venv.ts";

/** How many worlds each engine is tried in; a campaign sets more. */
const WORLDS = Number(process.env["BURROW_WORLDS"] ?? 6);
const NAMES = ["ada", "bob", "cyd", "dee"];
const VERSIONS = ["1.0", "1.5", "2.0"];

const name = fc.constantFrom(...NAMES);
const asked = fc.tuple(name, fc.constantFrom("", "", ">=1.5", "<2", "==1.0", "~=1.0"));
const world = fc.record({
  /** What each version of each distribution needs. */
  needs: fc.array(fc.option(asked, { freq: 2 }), { minLength: 12, maxLength: 12 }),
  installed: fc.uniqueArray(fc.tuple(name, fc.constantFrom(...VERSIONS)), {
    selector: ([who]) => who,
    minLength: 1,
  }),
  goal: fc.uniqueArray(asked, { selector: ([who]) => who, minLength: 1, maxLength: 2 }),
});

/** Who lacks what in an environment, by pip's own word and whatever version is there instead. */
function lacks(prefix: string): readonly string[] {
  return pipCheck(prefix).map(
    (line) =>
      /^\S+ \S+ (?:requires|has requirement) [\w-]+/u
        .exec(line)?.[0]
        .replace(/requires|has requirement/u, "needs") ?? line,
  );
}

/** Whether pip, asked for the goal, would install nothing. */
function isSatisfied(prefix: string, requirements: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const say = ["install", "--dry-run", "--quiet", "--disable-pip-version-check", "--report", "-"];
  const pip = ["-I", "-B", join(pipFolder("26.3"), "pip"), ...say, ...requirements];
  const { status, stdout } = spawnSync(pythonOf(prefix), pip, {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return status === 0 && (JSON.parse(stdout) as { install: unknown[] }).install.length === 0;
}

test.each(ENGINES)(
  `with %s, ${WORLDS} real environments: no wrong reuse, and no change after which pip check is worse`,
  { timeout: 60_000 + WORLDS * 60_000 },
  async (engine) => {
    const actions: string[] = [];
    for (const { needs, installed, goal } of fc.sample(world, { numRuns: WORLDS, seed: 20_261_124 })) {
      const recipes = NAMES.flatMap((who, row) =>
        VERSIONS.map((version, column) => {
          const [other, which] = needs[row * VERSIONS.length + column] ?? [who, ""];
          return { name: who, version, requires: other === who ? [] : [other + which] };
        }),
      );
      const index = await loopback(recipes);
      const requirements = goal.map((parts) => parts.join(""));
      const here = project(
        { "requirements.txt": `${requirements.join("\n")}\n` },
        { engine, env: index.env },
      );
      const venv = here.at(".venv");
      const pins = installed.map((parts) => parts.join("=="));
      await makeVenv(venv, { python: somePython(), requirements: ["--no-deps", ...pins], env: index.env });
      const before = lacks(venv);

      const { json } = await here.run("up", "--json");

      const told = { recipes, pins, requirements, action: json.plan.action, status: json.status };
      if (existsSync(venv))
        expect({ ...told, worse: lacks(venv).filter((line) => !before.includes(line)) }).toEqual({
          ...told,
          worse: [],
        });
      if (told.action === "reuse")
        expect({ ...told, satisfied: isSatisfied(venv, requirements, index.env) }).toEqual({
          ...told,
          satisfied: true,
        });
      if (["extend", "upgrade", "create"].includes(told.action))
        expect({
          ...told,
          lacks: lacks(json.environment.prefix).filter((line) => !before.includes(line)),
        }).toEqual({ ...told, lacks: [] });
      actions.push(told.action);
    }
    for (const changed of ["extend", "upgrade"]) expect(actions).toContain(changed); // else it would prove little
  },
);
