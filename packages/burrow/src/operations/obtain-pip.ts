import type { Engine } from "../engines/engine.ts";
import { pipEngine } from "../engines/pip/pip-engine.ts";
import { PINNED_PIP, PINNED_PIP_FOR_OLD, type Pinned, pinnedPipFor } from "../engines/pinned.ts";
import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { interpretersFor } from "./look.ts";
import { obtainPinned } from "./obtain-pinned.ts";

/** The pip engine: pinned pips, run as programs by the Python that they serve; which one depends on that Python's version. Throws `engine/unavailable`. */
export async function obtainPip(context: Context, goal: Goal, offline: boolean): Promise<Engine> {
  const { machine } = context;
  const interpreters = await interpretersFor(context, goal);
  const old = await engineOf(context, PINNED_PIP_FOR_OLD, interpreters, offline);
  const current = await engineOf(context, PINNED_PIP, interpreters, offline);
  const versions = new Map(interpreters.map(({ executable, version }) => [executable, version]));
  const engineFor = (python: AbsolutePath): Engine => {
    const version = versions.get(python) ?? inspectEnvironment(machine, parent(parent(python)))?.version;
    return version !== undefined && pinnedPipFor(version) === PINNED_PIP ? current : old;
  };
  return {
    name: "pip",
    version: current.version,
    program: current.program,
    resolve: (question) => engineFor(question.python).resolve(question),
    create: (request) => engineFor(request.python).create(request),
    fetch: (request) => engineFor(request.python).fetch(request),
    install: (request) => engineFor(request.python).install(request),
    uninstall: (request) => engineFor(request.python).uninstall(request),
    buildProject: (request) => engineFor(request.python).buildProject(request),
  };
}

async function engineOf(
  context: Context,
  pinned: Pinned,
  interpreters: readonly Interpreter[],
  offline: boolean,
): Promise<Engine> {
  const { folders, machine } = context;
  const home = join(folders.data, "engines", `pip-${pinned.version}`);
  if (machine.status(home) === undefined)
    await obtainPinned(context, pinned, home, interpreters, ({ path }) => path);
  return pipEngine({ home, version: pinned.version, env: machine.env, offline });
}
