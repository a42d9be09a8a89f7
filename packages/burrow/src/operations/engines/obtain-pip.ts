import type { Engine } from "../../engines/engine.ts";
import { pipEngine } from "../../engines/pip/pip-engine.ts";
import { PINNED_PIP, pinnedPipFor } from "../../engines/pinned.ts";
import type { Goal } from "../../model/goal.ts";
import { type AbsolutePath, join, parent } from "../../model/path.ts";
import { inspectEnvironment } from "../../survey/inspect/environment.ts";
import type { Context } from "../context.ts";
import { interpretersFor } from "../look.ts";
import { obtainPinned } from "./obtain-pinned.ts";

/**
 * The pip engine for one Python: the pinned pip for its version, run by it as a program. It is fetched when burrow's own folder has it not yet,
 * and no pip for other Pythons with it. Throws `engine/unavailable`.
 */
export async function obtainPip(
  context: Context,
  goal: Goal,
  python: AbsolutePath,
  offline: boolean,
): Promise<Engine> {
  const { folders, machine } = context;
  const interpreters = await interpretersFor(context, goal);
  const version =
    interpreters.find(({ executable }) => executable === python)?.version ??
    inspectEnvironment(machine, parent(parent(python)))?.version;
  const pinned = version === undefined ? PINNED_PIP : pinnedPipFor(version);
  const home = join(folders.data, "engines", `pip-${pinned.version}`);
  if (machine.status(home) === undefined)
    await obtainPinned(context, pinned, home, interpreters, ({ path }) => path);
  return pipEngine({ home, version: pinned.version, env: machine.env, offline });
}
