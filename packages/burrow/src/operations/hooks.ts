import type { Command } from "../machine/command.ts";
import type { Machine } from "../machine/machine.ts";
import type { Goal } from "../model/goal.ts";
import type { ProjectHook } from "../model/hook.ts";
import { type AbsolutePath, join, parent, relative } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import { reason } from "../model/reason.ts";
import type { Settings } from "../model/settings.ts";
import type { HookStep } from "../model/step.ts";
import type { Survey } from "../model/survey.ts";
import { commandText } from "../plan/hooks.ts";
import { executableIn } from "../plan/place.ts";
import { consentsIn } from "../registry/consents.ts";
import { hasSucceeded, type HookPlace, rememberSuccess, stateFolder } from "../registry/hook-results.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { activated } from "./activation.ts";
import type { Context } from "./context.ts";
import { programFor } from "./find-program.ts";
import { hookContent } from "./hook-content.ts";

/** Seconds that a hook may take. */
const LIMIT = 600;

/** Whether somebody agrees to a hook; asked only where nobody has before. */
export type AgreeToHook = (hook: HookStep) => Promise<boolean>;

/** The hooks of the settings as a plan has to know them: which environments they did their work in, and which files they run. */
export function projectHooks(
  { machine, folders }: Pick<Context, "machine" | "folders">,
  { root }: Goal,
  { after }: Settings,
  { environments }: Survey,
): readonly ProjectHook[] {
  return Object.entries(after).map(([name, { run, required }]) => {
    const { sha256, facts } = hookContent(machine, { project: root, name, argv: run, required });
    const settled = environments
      .map(({ realPrefix }) => realPrefix)
      .filter((prefix) => hasSucceeded(machine, folders.data, placeOf(machine, root, prefix), sha256));
    return { name, run, required, settled, facts };
  });
}

/** The plan with those hooks alone that somebody agreed to, now or before; it says which it leaves out. A new agreement is remembered by the hook's content. */
export async function withConsent(
  context: Context,
  plan: Plan,
  agree: AgreeToHook | undefined,
): Promise<Plan> {
  const { bench, folders, now } = context;
  const consents = consentsIn(bench, folders.data);
  const refused = new Set<HookStep>();
  for (const hook of hooksOf(plan)) {
    const { project, name, argv } = hook;
    const { sha256 } = hookContent(bench, hook);
    if (consents.has(sha256)) continue;
    if ((await agree?.(hook)) === true)
      consents.add(sha256, { project, name, argv: [...argv], at: new Date(now()).toISOString() });
    else refused.add(hook);
  }
  if (refused.size === 0) return plan;
  const skipped = [...refused].map(({ name, argv }) =>
    reason("hook-skipped", { name, command: commandText(argv) }),
  );
  return {
    ...plan,
    steps: plan.steps.filter((step) => step.kind !== "run-hook" || !refused.has(step)),
    warnings: [...plan.warnings, ...skipped],
  };
}

/** How the hooks of a plan are run: found by the PATH of the environment, in the project's folder, with the environment's variables and burrow's own. */
export function hookCommands(context: Context, plan: Plan): (hook: HookStep) => Command {
  const { machine, bench, folders } = context;
  const { os, arch } = machine.platform;
  return (hook) => {
    const { prefix, project, argv } = hook;
    const here = hookEnvironment(plan, prefix, machine.platform);
    const state = stateFolder(folders.data, placeOf(machine, project, prefix));
    bench.makeFolder(state, 0o700);
    const env = {
      ...activated(machine.env, here),
      BURROW_PROJECT: project,
      BURROW_PREFIX: prefix,
      BURROW_PYTHON: join(prefix, relative(here.prefix, here.executable)),
      BURROW_ACTION: plan.action,
      BURROW_PLATFORM: `${os}-${arch}`,
      BURROW_STATE: state,
    };
    const [command = "", ...args] = argv;
    return { program: programFor(machine, command, env, project), args, env, cwd: project, limit: LIMIT };
  };
}

/** The environment of a plan as an activation has to know it: one that is there, or the generation that will be. */
function hookEnvironment({ environment, goal }: Plan, prefix: AbsolutePath, platform: Platform) {
  const isNew = environment === undefined || environment.generation === prefix;
  return {
    prefix: isNew ? prefix : environment.prefix,
    realPrefix: prefix,
    executable: isNew ? executableIn(prefix, platform) : environment.executable,
    kind: environment?.kind ?? "venv",
    platform,
    ...(isNew && { name: goal.name }),
  };
}

/** Remembers that hooks did their work, so that they run again only when they, or the environment, changed. */
export function rememberHooks({ bench, folders }: Context, hooks: readonly HookStep[]): void {
  try {
    for (const hook of hooks) {
      const place = placeOf(bench, hook.project, hook.prefix);
      rememberSuccess(bench, folders.data, place, hookContent(bench, hook).sha256);
    }
  } catch {
    // The environment holds all the same; what is forgotten runs once more.
  }
}

function placeOf(machine: Machine, project: AbsolutePath, prefix: AbsolutePath): HookPlace {
  const real = machine.realPath(prefix) ?? prefix;
  return { project, prefix: real, environment: generationPlace(real) === undefined ? real : parent(real) };
}

/** The hooks among the steps of a plan. */
export function hooksOf({ steps }: Pick<Plan, "steps">): readonly HookStep[] {
  return steps.filter((step) => step.kind === "run-hook");
}
