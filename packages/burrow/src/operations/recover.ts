import type { Recovery } from "../model/history.ts";
import { join } from "../model/path.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { isHalfDone } from "../apply/left.ts";
import { journaledAround } from "../survey/unfinished.ts";
import type { Context } from "./context.ts";
import { wheelFolder } from "./folders.ts";
import { readProjectGoal } from "./goal.ts";
import { surroundings } from "./look.ts";
import type { PlanOptions } from "./options.ts";
import { halfPurged, recoverAt } from "./recover-at.ts";
import { namedEnvironment, readProject } from "./settings.ts";

/**
 * Finishes what was interrupted: in the project, in every environment that it reaches, where burrow keeps Pythons, and where it was removing an environment that it remembers. With `acceptEdits`, files that somebody edited in place meanwhile
 * are taken as they are; without it they are named and `apply/needs-recovery` is thrown.
 */
export async function recoverProject(
  context: Context,
  { path, acceptEdits = false }: { readonly path?: string; readonly acceptEdits?: boolean },
): Promise<Recovery> {
  const goal = await readProjectGoal(context, path === undefined ? {} : { path });
  const survey = await surroundings(context, goal, DEFAULT_POLICY);
  const places = new Set([
    goal.root,
    join(context.folders.data, "pythons"),
    wheelFolder(context.folders),
    ...candidatesOf(survey).map(({ environment, prefix }) => environment?.realPrefix ?? prefix),
    ...(await halfPurged(context)),
  ]);
  const transactions: Recovery["transactions"][number][] = [];
  for (const prefix of places)
    for (const { transaction, outcome } of await recoverAt(context, prefix, acceptEdits))
      transactions.push({ id: transaction, prefix, outcome });
  const outcomes = transactions.map(({ outcome }) => outcome);
  return {
    status: outcomes.includes("before") ? "before" : outcomes.includes("after") ? "after" : "nothing",
    transactions,
  };
}

/** Finishes what was interrupted in the project and in every environment that a plan for it may consider: half a change is never planned with. */
export async function recoverAround(context: Context, options: PlanOptions): Promise<void> {
  const project = await readProject(context, options);
  const { root, backend } = project.goal;
  const { env } = options;
  const named = namedEnvironment(context, project, env);
  const places = journaledAround(context.machine, root, {
    siteName: "default",
    backend,
    ...(named && { named }),
  });
  // A lock alone that somebody left changes nothing, and is swept by who takes the next: `up` with nothing to do also works where it may not write.
  for (const place of new Set([
    root,
    join(context.folders.data, "pythons"),
    wheelFolder(context.folders),
    ...places,
  ]))
    if (isHalfDone(context.machine, join(place, ".burrow"))) await recoverAt(context, place);
}
