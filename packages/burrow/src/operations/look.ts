import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";
import { DEFAULT_POLICY, type Policy } from "../model/policy.ts";
import type { Survey, Tenant } from "../model/survey.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { siteOf } from "../survey/site.ts";
import { survey } from "../survey/survey.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";

/**
 * Looks at what a project could use: its own, the active, the enclosing environment, and who else relies on each. Interpreters are looked for when a plan asks.
 */
export async function surroundings(
  context: Context,
  goal: Goal,
  policy: Policy,
  interpreters = false,
): Promise<Survey> {
  const { machine, folders, report, signal, now } = context;
  const found = await survey(
    machine,
    {
      root: goal.root,
      reuse: policy.reuse,
      backend: goal.backend,
      pythons: join(folders.data, "pythons"),
      interpreters,
      ...(policy.named && { named: policy.named }),
    },
    { report, signal, now },
  );
  return { ...found, tenants: await tenantsOf(context, goal, found) };
}

/**
 * The projects that rely on what this one could use: whose it is, and whom burrow built it for. What they ask for must go on holding.
 * One that is gone is forgotten; one whose files cannot be understood speaks with what was understood.
 */
export async function tenantsOf(
  context: Context,
  asking: Goal,
  { reaches, environments }: Survey,
): Promise<readonly Tenant[]> {
  const { machine } = context;
  const tenants: Tenant[] = [];
  for (const { realPrefix, project, generation } of environments) {
    const reached = reaches.find((reach) => reach.realPrefix === realPrefix && reach.project !== undefined);
    const owner = generationPlace(realPrefix)?.root ?? reached?.project ?? project;
    for (const root of new Set([...(owner === undefined ? [] : [owner]), ...(generation?.tenants ?? [])])) {
      if (root === asking.root || machine.target(root)?.kind !== "folder") continue;
      const goal = await readProjectGoal(context, { path: root });
      const host = generation !== undefined && root === owner;
      const site = host ? siteOf(machine, { root, name: generation.name, backend: "venv" }) : undefined;
      tenants.push({ realPrefix, goal, ...(site && { site }) });
    }
  }
  return tenants;
}

/** The interpreters of the machine; a Python that the goal asks for by its path is one of them. */
export async function interpretersFor(context: Context, goal: Goal): Promise<readonly Interpreter[]> {
  const { interpretersOf } = await import("../survey/interpreters.ts");
  const { machine, folders, report, signal } = context;
  const asked = goal.python.asked?.text;
  return interpretersOf(
    machine,
    {
      pythons: join(folders.data, "pythons"),
      ...(asked !== undefined && isAbsolute(asked) && { named: absolute(asked) }),
    },
    { report, signal },
  );
}

/** The prefix that `--env` means: a path, or the name of one of the project's environments. */
export function nameOf(
  { machine, cwd }: Context,
  goal: Goal,
  env: string | undefined,
): AbsolutePath | undefined {
  if (env === undefined) return undefined;
  const ways = [join(goal.root, ".burrow", "envs", env), join(cwd, env)];
  const found = /[\\/]/u.test(env) ? join(cwd, env) : ways.find((path) => machine.status(path) !== undefined);
  if (found !== undefined && machine.status(found) !== undefined) return found;
  throw new BurrowError("env/not-found", `there is no environment \`${env}\``, {
    because: `neither ${ways[0] ?? env} nor ${ways[1] ?? env} is there`,
    hint: "burrow list",
  });
}

/** Looks around: the surroundings of a project with all interpreters. */
export async function look(
  context: Context,
  { path }: { readonly all?: boolean; readonly path?: string },
): Promise<Survey> {
  const goal = await readProjectGoal(context, path === undefined ? {} : { path });
  return surroundings(context, goal, DEFAULT_POLICY, true);
}
