import type { Engine } from "../engines/engine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Context } from "./context.ts";

/** The pip engine: a pinned pip, run as a program by a trusted Python. */
export function obtainPip(_context: Context, _goal: Goal, _offline: boolean): Promise<Engine> {
  throw new BurrowError("engine/unavailable", "the pip engine cannot be had");
}
