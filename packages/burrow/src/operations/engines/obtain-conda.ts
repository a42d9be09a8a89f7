import { converse } from "../../engines/converse.ts";
import type { CondaCli } from "../../engines/conda/cli/cli-command.ts";
import { cliEngine } from "../../engines/conda/cli/cli-engine.ts";
import { CONDA_CLIS, condaCandidates, firstCli } from "../../engines/conda/cli/find-cli.ts";
import type { CondaEngine } from "../../engines/conda/conda-engine.ts";
import { rattlerCache } from "../../engines/conda/rattler/rattler-cache.ts";
import { rattlerEngine } from "../../engines/conda/rattler/rattler-engine.ts";
import { PINNED_RATTLER } from "../../engines/pinned.ts";
import { ENGINES } from "../../model/engines.ts";
import { BurrowError } from "../../model/error.ts";
import type { Goal } from "../../model/goal.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import { distrust } from "../../survey/trust.ts";
import { compareVersions } from "../../standards/compare-versions.ts";
import type { Context } from "../context.ts";
import type { CondaChoice, EnginePlace } from "./engine-consent.ts";
import { interpretersFor } from "../look.ts";
import { remembered } from "../remember.ts";
import { obtainPinned } from "./obtain-pinned.ts";
import { isRemembered, rememberTree } from "./project-engines.ts";

/**
 * The conda engine. Named: that one, from the project's `.burrow/bin`, then burrow's own folder of engines, then PATH. Else py-rattler where it was put before; then, when
 * packages' scripts may run, a tool on PATH, for those run them always; else py-rattler, fetched when somebody agrees or `--auto-bootstrap` said so beforehand.
 * Throws `engine/unavailable`, and `usage/bad-value` for a name that is no conda engine.
 */
export async function obtainConda(context: Context, goal: Goal, choice: CondaChoice): Promise<CondaEngine> {
  const { engine } = choice;
  if (engine === undefined && choice.allowPostLink === true) {
    const tool = await findCli(context, CONDA_CLIS, [join(context.folders.data, "engines")], choice);
    if (tool !== undefined) return tool;
  }
  if (engine === undefined || engine === PINNED_RATTLER.name) return obtainRattler(context, goal, choice);
  if (engine === "pixi")
    throw new BurrowError("engine/unavailable", "`pixi` cannot make this environment", {
      because: `burrow does not drive it: ${ENGINES.pixi.how}`,
      hint: `--engine ${PINNED_RATTLER.name} reads the same channels`,
    });
  const name = CONDA_CLIS.find((one) => one === engine);
  if (name === undefined)
    throw new BurrowError("usage/bad-value", `\`--engine ${engine}\` is no conda engine`, {
      hint: [PINNED_RATTLER.name, ...CONDA_CLIS].join(", "),
    });
  const folders = [join(goal.root, ".burrow", "bin"), join(context.folders.data, "engines")];
  const tool = await findCli(context, [name], folders, choice);
  if (tool !== undefined) return tool;
  throw new BurrowError("engine/unavailable", `\`${name}\` is not here`, {
    because: "it is neither in the project's .burrow/bin, nor among burrow's engines, nor on PATH",
    hint: "burrow up --auto-bootstrap",
  });
}

/** The first of these tools that answers. Who names a tool agrees that the project's own copy of it is run. */
async function findCli(
  { machine, runner, signal }: Context,
  names: readonly CondaCli[],
  folders: readonly AbsolutePath[],
  { offline = false }: CondaChoice,
): Promise<CondaEngine | undefined> {
  const trusts = (program: AbsolutePath): boolean => distrust(machine, program) === undefined;
  const candidates = condaCandidates(machine, names, folders, trusts);
  const found = await converse(firstCli(candidates, machine.env), runner, { signal });
  return found && cliEngine({ ...found, env: machine.env, offline });
}

async function obtainRattler(context: Context, goal: Goal, choice: CondaChoice): Promise<CondaEngine> {
  const folder = `${PINNED_RATTLER.name}-${PINNED_RATTLER.version}`;
  const places: Readonly<Record<EnginePlace, AbsolutePath>> = {
    project: join(goal.root, ".burrow", "bin", folder),
    user: join(context.folders.data, "engines", folder),
  };
  const interpreters = await pythonsForRattler(context, goal);
  const [interpreter] = interpreters;
  if (interpreter === undefined)
    throw new BurrowError("engine/unavailable", "no conda engine is here", {
      because: "py-rattler needs a CPython from 3.10 on, and there is none",
      hint: "put micromamba on PATH, or install a Python",
    });
  const home = await homeOf(context, choice, places, interpreters);
  const { machine } = context;
  return rattlerEngine({
    version: PINNED_RATTLER.version,
    home,
    python: interpreter.executable,
    cache: rattlerCache(machine),
    byteCode: join(context.folders.cache, "bytecode"),
    env: machine.env,
    offline: choice.offline ?? false,
  });
}

/** The Pythons that may run py-rattler, as they were seen before when nothing of that changed: what a project holds has no part in it. */
async function pythonsForRattler(context: Context, goal: Goal): Promise<readonly Interpreter[]> {
  const { asked } = goal.python;
  return remembered(
    { ...context, cwd: context.machine.home },
    { pythonsForRattler: asked?.text ?? "" },
    (found) => found.length > 0,
    async (noting) => (await interpretersFor(noting, goal)).filter(runsRattler),
  );
}

/** One wheel serves every CPython from 3.10 on, those without the global lock excepted. */
function runsRattler({ implementation, version, freeThreaded, unfit }: Interpreter): boolean {
  return (
    implementation === "cpython" &&
    !freeThreaded &&
    unfit === undefined &&
    compareVersions(version, "3.10") >= 0
  );
}

async function homeOf(
  context: Context,
  choice: CondaChoice,
  places: Readonly<Record<EnginePlace, AbsolutePath>>,
  interpreters: readonly Interpreter[],
): Promise<AbsolutePath> {
  const { machine } = context;
  if (machine.status(places.project) !== undefined && (await isRemembered(context, places.project)))
    return places.project;
  if (machine.status(places.user) !== undefined) return places.user;
  const { name: engine, version } = PINNED_RATTLER;
  if (choice.offline === true)
    throw new BurrowError("engine/unavailable", "no conda engine is here", {
      because: "none may be fetched offline",
    });
  const place =
    choice.autoBootstrap === true
      ? (choice.bootstrapTo ?? "user")
      : await choice.agreeToEngine?.({ engine, version });
  if (place === undefined)
    throw new BurrowError("engine/unavailable", "no conda engine is here", {
      because: `nobody agreed to fetch ${engine} ${version}`,
      hint: "burrow up --auto-bootstrap",
    });
  const home = places[place];
  await obtainPinned(context, PINNED_RATTLER, home, interpreters, ({ path }) => path);
  if (place === "project") await rememberTree(context, home);
  return home;
}
