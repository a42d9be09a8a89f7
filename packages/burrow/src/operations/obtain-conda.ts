import type { CondaEngine } from "../engines/conda/conda-engine.ts";
import { rattlerCache } from "../engines/conda/rattler/rattler-cache.ts";
import { rattlerEngine } from "../engines/conda/rattler/rattler-engine.ts";
import { PINNED_RATTLER } from "../engines/pinned.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { compareVersions } from "../standards/compare-versions.ts";
import type { Context } from "./context.ts";
import type { CondaChoice, EnginePlace } from "./engine-consent.ts";
import { interpretersFor } from "./look.ts";
import { obtainPinned } from "./obtain-pinned.ts";
import { isRemembered, rememberTree } from "./project-engines.ts";

/**
 * The conda engine: what lies in the project's `.burrow/bin`, then in burrow's own folder of engines; where there is none, py-rattler is fetched when somebody agrees
 * or `--auto-bootstrap` said so beforehand. Throws `engine/unavailable`, and `usage/bad-value` for a name that is no conda engine.
 */
export async function obtainConda(context: Context, goal: Goal, choice: CondaChoice): Promise<CondaEngine> {
  const folder = `${PINNED_RATTLER.name}-${PINNED_RATTLER.version}`;
  const places: Readonly<Record<EnginePlace, AbsolutePath>> = {
    project: join(goal.root, ".burrow", "bin", folder),
    user: join(context.folders.data, "engines", folder),
  };
  const interpreters = (await interpretersFor(context, goal)).filter(runsRattler);
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
    env: machine.env,
    offline: choice.offline ?? false,
  });
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
