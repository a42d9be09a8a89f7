import type { Engine } from "../engines/engine.ts";
import { uvEngine } from "../engines/uv/uv-engine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Context } from "./context.ts";
import type { EngineChoice } from "./engine.ts";
import { interpretersFor } from "./look.ts";
import { obtainPip } from "./obtain-pip.ts";
import { fetchUv, findUv } from "./obtain-uv.ts";

/** The engine that was chosen. Throws `engine/unavailable`, and `usage/bad-value` for a name that is none. */
export async function obtainEngine(
  context: Context,
  goal: Goal,
  { name, offline }: EngineChoice,
): Promise<Engine> {
  const { env } = context.machine;
  if (name !== undefined && name !== "uv" && name !== "pip")
    throw new BurrowError("usage/bad-value", `\`--engine ${name}\` is no engine`, { hint: "uv or pip" });
  if (name === "pip") return obtainPip(context, goal, offline);
  const found = await findUv(context);
  if (found !== undefined) return uvEngine({ ...found, env, offline });
  try {
    if (offline) throw new BurrowError("engine/unavailable", "uv is not here and may not be fetched offline");
    return uvEngine({ ...(await fetchUv(context, await interpretersFor(context, goal))), env, offline });
  } catch (cause) {
    if (name === "uv" || !(cause instanceof BurrowError) || cause.code !== "engine/unavailable") throw cause;
    return obtainPip(context, goal, offline);
  }
}
