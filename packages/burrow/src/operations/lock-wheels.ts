import { converse } from "../engines/converse.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Pin } from "../model/pin.ts";
import type { Platform } from "../model/platform.ts";
import { isPythons } from "../plan/conda/pip-clash.ts";
import { normalizeName } from "../standards/name.ts";
import type { Context } from "./context.ts";
import { lazyEngine } from "./engines/engine.ts";
import { interpretersFor } from "./look.ts";

/** For which machine, beside which packages of conda's. */
interface Beside {
  readonly platform: Platform;
  readonly packages: readonly Pin[];
  /** Of the platform, as conda calls it. */
  readonly name: string;
}

/**
 * The wheels of the `pip:` part of a project of conda's, as they would stand on a solution of conda's packages: these are kept. Throws `lock/unsupported` for what only a build could
 * tell, `lock/unsolved` with the engine's words, and `engine/unavailable`.
 */
export async function lockedWheels(
  context: Context,
  goal: Goal,
  { platform, packages, name }: Beside,
  { offline = false }: { readonly offline?: boolean },
): Promise<readonly Pin[]> {
  const requirements = goal.requirements.filter(({ kind }) => kind === "pypi");
  if (requirements.length === 0) return [];
  const [source] = requirements.filter(isSource);
  if (source !== undefined)
    throw unsupported(source, "a folder, a repository and an archive have no wheel that could be locked");
  const version = packages.find((one) => one.name === "python")?.version;
  if (version === undefined)
    throw unsupported(requirements[0], `conda's packages for ${name} have no python that it could stand on`);
  const [python] = (await interpretersFor(context, goal)).filter(({ unfit }) => unfit === undefined);
  if (python === undefined)
    throw new BurrowError("engine/unavailable", "no Python is here that uv could run with", {
      hint: "burrow python install 3.12",
    });
  const { executable } = python;
  const { engine } = await lazyEngine(context, goal, { offline, name: "uv" })(executable);
  if (engine.lock === undefined) throw new BurrowError("bug", `${engine.name} cannot lock`);
  const provided = packages
    .filter(isPythons)
    .map((one) => ({ name: normalizeName(one.name), version: one.version }));
  const { runner, signal, report } = context;
  const constraints = goal.constraints.filter(({ kind }) => kind === "pypi");
  const { options } = goal;
  const resolution = await converse(
    engine.lock({ python: executable, version, platform, requirements, constraints, provided, options }),
    runner,
    { signal, onLine: (text) => report({ type: "engine.line", engine: engine.name, text }) },
  );
  if (resolution.kind === "resolved") return resolution.pins;
  throw new BurrowError("lock/unsolved", `the \`pip:\` part of \`${goal.name}\` has no solution on ${name}`, {
    because: resolution.text,
    hint: "burrow goal",
  });
}

function isSource({ editable, url }: GoalRequirement): boolean {
  return editable !== undefined || (url !== undefined && !/\.whl(?:[?#]|$)/iu.test(url));
}

function unsupported(requirement: GoalRequirement | undefined, because: string): BurrowError {
  return new BurrowError("lock/unsupported", `\`${requirement?.text ?? "pip:"}\` cannot be locked`, {
    because,
    hint: "burrow goal",
  });
}
