import type { EnvironmentIdentity } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import type { Purge } from "../model/history.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";
import { purgeEnvironment } from "../apply/purge.ts";
import { withoutPurged } from "../registry/changes.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { siteOfMade } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { freedBy, sizesOf } from "./machine/size.ts";
import { registryOf } from "./memory.ts";
import { purgeCandidates, type PurgeSelection } from "./purge-candidates.ts";
import { staysBecause } from "./purge-stays.ts";
import { recoverAt } from "./recover-at.ts";
import { currentState } from "./states.ts";
import { writeDown } from "./write-down.ts";

/** How a removal of environments is asked for. */
export interface PurgeOptions extends PurgeSelection {
  readonly dryRun?: boolean;
  /** Asked with what would go; false cancels. */
  readonly confirm?: (planned: Purge) => Promise<boolean>;
}

interface Chosen {
  readonly one: EnvironmentIdentity;
  readonly site: Site;
  /** The folder of its generations. */
  readonly place: AbsolutePath;
}

type Kept = Purge["kept"][number];

/**
 * Removes environments that burrow made, each with all of its generations; never one that is somebody else's, declared external, frozen, in use, or used by another project.
 * What each holds is written down before, so that `rollback` can bring it back by a plan. Throws `env/not-found` and the errors of `apply`.
 */
export async function purge(context: Context, options: PurgeOptions): Promise<Purge> {
  const { chosen, kept } = await choose(context, options);
  const planned = planOf(context, chosen, kept);
  if (chosen.length === 0) return { ...planned, status: "nothing" };
  if (options.dryRun === true) return planned;
  if ((await options.confirm?.(planned)) === false) return { ...planned, status: "cancelled" };
  const staying: Chosen[] = [];
  for (const each of chosen) {
    const because = await remove(context, each);
    if (because === undefined) continue;
    staying.push(each);
    kept.push({ prefix: each.one.prefix, because });
  }
  const removed = planned.removed.filter(({ prefix }) => !staying.some(({ one }) => one.prefix === prefix));
  // What those that stay would free now is not freed: also what they shared with the others.
  const bytes =
    planned.bytes -
    freedBy(
      context.machine,
      staying.map(({ place }) => place),
    );
  return { status: removed.length === 0 ? "nothing" : "done", removed, kept, bytes };
}

/** What may go, and what stays and why. What was interrupted there is finished first. */
async function choose(
  context: Context,
  options: PurgeOptions,
): Promise<{ readonly chosen: readonly Chosen[]; readonly kept: Kept[] }> {
  const { registry } = await registryOf(context).read();
  const chosen: Chosen[] = [];
  const kept: Kept[] = [];
  for (const one of await purgeCandidates(context, options)) {
    const generation = generationPlace(one.realPrefix);
    if (generation === undefined) {
      kept.push({ prefix: one.prefix, because: reason("not-made-here", {}) });
      continue;
    }
    const { root, name } = generation;
    const held = options.dryRun === true ? undefined : await unlessHeld(() => recoverAt(context, root));
    const site = siteOfMade(context.machine, generation, one);
    const because = held ?? (await staysBecause(context, one, site, registry));
    if (because !== undefined) kept.push({ prefix: one.prefix, because });
    else chosen.push({ one, site, place: join(root, ".burrow", "generations", name) });
  }
  return { chosen, kept };
}

/** Why it stays where another burrow holds it. */
async function unlessHeld(act: () => Promise<unknown>): Promise<Reason | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    if (cause instanceof BurrowError && cause.code === "apply/locked") return reason("lock-held", {});
    throw cause;
  }
}

function planOf({ machine, now }: Context, chosen: readonly Chosen[], kept: readonly Kept[]): Purge {
  const places = chosen.map(({ place }) => place);
  const { each } = sizesOf(machine, places, { at: new Date(now()).toISOString() });
  const removed = chosen.map(({ one: { prefix }, site: { name, generations }, place }) => ({
    prefix,
    name,
    generations,
    size: each.get(place)?.size ?? 0,
  }));
  return { status: "planned", removed, kept, bytes: freedBy(machine, places) };
}

/** Looks once more with the lock held: while somebody was asked, much may have happened. Gives why it stays after all. */
async function remove(context: Context, { one, site, place }: Chosen): Promise<Reason | undefined> {
  const { bench, machine, processes } = context;
  const store = registryOf(context);
  let because: Reason | undefined;
  const before = async (): Promise<void> => {
    const { registry } = await store.read();
    const now = siteOfMade(machine, site, one);
    because = await staysBecause(context, one, now, registry);
    if (because !== undefined) throw new Stays();
    for (const number of now.generations) writeDown(context, now, number);
    if (now.current !== undefined) currentState(context, now.link);
  };
  const gone = async (): Promise<void> => {
    await store.update((known) => withoutPurged(known, place, one.prefix));
  };
  try {
    return await unlessHeld(() => purgeEnvironment(site, { bench, processes, before, gone }));
  } catch (cause) {
    if (cause instanceof Stays) return because;
    throw cause;
  }
}

/** It must stay after all: nothing was removed. */
class Stays extends Error {}
