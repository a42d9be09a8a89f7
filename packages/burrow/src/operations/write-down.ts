import type { Site } from "../model/survey.ts";
import { generationFolder } from "../apply/rollback.ts";
import { markOf, snapshotsIn } from "../registry/snapshots.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import type { Context } from "./context.ts";
import { statesOf } from "./kept-states.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** Writes down what a generation holds before it goes, where that was not done: it was made before states were kept, or while they were off. */
export function writeDown(context: Context, site: Site, number: number): void {
  const { bench, folders, machine } = context;
  const label = String(number);
  if (statesOf(context, site.link).some((state) => state.label === label)) return;
  const folder = generationFolder(site, number);
  const environment = inspectEnvironment(machine, folder);
  const record = readGeneration(machine, folder);
  if (environment === undefined || record === undefined) return;
  const { action, command, createdAt } = record;
  const about = { occasion: "change", label, action, command } as const;
  const state = takeSnapshot(context, { ...environment, prefix: site.link }, about);
  snapshotsIn(bench, folders.data).add({ ...state, ...markOf(Date.parse(createdAt), { command }) });
}
