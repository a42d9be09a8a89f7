import type { AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Site } from "../model/survey.ts";
import { snapshotsIn } from "../registry/snapshots.ts";
import type { Context } from "./context.ts";

/** States that are kept of one environment. */
const MOST_STATES = 50;

/** The states of an environment, by the path that people use, newest first. */
export function statesOf({ bench, folders }: Context, prefix: AbsolutePath): readonly Snapshot[] {
  const { stored } = snapshotsIn(bench, folders.data).list(prefix);
  return stored.map(({ snapshot }) => snapshot).filter(({ occasion }) => occasion !== "asked");
}

/** A site with the highest number that a generation there ever had: history tells of it by that number, also where all of them are lost. */
export function withRemembered(context: Pick<Context, "bench" | "folders">, site: Site): Site {
  if (site.generations.length > 0) return site;
  const numbers = snapshotsIn(context.bench, context.folders.data)
    .list(site.link)
    .stored.flatMap(({ snapshot: { environment } }) => environment.generation ?? []);
  return numbers.length === 0 ? site : { ...site, remembered: Math.max(...numbers) };
}

/** Writes a state down among those of its environment, of which the oldest go. */
export function keepState({ bench, folders }: Context, state: Snapshot): Snapshot {
  const store = snapshotsIn(bench, folders.data);
  store.add(state);
  store.trim(state.environment.prefix, MOST_STATES);
  return state;
}

/** Acts, and tells what could not be written down: that does not undo what was done. */
export function whenPossible({ report }: Context, prefix: AbsolutePath, act: () => unknown): void {
  try {
    act();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    report({ type: "warning", warning: reason("state-not-kept", { path: prefix, detail }) });
  }
}
