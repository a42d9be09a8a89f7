import type { Purge } from "../model/history.ts";
import type { Context } from "./context.ts";
import { freedIn, sizeIn, type Trees, treesOf } from "./machine/size.ts";
import type { PurgeSelection } from "./purge-candidates.ts";
import { addTo, choose } from "./purge-choice.ts";
import { type Chosen, removeOne } from "./purge-one.ts";
import { doubtOf } from "./purge-stays.ts";

/** How a removal of environments is asked for. */
export interface PurgeOptions extends PurgeSelection {
  readonly dryRun?: boolean;
  /** Asked with what would go; false cancels. */
  readonly confirm?: (planned: Purge) => Promise<boolean>;
}

/**
 * Removes environments that burrow made, each with all of its generations; never one that is somebody else's, declared external, frozen, in use, or used by another project.
 * What each holds is written down before, so that `rollback` can bring it back by a plan. One that cannot be removed stops no other, and each is told.
 * Throws `env/not-found` when there is none by a name.
 */
export async function purge(context: Context, options: PurgeOptions): Promise<Purge> {
  const { chosen, kept, failed } = await choose(context, options);
  const trees = treesOf(
    context.machine,
    chosen.map(({ place }) => place),
  );
  const doubt = chosen.length > 0 ? doubtOf(context) : undefined;
  const planned: Purge = { status: "planned", ...told(chosen, trees), kept, failed, ...(doubt && { doubt }) };
  if (chosen.length === 0) return { ...planned, status: failed.length > 0 ? "failed" : "nothing" };
  if (options.dryRun === true) return planned;
  if ((await options.confirm?.(planned)) === false)
    return { status: "cancelled", removed: [], kept, failed, bytes: 0 };
  const gone: Chosen[] = [];
  for (const each of chosen) {
    if (context.signal.aborted) break;
    const outcome = await removeOne(context, each);
    if (outcome.kind === "gone") gone.push(each);
    else addTo({ kept, failed }, each.one.prefix, outcome);
  }
  const { removed, bytes } = told(gone, trees);
  return { status: statusOf(context, gone, failed), removed, kept, failed, bytes };
}

function statusOf({ signal }: Context, gone: readonly Chosen[], failed: Purge["failed"]): Purge["status"] {
  if (signal.aborted) return "cancelled";
  if (failed.length > 0) return gone.length > 0 ? "partly" : "failed";
  return gone.length > 0 ? "done" : "nothing";
}

/** What goes, and what that frees: of a file that several of them share only when all of its names go. */
function told(chosen: readonly Chosen[], trees: Trees): Pick<Purge, "removed" | "bytes"> {
  const removed = chosen.map(({ one: { prefix }, site: { name, generations }, place }) => {
    return { prefix, name, generations, size: sizeIn(trees, place) };
  });
  const places = chosen.map(({ place }) => place);
  return { removed, bytes: freedIn(trees, places) };
}
