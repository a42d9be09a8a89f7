import type { Site } from "../model/survey.ts";
import { markOf, snapshotsIn } from "../registry/snapshots.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { keepState, whenPossible } from "./kept-states.ts";

/**
 * Records that a site went back to one of its generations. Where every file of it was found to be as it was made, `unchanged`, the state that was recorded when it was made
 * holds again and nothing is read anew.
 */
export async function recordReturn(
  context: Context,
  { link, root }: Pick<Site, "link" | "root">,
  number: number,
  { unchanged }: { readonly unchanged: boolean },
): Promise<void> {
  const { bench, folders, command, now } = context;
  const isMade = ({ label }: { readonly label?: string }) => label === String(number);
  const made = unchanged ? snapshotsIn(bench, folders.data).latest(link, isMade) : undefined;
  if (made === undefined) {
    const { recordState } = await import("./states.ts");
    const environment = inspectEnvironment(context.machine, link);
    if (environment !== undefined) recordState(context, environment, { action: "rollback", project: root });
    return;
  }
  const { installers: _, ...content } = made;
  const mark = markOf(now(), { command });
  whenPossible(context, link, () =>
    keepState(context, { ...content, ...mark, occasion: "change", action: "rollback", project: root }),
  );
}
