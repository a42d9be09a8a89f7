import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";
import { DEFAULT_POLICY, type Policy } from "../model/policy.ts";
import { EMPTY_REGISTRY, type Registry } from "../model/registry.ts";
import type { Survey, Tenant } from "../model/survey.ts";
import type { Recollection } from "../registry/registry.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { siteOf } from "../survey/site.ts";
import { survey } from "../survey/survey.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { reachable, recollect, tenantRoots } from "./memory.ts";

/** What is looked at beside a project's surroundings. */
export interface Further {
  /** What is remembered; without it only what the disk and the shell tell is found. */
  readonly memory?: Recollection;
  /** The interpreters of the machine; absent: only where one may serve (`allow-global-python`), else they are looked for when a plan asks. */
  readonly interpreters?: boolean;
}

/** Looks at what a project could use: its own, the active, the enclosing environment, those it is remembered with, and who else relies on each. */
export async function surroundings(
  context: Context,
  goal: Goal,
  policy: Policy,
  { memory, interpreters = policy.allowGlobalPython }: Further = {},
): Promise<Survey> {
  const { machine, folders, report, signal, now } = context;
  const found = await survey(
    machine,
    {
      root: goal.root,
      ...(goal.conda && { siteName: goal.conda.name }),
      reuse: policy.reuse,
      backend: goal.backend,
      pythons: join(folders.data, "pythons"),
      interpreters,
      ...askedByPath(goal),
      ...(policy.named && { named: policy.named }),
      ...(memory && { remembered: reachable(memory.registry, goal.root, folders) }),
    },
    { report, signal, now },
  );
  return {
    ...found,
    warnings: [...found.warnings, ...(memory?.warnings ?? [])],
    tenants: await tenantsOf(context, goal, found, memory?.registry),
  };
}

/**
 * The projects that rely on what this one could use: whose it is, whom burrow built it for, and who used it. What they ask for must go on holding.
 * One that is gone is forgotten; one whose files cannot be understood speaks with what was understood.
 */
export async function tenantsOf(
  context: Context,
  asking: Goal,
  { reaches, environments }: Survey,
  registry: Registry = EMPTY_REGISTRY,
): Promise<readonly Tenant[]> {
  const { machine } = context;
  const tenants: Tenant[] = [];
  for (const environment of environments) {
    const { realPrefix, project, generation } = environment;
    const reached = reaches.find((reach) => reach.realPrefix === realPrefix && reach.project !== undefined);
    const owner = generationPlace(realPrefix)?.root ?? reached?.project ?? project;
    const roots = [
      ...(owner === undefined ? [] : [owner]),
      ...(generation?.tenants ?? []),
      ...tenantRoots(registry, environment),
    ];
    for (const root of new Set(roots)) {
      if (root === asking.root || machine.target(root)?.kind !== "folder") continue;
      const goal = await readProjectGoal(context, { path: root });
      const host = generation !== undefined && root === owner;
      const site = host ? siteOf(machine, { root, name: generation.name, backend: goal.backend }) : undefined;
      tenants.push({ realPrefix, goal, ...(site && { site }) });
    }
  }
  return tenants;
}

/** The interpreters of the machine; a Python that the goal asks for by its path is one of them. */
export async function interpretersFor(context: Context, goal: Goal): Promise<readonly Interpreter[]> {
  const { interpretersOf } = await import("../survey/interpreters.ts");
  const { machine, folders, report, signal } = context;
  const { python: named } = askedByPath(goal);
  return interpretersOf(
    machine,
    { pythons: join(folders.data, "pythons"), ...(named && { named }) },
    { report, signal },
  );
}

function askedByPath({ python: { asked } }: Goal): { readonly python?: AbsolutePath } {
  return asked !== undefined && isAbsolute(asked.text) ? { python: absolute(asked.text) } : {};
}

/** The prefix that `--env` means: a path, or the name of one of the project's environments. */
export function nameOf(
  { machine, cwd }: Context,
  goal: Goal,
  env: string | undefined,
): AbsolutePath | undefined {
  if (env === undefined) return undefined;
  const ways = [join(goal.root, ".burrow", "envs", env), join(cwd, env)];
  const isPath = /[\\/]/u.test(env);
  const found = isPath ? join(cwd, env) : ways.find((path) => machine.status(path) !== undefined);
  if (found !== undefined && machine.status(found) !== undefined) return found;
  throw new BurrowError("env/not-found", `there is no environment \`${env}\``, {
    because: isPath ? `nothing is at ${join(cwd, env)}` : `neither ${ways.join(" nor ")} is there`,
    hint: "burrow list",
  });
}

/** Looks around: the surroundings of a project with all interpreters. */
export async function look(context: Context): Promise<Survey> {
  const goal = await readProjectGoal(context, {});
  return surroundings(context, goal, DEFAULT_POLICY, {
    memory: await recollect(context),
    interpreters: true,
  });
}
