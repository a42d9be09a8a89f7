import type { Engine } from "../../engines/engine.ts";
import { uvEngine } from "../../engines/uv/uv-engine.ts";
import { BurrowError } from "../../model/error.ts";
import type { Goal } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import type { Context } from "../context.ts";
import type { EngineChoice, LazyEngine } from "./engine.ts";
import { interpretersFor } from "../look.ts";
import { obtainPip } from "./obtain-pip.ts";
import { fetchUv, findUv } from "./obtain-uv.ts";

/** The engines of one operation, by the Python that they serve. Throws `usage/bad-value` for a name that is none; what it gives throws `engine/unavailable`. */
export function engines(context: Context, goal: Goal, { name, offline }: EngineChoice): LazyEngine {
  if (name !== undefined && name !== "uv" && name !== "pip")
    throw new BurrowError("usage/bad-value", `\`--engine ${name}\` is no engine`, { hint: "uv or pip" });
  let uv: Promise<Engine | BurrowError> | undefined;
  const pips = new Map<AbsolutePath, Promise<Engine>>();
  const pipFor = (python: AbsolutePath): Promise<Engine> => {
    const pip = pips.get(python) ?? obtainPip(context, goal, python, offline);
    pips.set(python, pip);
    return pip;
  };
  return async (python) => {
    if (name === "pip") return { engine: await pipFor(python) };
    const engine = await (uv ??= obtainUv(context, goal, offline));
    if (!(engine instanceof BurrowError)) return { engine };
    if (name === "uv") throw engine;
    const detail = [engine.message, engine.because].filter(Boolean).join(": ");
    return { engine: await pipFor(python), instead: reason("pip-instead", { detail }) };
  };
}

/** uv, or why it cannot be had. */
async function obtainUv(context: Context, goal: Goal, offline: boolean): Promise<Engine | BurrowError> {
  const { env } = context.machine;
  const found = await findUv(context);
  if (found !== undefined) return uvEngine({ ...found, env, offline });
  try {
    if (offline) throw new BurrowError("engine/unavailable", "uv is not here and may not be fetched offline");
    return uvEngine({ ...(await fetchUv(context, await interpretersFor(context, goal))), env, offline });
  } catch (cause) {
    if (cause instanceof BurrowError && cause.code === "engine/unavailable") return cause;
    throw cause;
  }
}
