import type { Machine } from "../machine/machine.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { occupantOf } from "./site.ts";

/** A place where a project's own environment may be. */
export interface OwnPlace {
  readonly path: AbsolutePath;
  /** Whether what is there and is no environment is worth a word: a folder named `env` may well be something else. */
  readonly certain: boolean;
}

/**
 * Where a project's own environment is looked for, in this order (design §5). An environment that burrow built beside a `.venv` of somebody
 * else's comes before that: it is there because the other could not serve.
 */
export function ownPlaces(machine: Machine, root: AbsolutePath, siteName: string): readonly OwnPlace[] {
  const built = { path: join(root, ".burrow", "envs", siteName), certain: true };
  if (siteName !== "default") return [built];
  const current = { path: join(root, ".burrow", "current"), certain: true };
  const dotVenv = { path: join(root, ".venv"), certain: true };
  const named = ["venv", "env"].map((name) => ({ path: join(root, name), certain: false }));
  const aside =
    occupantOf(machine, root, built.path) === "own-link" &&
    occupantOf(machine, root, dotVenv.path) !== "own-link";
  return aside ? [current, built, dotVenv, ...named] : [current, dotVenv, ...named, built];
}
