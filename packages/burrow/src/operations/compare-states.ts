import type { Difference } from "../model/history.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import { differenceOf } from "../plan/snapshot.ts";
import { siteAt } from "../survey/site.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { nameOf } from "./look.ts";
import { readProjectGoal } from "./goal.ts";
import { showEnvironment } from "./show.ts";
import { findSnapshot } from "./snapshots.ts";
import { takeSnapshot } from "./take-snapshot.ts";
import { statesOf } from "./kept-states.ts";

/**
 * Compares two states of what may be named: a label of the project's history (`3`, `3a`), a snapshot, or an environment by its name or path. Without the second,
 * the environment as it is now. Throws `snapshot/not-found`.
 */
export async function compareStates(
  context: Context,
  from: string,
  to: string | undefined,
  { env }: { readonly env?: string },
): Promise<Difference> {
  const one = await stateNamed(context, from, env);
  const other = to === undefined ? await now(context, env) : await stateNamed(context, to, env);
  const [was, is] = [one.python.version, other.python.version];
  return {
    from,
    to: to ?? "now",
    ...(was !== is && { python: { from: was, to: is } }),
    changes: differenceOf(one, other),
  };
}

async function now(context: Context, env: string | undefined): Promise<Snapshot> {
  return takeSnapshot(context, await showEnvironment(context, env), { occasion: "found" });
}

async function stateNamed(context: Context, subject: string, env: string | undefined): Promise<Snapshot> {
  if (/^\d+[a-z]*$/u.test(subject)) {
    const found = await labelled(context, subject, env);
    if (found !== undefined) return found;
  }
  try {
    return findSnapshot(context, subject);
  } catch (cause) {
    if (!(cause instanceof BurrowError) || cause.code !== "snapshot/not-found") throw cause;
    const environment = await environmentNamed(context, subject);
    if (environment === undefined) throw cause;
    return takeSnapshot(context, environment, { occasion: "found" });
  }
}

/** A state by its label; of a generation that is still there, what it holds now. */
async function labelled(
  context: Context,
  label: string,
  env: string | undefined,
): Promise<Snapshot | undefined> {
  const { prefix, generation } = await showEnvironment(context, env);
  const state = statesOf(context, prefix).find((one) => one.label === label);
  if (state !== undefined || generation === undefined) return state;
  const { root, name } = siteAt(context.machine, prefix);
  const folder = join(root, ".burrow", "generations", name, label);
  const environment = inspectEnvironment(context.machine, folder);
  return environment && takeSnapshot(context, environment, { occasion: "found" });
}

async function environmentNamed(context: Context, subject: string) {
  try {
    const goal = await readProjectGoal(context, {});
    const prefix = nameOf(context, goal, subject);
    return prefix === undefined ? undefined : inspectEnvironment(context.machine, prefix);
  } catch (cause) {
    if (cause instanceof BurrowError && cause.code === "env/not-found") return undefined;
    throw cause;
  }
}
